/** Bounds of random figures, for the size of the run: a correct figure is refused less than once in a million runs. */

/** Five standard deviations of the mean of n independent values, either way. */
export function meanBounds(mean: number, standardDeviation: number, n: number) {
  const error = (5 * standardDeviation) / Math.sqrt(n);
  return { atLeast: mean - error, atMost: mean + error };
}
