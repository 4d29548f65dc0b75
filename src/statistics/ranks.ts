/** Ranks of two samples put together, with ties. */
import { pow } from '../kernel/elementary.ts';

export interface RankSum {
  /** The sum of the ranks of the first sample; tied values share the mean of their ranks. */
  readonly ofFirst: number;
  /** Over all groups of equal values: the sum of (size^3 - size). 0 where no two are equal. */
  readonly tieTerm: number;
}

/** Both samples must be sorted. O(n + m). */
export function rankSum(first: Float64Array, second: Float64Array, shift = 0): RankSum {
  const [m, n] = [first.length, second.length];
  let [i, j] = [0, 0];
  let [ofFirst, tieTerm] = [0, 0];
  // An interval takes some 200 passes through all values: what is compared twice is read once.
  let a = m > 0 ? (first[0] as number) - shift : Infinity;
  let b = n > 0 ? (second[0] as number) : Infinity;
  while (i < m || j < n) {
    const value = Math.min(a, b);
    const before = i + j;
    const firstBefore = i;
    while (a === value && i < m) a = ++i < m ? (first[i] as number) - shift : Infinity;
    while (b === value && j < n) b = ++j < n ? (second[j] as number) : Infinity;
    const size = i + j - before;
    ofFirst += (i - firstBefore) * (before + (size + 1) / 2);
    if (size > 1) tieTerm += pow(size, 3) - size;
  }
  return { ofFirst, tieTerm };
}

/** A sorted copy. Throws RangeError for an empty sample, or one with NaN or an infinity in it. */
export function sorted(sample: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(sample);
  if (copy.length === 0) throw new RangeError('a sample needs at least one value');
  for (const value of copy) {
    if (!Number.isFinite(value))
      throw new RangeError(`a sample holds finite numbers, not ${value}`);
  }
  return copy.sort();
}
