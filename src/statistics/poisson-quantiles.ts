/** Between which counts a Poisson variable lies, but for a probability of 5e-7 on either side. */
import type { CountRange } from './binomial-quantiles.ts';
import { lowerGamma, upperGamma } from './gamma.ts';

/** For a bound of a run: a right mean is refused less than once in a million runs. */
export function poissonBounds(mean: number): CountRange {
  const missed = 5e-7;
  if (mean === 0) return { atLeast: 0, atMost: 0 };
  let atLeast = Math.floor(Math.max(0, mean - 12 * Math.sqrt(mean) - 12));
  while (upperGamma(atLeast + 1, mean) <= missed) atLeast += 1;
  let atMost = Math.max(atLeast, Math.floor(mean));
  while (lowerGamma(atMost + 1, mean) > missed) atMost += 1;
  return { atLeast, atMost };
}
