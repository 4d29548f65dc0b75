/** Bounds of random figures, for the size of the run: a correct figure is refused less than once in a million runs. */
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';

const falseAlarm = 5e-7;

/** Between which counts of `trials` lies one whose share is p. */
export const binomialBounds = (trials: number, p: number) =>
  binomialQuantiles(trials, p, falseAlarm);

/** Five standard deviations of the mean of n independent values, either way. */
export function meanBounds(mean: number, standardDeviation: number, n: number) {
  const error = (5 * standardDeviation) / Math.sqrt(n);
  return { atLeast: mean - error, atMost: mean + error };
}
