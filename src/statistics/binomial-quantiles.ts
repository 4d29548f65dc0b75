/** Between which counts a binomial variable lies, but for a probability of at most `missed` on either side. */
import { countWhile } from '../kernel/bisection.ts';
import { binomialAtLeast, binomialAtMost } from './binomial-test.ts';

/** Both ends are still within. */
export interface CountRange {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * The quantiles of `missed` and 1 - `missed` (R's qbinom), each from its own tail, so that tiny
 * probabilities keep their digits. O(log trials) tails.
 */
export function binomialQuantiles(trials: number, share: number, missed: number): CountRange {
  return {
    atLeast: countWhile(trials, (count) => binomialAtMost(count, trials, share) <= missed),
    atMost: countWhile(trials, (count) => binomialAtLeast(count + 1, trials, share) > missed),
  };
}

/** The same for a bound of a run: a right share is refused less than once in a million runs. */
export const binomialBounds = (trials: number, share: number): CountRange =>
  binomialQuantiles(trials, share, 5e-7);

/** The same as shares of the trials. */
export function shareBounds(trials: number, share: number): CountRange {
  const { atLeast, atMost } = binomialBounds(trials, share);
  return { atLeast: atLeast / trials, atMost: atMost / trials };
}
