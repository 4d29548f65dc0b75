/**
 * How often each value occurred, in bounded memory.
 *
 * Up to 4,096 different values are kept as they are, and every quantile is exact. Beyond that,
 * values share buckets: the sign, the exponent and the first seven bits of the mantissa tell the
 * bucket (128 of them between a number and its double, as in an HdrHistogram), so that a bucket's
 * middle is within 2^-8 = 0.4% of every value in it. There are at most 524,288 buckets; values that
 * lie within a factor of 1,000 of one another take at most 1,408. A distribution of a metric takes
 * 176 KiB at its largest, just before its values begin to share buckets (measured on Node 20).
 *
 * What comes out depends only on the values, and on neither their order nor the parts in which they
 * were counted: a part with too many different values means a whole with too many.
 */

export interface Distribution {
  count: number;
  min: number;
  max: number;
  /** Whether the keys are the values themselves, and not the codes of buckets. */
  isExact: boolean;
  /** Occurrences, by value or by bucket. */
  readonly counts: Map<number, number>;
}

export const distinctMax = 4_096;

/** The largest relative error of a quantile that is not exact. */
export const relativeErrorMax = 2 ** -8;

export function emptyDistribution(): Distribution {
  return { count: 0, min: Infinity, max: -Infinity, isExact: true, counts: new Map() };
}

/** Counts a finite value. O(1). */
export function countValue(distribution: Distribution, value: number): void {
  distribution.count += 1;
  if (value < distribution.min) distribution.min = value;
  if (value > distribution.max) distribution.max = value;
  // 0 and -0 are one value.
  addTo(distribution, distribution.isExact ? value + 0 : bucketOf(value), 1);
}

/** Adds what another has counted. */
export function mergeDistribution(into: Distribution, from: Distribution): void {
  into.count += from.count;
  into.min = Math.min(into.min, from.min);
  into.max = Math.max(into.max, from.max);
  if (!from.isExact) shareBuckets(into);
  for (const [key, times] of from.counts) {
    addTo(into, from.isExact && !into.isExact ? bucketOf(key) : key, times);
  }
}

function addTo(distribution: Distribution, key: number, times: number): void {
  const { counts } = distribution;
  counts.set(key, (counts.get(key) ?? 0) + times);
  if (counts.size > distinctMax && distribution.isExact) shareBuckets(distribution);
}

function shareBuckets(distribution: Distribution): void {
  if (!distribution.isExact) return;
  const values = [...distribution.counts];
  distribution.isExact = false;
  distribution.counts.clear();
  for (const [value, times] of values) addTo(distribution, bucketOf(value), times);
}

/**
 * The smallest value that at least the share q of all values does not exceed (nearest rank), or the
 * middle of its bucket. Undefined where there are none. q in [0, 1].
 */
export function quantileOf(distribution: Distribution, q: number): number | undefined {
  const { count, min, max } = distribution;
  if (count === 0) return undefined;
  const rank = Math.max(1, Math.ceil(q * count));
  if (rank === 1) return min;
  if (rank === count) return max;
  let seen = 0;
  for (const { value, times } of valuesOf(distribution)) {
    seen += times;
    if (seen >= rank) return value;
  }
  return max;
}

/** The values, or the middles of the buckets, in ascending order, with how often each occurred. */
export function valuesOf(distribution: Distribution): { value: number; times: number }[] {
  const { isExact, counts, min, max } = distribution;
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, times]) => {
      if (isExact) return { value: key, times };
      return { value: Math.min(max, Math.max(min, middleOf(key))), times };
    });
}

const bits = new DataView(new ArrayBuffer(8));
/** Bits of the upper half of a double that lie below the first seven of the mantissa. */
const droppedBits = 13;

/** Buckets count in the order of their values; those of negative numbers are negative. */
function bucketOf(value: number): number {
  bits.setFloat64(0, Math.abs(value));
  const code = bits.getInt32(0) >> droppedBits;
  return value < 0 ? -1 - code : code;
}

function middleOf(code: number): number {
  if (code < 0) return -middleOf(-1 - code);
  if (code === 0) return 0;
  const low = lowerEnd(code);
  return low + (lowerEnd(code + 1) - low) / 2;
}

function lowerEnd(code: number): number {
  bits.setInt32(0, code << droppedBits);
  bits.setInt32(4, 0);
  return bits.getFloat64(0);
}
