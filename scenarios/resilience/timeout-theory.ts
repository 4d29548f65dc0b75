/**
 * What a timeout cuts off when the service is healthy, and how many calls it holds when no answer
 * comes.
 */
import type { Expectation } from '../../src/check/expectation.ts';
import { type Valued, within } from '../../src/check/expected.ts';
import { quantileOf, type Typical } from '../../src/kernel/distribution.ts';
import { linksMs } from './arms.ts';
import { fullest, shareOf, sharesAbove } from './bounds.ts';
import { percent } from './words.ts';

interface Timeouts {
  readonly p99Ms: Typical;
  readonly requestsPerSecond: number;
  readonly calmMs: number;
  readonly outageMs: number;
}

/** Timeouts as multiples of the 99th percentile. */
export const multiples = ['half', 'one', 'two', 'four', 'ten'] as const;
export const factor = { half: 0.5, one: 1, two: 2, four: 4, ten: 10 } as const;

export const p99MsOf = ({ p99Ms }: Timeouts) => quantileOf(p99Ms, 0.99);
export const timeoutMs = (multiple: keyof typeof factor, params: Timeouts) =>
  factor[multiple] * p99MsOf(params);
/** Until then a request is answered before the outage begins. */
export const countedUntilMs = (params: Timeouts) => params.calmMs - 12 * p99MsOf(params);

type Measured = Valued<(typeof multiples)[number] | 'tenHeld'>;

export function expectedOf(params: Timeouts): readonly Expectation<Measured>[] {
  const { requestsPerSecond, outageMs, p99Ms } = params;
  const asked = (requestsPerSecond * countedUntilMs(params)) / 1_000;
  const tenMs = timeoutMs('ten', params);
  const { atLeast, atMost } = fullest((requestsPerSecond * tenMs) / 1_000);
  return [
    ...multiples.map((multiple) => {
      const late = sharesAbove(p99Ms, timeoutMs(multiple, params) - linksMs);
      return within(multiple, `cut-off-${multiple}`, shareOf(late, asked)).says(
        `share of good answers that a timeout of ${factor[multiple]} x p99 cuts off: ${percent(late.least)} in theory`,
        'q9-timeout-p99-plus',
      );
    }),
    within(
      'tenHeld',
      'held-by-the-timeout',
      outageMs > tenMs ? { atLeast, atMost } : { atMost },
    ).says(
      'calls held at a time in the outage, at most, with the longest timeout: around rate x timeout (Little’s law)',
      'q9-threads-pile-up',
    ),
  ];
}
