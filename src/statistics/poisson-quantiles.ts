/** Between which counts a Poisson variable lies, but for a probability of at most `missed` on either side. */
import { countWhile } from '../kernel/bisection.ts';
import type { CountRange } from './binomial-quantiles.ts';
import { lowerGamma, upperGamma } from './gamma.ts';

/**
 * The quantiles of `missed` and 1 - `missed` (R's qpois), each from its own tail: P(X <= k) is the upper gamma function
 * of k + 1 at the mean. O(log mean) tails.
 */
export function poissonQuantiles(mean: number, missed: number): CountRange {
  const top = Math.ceil(mean + 12 * Math.sqrt(mean) + 40);
  return {
    atLeast: countWhile(top, (count) => upperGamma(count + 1, mean) <= missed),
    atMost: countWhile(top, (count) => lowerGamma(count + 1, mean) > missed),
  };
}

/** For a bound of a run: a right mean is refused less than once in a million runs. */
export const poissonBounds = (mean: number): CountRange => poissonQuantiles(mean, 5e-7);
