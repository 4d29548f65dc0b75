/**
 * Bounds of random figures for the run’s own size: a correct figure fails less than once in a
 * million runs.
 */

/** Five standard deviations of the mean of n independent values, in either direction. */
export function meanBounds(mean: number, standardDeviation: number, n: number) {
  const error = (5 * standardDeviation) / Math.sqrt(n);
  return { atLeast: mean - error, atMost: mean + error };
}
