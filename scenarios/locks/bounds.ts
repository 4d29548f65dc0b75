/** Bounds of random figures, for the size of the run: a correct figure is refused less than once in a million runs. */
import { binomialAtLeast, binomialAtMost } from '../../src/statistics/binomial-test.ts';

const falseAlarm = 5e-7;

/** Between which counts of `trials` lies one whose share is p. O(trials). */
export function binomialBounds(trials: number, p: number) {
  let [atLeast, atMost] = [0, trials];
  while (atLeast < trials && binomialAtMost(atLeast, trials, p) < falseAlarm) atLeast += 1;
  while (atMost > 0 && binomialAtLeast(atMost, trials, p) < falseAlarm) atMost -= 1;
  return { atLeast, atMost };
}

/** Five standard deviations of the mean of n independent values, either way. */
export function meanBounds(mean: number, standardDeviation: number, n: number) {
  const error = (5 * standardDeviation) / Math.sqrt(n);
  return { atLeast: mean - error, atMost: mean + error };
}
