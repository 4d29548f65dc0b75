/**
 * Outliers by Tukey's fences, as Kayenta draws them: values farther than `factor` interquartile ranges
 * from the quartiles, but never any between the first and the ninety-ninth percentile.
 */
import { must } from '../../../src/kernel/must.ts';

/** The remaining values, in the order given. O(n log n). */
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

/** Between the order statistics around the place p (n - 1) / 100, from 0 (type 7 of Hyndman and Fan 1996). */
function percentile(ascending: readonly number[], p: number): number {
  const place = (p * (ascending.length - 1)) / 100;
  const below = Math.floor(place);
  const lower = must(ascending[below], 'value at the quantile');
  const upper = must(ascending[Math.min(below + 1, ascending.length - 1)], 'value at the quantile');
  return lower + (place - below) * (upper - lower);
}
