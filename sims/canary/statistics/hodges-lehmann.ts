/**
 * The shift between two samples (Hodges and Lehmann 1963): the median of all differences of a value
 * of the first and one of the second, with an interval that inverts the Mann-Whitney test, exact or
 * by the normal approximation, as R's wilcox.test has them.
 *
 * Assumes that the samples differ by a shift alone; else it is the median difference of a pair.
 */
import type { Interval } from './alternative.ts';
import { quantileOfTail } from './distributions.ts';
import { uQuantile, uVariance } from './mann-whitney.ts';
import { rankSum, sorted } from './ranks.ts';
import { crossing } from './root.ts';

export interface ShiftResult {
  readonly estimate: number;
  readonly interval: Interval;
}

const exactBelow = 50;

/** Exact O(m n log(m n)); normal O((m + n) x about 60 steps of bisection). */
export function hodgesLehmann(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  {
    confidence = 0.95,
    exact,
    continuity = true,
  }: { confidence?: number; exact?: boolean; continuity?: boolean } = {},
): ShiftResult {
  const [x, y] = [sorted(first), sorted(second)];
  const isExact =
    exact ?? (x.length < exactBelow && y.length < exactBelow && rankSum(x, y).tieTerm === 0);
  return isExact ? exactShift(x, y, confidence) : normalShift(x, y, { confidence, continuity });
}

function exactShift(x: Float64Array, y: Float64Array, confidence: number): ShiftResult {
  const differences = new Float64Array(x.length * y.length);
  let place = 0;
  for (const a of x) for (const b of y) differences[place++] = a - b;
  differences.sort();
  const count = differences.length;
  const skipped = Math.max(1, uQuantile((1 - confidence) / 2, x.length, y.length));
  return {
    estimate: ((differences[(count - 1) >> 1] as number) + (differences[count >> 1] as number)) / 2,
    interval: {
      low: differences[skipped - 1] as number,
      high: differences[count - skipped] as number,
    },
  };
}

/** The shifts at which the test's statistic crosses its quantiles; it falls as the shift grows. */
function normalShift(
  x: Float64Array,
  y: Float64Array,
  { confidence, continuity }: { confidence: number; continuity: boolean },
): ShiftResult {
  const [m, n] = [x.length, y.length];
  const least = (x[0] as number) - (y[n - 1] as number);
  const most = (x[m - 1] as number) - (y[0] as number);
  const statistic = (shift: number, isCorrected: boolean) => {
    const { ofFirst, tieTerm } = rankSum(x, y, shift);
    const deviation = ofFirst - (m * (m + 1)) / 2 - (m * n) / 2;
    const sigma = Math.sqrt(uVariance(m, n, tieTerm));
    if (sigma === 0) return Math.sign(deviation) * Infinity || 0;
    return (deviation - (isCorrected ? Math.sign(deviation) * 0.5 : 0)) / sigma;
  };
  const shiftAt = (z: number, isCorrected: boolean) => {
    const beyond = (shift: number) => statistic(shift, isCorrected) - z;
    if (least === most || beyond(least) <= 0) return least;
    if (beyond(most) >= 0) return most;
    return crossing(beyond, least, most);
  };
  const z = quantileOfTail((1 - confidence) / 2);
  return {
    estimate: shiftAt(0, false),
    interval: { low: shiftAt(z, continuity), high: shiftAt(-z, continuity) },
  };
}
