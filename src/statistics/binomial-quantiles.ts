/** Between which counts a binomial variable lies, but for a probability of at most `missed` on either side. */
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
    atLeast: firstCount(trials, (count) => binomialAtMost(count, trials, share) > missed),
    atMost: firstCount(trials, (count) => binomialAtLeast(count + 1, trials, share) <= missed),
  };
}

/** The same for a bound of a run: a right share is refused less than once in a million runs. */
export const binomialBounds = (trials: number, share: number): CountRange =>
  binomialQuantiles(trials, share, 5e-7);

/** The first count for which that holds, as it does for all above it and for `trials`. */
function firstCount(trials: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, trials];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
