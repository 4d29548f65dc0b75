/**
 * Outliers by Tukey's fences, as Kayenta draws them: values farther than `factor` interquartile ranges
 * from the quartiles, but never any between the first and the ninety-ninth percentile.
 */

/** What is left, in the order given. O(n log n). */
export function withoutOutliers(values: readonly number[], factor: number): number[] {
  if (!(factor > 0)) throw new RangeError(`an outlier factor is above 0, not ${factor}`);
  if (values.length === 0) return [];
  const ascending = [...values].sort((a, b) => a - b);
  const [low, high] = [percentile(ascending, 25), percentile(ascending, 75)];
  const reach = factor * (high - low);
  const lowerFence = Math.min(percentile(ascending, 1), low - reach);
  const upperFence = Math.max(percentile(ascending, 99), high + reach);
  return values.filter((value) => value >= lowerFence && value <= upperFence);
}

/** Between the order statistics around the place p (n + 1) / 100 (type 6 of Hyndman and Fan 1996). */
function percentile(ascending: readonly number[], p: number): number {
  const count = ascending.length;
  const place = (p * (count + 1)) / 100;
  const below = Math.min(count, Math.max(1, Math.floor(place)));
  const above = Math.min(count, below + 1);
  const [lower, upper] = [ascending[below - 1] as number, ascending[above - 1] as number];
  return place <= 1 ? lower : lower + (place - below) * (upper - lower);
}
