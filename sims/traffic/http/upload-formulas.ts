/** How much is sent until a file has arrived over connections that break. */
import { countWhile } from '../../../src/kernel/bisection.ts';
import { exp, expm1, log } from '../../../src/kernel/elementary.ts';
import { betaAtMost } from '../../../src/statistics/beta.ts';
import type { CountRange } from '../../../src/statistics/binomial-quantiles.ts';

export interface Bodies {
  /** Bodies that have to arrive, each of which is begun again until it does. */
  readonly bodies: number;
  readonly bodyMs: number;
  /** Mean of an exponential time to the next break. */
  readonly breakMs: number;
  /** Share of the bodies sent to their end that count: intact, and with an answer. */
  readonly kept?: number;
}

/** A body is sent to its end with e^(-bodyMs / breakMs). */
const arrives = ({ bodyMs, breakMs, kept = 1 }: Bodies): number => kept * exp(-bodyMs / breakMs);

/**
 * The expected time of sending one body, begun again after each break: (e^(λT) - 1) / λ. An attempt
 * lasts (1 - e^(-λT)) / λ on average and one in e^(-λT) succeeds (Wald).
 */
export const sendingMs = ({ bodyMs, breakMs, kept = 1 }: Bodies): number =>
  (breakMs * expm1(bodyMs / breakMs)) / kept;

/**
 * Attempts that fail before all bodies have arrived: negative binomial, within these counts but for
 * a probability of `missed` on either side.
 */
export function failuresOf(of: Bodies, missed: number): CountRange {
  const share = arrives(of);
  // P(at most k failures) = P(Beta(bodies, k + 1) <= share).
  const atMost = (count: number) => betaAtMost(share, of.bodies, count + 1);
  const mean = (of.bodies * (1 - share)) / share;
  const top = Math.ceil(40 + 20 * mean + 20 / share);
  return {
    atLeast: countWhile(top, (count) => atMost(count) <= missed),
    atMost: countWhile(top, (count) => 1 - atMost(count) > missed),
  };
}

/**
 * Times of sending in all, but for 2 x `missed` on either side: the failures as above, and the time
 * of so many failures, each of at most `bodyMs`, by Hoeffding's inequality (1963, Theorem 2).
 */
export function sentBounds(of: Bodies, missed: number): CountRange {
  const { bodies, bodyMs, breakMs, kept = 1 } = of;
  const whole = exp(-bodyMs / breakMs);
  const brokenMs = breakMs * (1 - whole * (1 + bodyMs / breakMs));
  const meanMs = (brokenMs + whole * (1 - kept) * bodyMs) / (1 - arrives(of));
  const spreadMs = (count: number) => bodyMs * Math.sqrt((count * -log(missed)) / 2);
  const { atLeast, atMost } = failuresOf(of, missed);
  return {
    atLeast: bodies * bodyMs + Math.max(0, atLeast * meanMs - spreadMs(atLeast)),
    atMost: bodies * bodyMs + atMost * meanMs + spreadMs(atMost),
  };
}
