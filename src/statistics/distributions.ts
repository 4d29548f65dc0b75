/** The distributions that tests are read off from: tails for p-values, quantiles for intervals. */
import { exp, log } from '../kernel/elementary.ts';
import { lowerGamma, upperGamma } from './gamma.ts';

/** P(X > x) for a chi-squared X. `degreesOfFreedom` > 0. */
export function chiSquaredUpperTail(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2);
}

/** P(Z > z) for a standard normal Z. */
export function normalUpperTail(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? tail : 0.5 + lowerGamma(0.5, (z * z) / 2) / 2;
}

/** P(|Z| > |z|) for a standard normal Z. */
export function normalTwoSided(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

export function normalDensity(z: number): number {
  return exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * The z with P(Z <= z) = p, to full precision also for p near 0. Throws RangeError unless 0 < p < 1.
 *
 * A start from the rational approximation of Hastings (Abramowitz and Stegun 26.2.23, good to 3
 * digits), made exact by Halley's steps on the logarithm of the tail, which is nearly straight.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability between 0 and 1 is needed, not ${p}`);
  if (p === 0.5) return 0;
  return p < 0.5 ? -quantileOfTail(p) : quantileOfTail(1 - p);
}

/** The z with P(Z > z) = tail, for a tail of at most one half: exact where 1 - tail would not be. */
export function quantileOfTail(tail: number): number {
  if (!(tail > 0 && tail <= 0.5)) {
    throw new RangeError(`a tail above 0 and up to one half is needed, not ${tail}`);
  }
  const t = Math.sqrt(-2 * log(tail));
  let z =
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 4; step++) {
    const upper = normalUpperTail(z);
    const hazard = normalDensity(z) / upper;
    // Newton on log(upper(z)) - log(tail), whose slope is minus the hazard.
    const f = log(upper / tail);
    const slope = -hazard;
    const curvature = -hazard * (hazard - z);
    z -= (2 * f * slope) / (2 * slope * slope - f * curvature);
  }
  return z;
}
