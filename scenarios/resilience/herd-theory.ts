/** How many callers of a herd come together, depending on how its waits are drawn. */
import type { Bound, Expectation } from '../../src/check/expectation.ts';
import { type Valued, within } from '../../src/check/expected.ts';
import { bernstein } from './bounds.ts';
import { narrowMs } from './herd.ts';

/**
 * Bounds on the share of callers in the fullest slot if all are spread evenly over that many ms: it
 * holds at least the average over all slots.
 */
export function evenOver(widthMs: number, callers: number): Bound {
  const slots = widthMs / narrowMs;
  return {
    atLeast: 1 / (slots + 1),
    atMost: 1 / slots + bernstein(callers, 1 / slots, slots + 1),
  };
}

/**
 * The largest share of callers in one slot if their first wait is drawn from `widthMs`, the second
 * from twice as many ms, and so on: at most 1 + 1/2 + 1/4 + … times the share of the first alone.
 */
export function spreadOver(widthMs: number, callers: number, untilMs: number): number {
  const share = narrowMs / widthMs;
  return 2 * share + 2 * bernstein(callers, share, untilMs / narrowMs);
}

/**
 * The same if the first wait is `initialIntervalMs` times a factor drawn from 0.5 to 1.5, apart
 * from callers that reach the cap: they all wait for exactly the cap.
 */
function spreadBelowCap(
  initialIntervalMs: number,
  maxIntervalMs: number,
  callers: number,
  untilMs: number,
): Bound {
  const spread = spreadOver(initialIntervalMs, callers, untilMs);
  // P(the first factor is above cap / base).
  const atCap = Math.min(1, Math.max(0, 1.5 - maxIntervalMs / initialIntervalMs));
  if (atCap === 0) return { atLeast: 0, atMost: spread };
  const chance = bernstein(callers, atCap);
  return { atLeast: atCap - chance, atMost: spread + (atCap + chance) };
}

interface Backoff {
  readonly callers: number;
  readonly initialIntervalMs: number;
  readonly maxIntervalMs: number;
}

type Measured = Valued<'none' | 'equal' | 'randomized' | 'full'>;

/** The number of callers that have come back by then with each kind of jitter. */
export function expectedOf(backoff: Backoff, untilMs: number): readonly Expectation<Measured>[] {
  const { callers, initialIntervalMs, maxIntervalMs } = backoff;
  const spread = (widthMs: number) => spreadOver(widthMs, callers, untilMs);
  return [
    within('none', 'no-jitter-all-together', { atLeast: 1 }).says(
      `share of the callers in the busiest ${narrowMs} ms, without jitter: all of them`,
      'qf-backoff-alone-herds',
    ),
    within('full', 'full-jitter-spreads', { atMost: spread(initialIntervalMs) }).says(
      `share of the callers in the busiest ${narrowMs} ms, with full jitter: at most what chance gives, spread evenly over the whole backoff`,
      'q9-retry-jitter-needed',
    ),
    within(
      'randomized',
      'half-to-one-and-a-half-spreads-alike',
      spreadBelowCap(initialIntervalMs, maxIntervalMs, callers, untilMs),
    ).says(
      `share of the callers in the busiest ${narrowMs} ms, with a backoff times 0.5 to 1.5: as with full jitter, except for waits that are cut to the cap`,
      'qf-backoff-formula',
    ),
    within('equal', 'equal-jitter-half-as-wide', { atMost: spread(initialIntervalMs / 2) }).says(
      `share of the callers in the busiest ${narrowMs} ms, with equal jitter: spread over only half of the backoff`,
    ),
  ];
}
