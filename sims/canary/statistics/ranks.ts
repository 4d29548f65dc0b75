/** Ranks of two samples put together, with ties. */

export interface RankSum {
  /** The sum of the ranks of the first sample; tied values share the mean of their ranks. */
  readonly ofFirst: number;
  /** Over all groups of equal values: the sum of (size^3 - size). 0 where no two are equal. */
  readonly tieTerm: number;
}

/** Both samples must be sorted. O(n + m). */
export function rankSum(first: Float64Array, second: Float64Array, shift = 0): RankSum {
  let [i, j] = [0, 0];
  let ofFirst = 0;
  let tieTerm = 0;
  const valueAt = (place: number) => (first[place] as number) - shift;
  while (i < first.length || j < second.length) {
    const value =
      i < first.length && (j >= second.length || valueAt(i) <= (second[j] as number))
        ? valueAt(i)
        : (second[j] as number);
    const before = i + j;
    const firstBefore = i;
    while (i < first.length && valueAt(i) === value) i += 1;
    while (j < second.length && second[j] === value) j += 1;
    const size = i + j - before;
    ofFirst += (i - firstBefore) * (before + (size + 1) / 2);
    tieTerm += size ** 3 - size;
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
