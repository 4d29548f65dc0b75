/**
 * The z test of two proportions, with the interval of their difference (Wald), both as R's prop.test
 * has them without continuity correction.
 *
 * Assumes independent trials and several hits and misses in each group. Source: Newcombe 1998,
 * method 1; Agresti, Categorical Data Analysis, §3.1.
 */
import { type Alternative, type Interval, tailOf } from './alternative.ts';
import { normalTwoSided, normalUpperTail, quantileOfTail } from './distributions.ts';
import { requireShare, type Share } from './table.ts';

export interface TwoProportionsResult {
  readonly z: number;
  readonly pValue: number;
  /** Share of hits in the first group less that in the second. */
  readonly difference: number;
  readonly interval: Interval;
}

export function twoProportions(
  first: Share,
  second: Share,
  {
    alternative = 'two-sided',
    confidence = 0.95,
  }: { alternative?: Alternative; confidence?: number } = {},
): TwoProportionsResult {
  requireShare(first);
  requireShare(second);
  const { hits: x, trials: m } = first;
  const { hits: y, trials: n } = second;
  if (m === 0 || n === 0) throw new RangeError('a group without trials has no share');
  const [p, q] = [x / m, y / n];
  // The same as the difference of the shares, with one rounding less.
  const difference = (x * n - y * m) / (m * n);
  const hits = x + y;
  const misses = m + n - hits;
  const all = m + n;
  const pooledVariance = ((hits / all) * (misses / all) * all) / m / n;
  const z = pooledVariance === 0 ? 0 : difference / Math.sqrt(pooledVariance);
  const error = Math.sqrt((p * (1 - p)) / m + (q * (1 - q)) / n);
  const half = quantileOfTail(tailOf(alternative, confidence)) * error;
  return {
    z,
    pValue: pValueOf(z, alternative),
    difference,
    interval: {
      low: alternative === 'less' ? -1 : Math.max(-1, difference - half),
      high: alternative === 'greater' ? 1 : Math.min(1, difference + half),
    },
  };
}

/** The p-value of a standard normal statistic. */
export function pValueOf(z: number, alternative: Alternative): number {
  if (alternative === 'two-sided') return normalTwoSided(z);
  return normalUpperTail(alternative === 'greater' ? z : -z);
}
