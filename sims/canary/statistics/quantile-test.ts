/**
 * The quantile test: are more of the first sample's values among the largest of both? Given how many
 * of all values lie at or above the quantile, those of the first sample are hypergeometric where nothing
 * differs, so the test is exact. It sees the tail, and nothing else.
 *
 * Source: Johnson, Verrill and Moore 1987; Gilbert, Statistical Methods for Environmental Pollution
 * Monitoring, §18. O((n + m) log(n + m)).
 */
import type { Alternative } from './alternative.ts';
import { fisherPValue } from './fisher.ts';
import { sorted } from './ranks.ts';

export interface QuantileTestResult {
  readonly pValue: number;
  /** The quantile of both samples together. */
  readonly threshold: number;
  /** The shares of each sample that lie there, or above. */
  readonly firstAbove: number;
  readonly secondAbove: number;
}

/** Throws RangeError for empty samples and unless 0 < q < 1. */
export function quantileTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { q, alternative = 'two-sided' }: { q: number; alternative?: Alternative },
): QuantileTestResult {
  if (!(q > 0 && q < 1)) throw new RangeError(`a quantile lies between 0 and 1, not at ${q}`);
  const [x, y] = [sorted(first), sorted(second)];
  const all = new Float64Array(x.length + y.length);
  all.set(x);
  all.set(y, x.length);
  all.sort();
  const threshold = all[Math.max(0, Math.ceil(q * all.length) - 1)] as number;
  const [a, c] = [countFrom(x, threshold), countFrom(y, threshold)];
  const table = { a, b: x.length - a, c, d: y.length - c };
  return {
    pValue: fisherPValue(table, alternative),
    threshold,
    firstAbove: a / x.length,
    secondAbove: c / y.length,
  };
}

function countFrom(ascending: Float64Array, threshold: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) >= threshold) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}
