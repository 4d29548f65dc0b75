/**
 * Confidence intervals for tests of random figures. They are 99.9% intervals: a correct figure is
 * refused once in a thousand choices of seeds, and since the seeds are fixed, it is refused always
 * or never.
 */

import type { Interval } from '../../src/statistics/alternative.ts';
import { wilson } from '../../src/statistics/score-interval.ts';

/**
 * 0.9995 quantiles of Student's t with 29 degrees of freedom, and of the normal distribution (R 4:
 * qt, qnorm).
 */
const t29 = 3.6594;
const z = 3.2905;

/** How many independent replications an interval for a mean is made of. */
export const replications = 30;

/** For the mean that 30 independent, identically distributed estimates estimate. */
export function intervalOfMean(estimates: readonly number[]): Interval {
  if (estimates.length !== replications) throw new RangeError(`needs ${replications} estimates`);
  const mean = estimates.reduce((sum, x) => sum + x, 0) / replications;
  const squares = estimates.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const error = Math.sqrt(squares / (replications - 1) / replications);
  return { low: mean - t29 * error, high: mean + t29 * error };
}

/** For the probability behind `successes` in `trials`. */
export function intervalOfProbability(successes: number, trials: number): Interval {
  return wilson({ hits: successes, trials }, z);
}

export function contains({ low, high }: Interval, value: number): boolean {
  return low <= value && value <= high;
}
