/**
 * The shift between two samples (Hodges and Lehmann 1963): the median of all differences of a value
 * of the first and one of the second, with an interval that inverts the Mann-Whitney test, exact or
 * by the normal approximation, as R's wilcox.test has it. In large samples R, and Kayenta with it,
 * report as the estimate any root that their search finds, within its tolerance; here it is the
 * median itself.
 *
 * Assumes that the samples differ by a shift alone; else it is the median difference of a pair. It
 * is 0 if more than half of the pairs are equal, whatever the others are.
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

export interface ShiftOptions {
  readonly confidence?: number;
  /** Exact if both samples have fewer than 50 values and no two are equal, unless said otherwise. */
  readonly exact?: boolean;
  /** The normal approximation's step of one half; on unless said otherwise. */
  readonly continuity?: boolean;
  /** How many standard deviations the interval reaches, if not as many as the normal quantile says. */
  readonly reach?: number;
}

const exactBelow = 50;

/** Exact O(m n log(m n)); normal O((m + n) x about 35 steps of bisection). */
export function hodgesLehmann(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { confidence = 0.95, exact, continuity = true, reach }: ShiftOptions = {},
): ShiftResult {
  const [x, y] = [sorted(first), sorted(second)];
  const isExact =
    exact ?? (x.length < exactBelow && y.length < exactBelow && rankSum(x, y).tieTerm === 0);
  if (isExact) return exactShift(x, y, confidence);
  return normalShift(x, y, reach ?? quantileOfTail((1 - confidence) / 2), continuity);
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
  reach: number,
  continuity: boolean,
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
  // A little beyond the ends, so that rounding cannot take an end for a tie.
  const slack = rounding * scaleOf(x, y);
  const shiftAt = (z: number, isCorrected: boolean) => {
    const beyond = (shift: number) => statistic(shift, isCorrected) - z;
    if (least === most || beyond(least - slack) <= 0) return least;
    if (beyond(most + slack) >= 0) return most;
    // A pair's difference that is as near as that counts as the crossing itself.
    return crossing(beyond, least - slack, most + slack, slack / 2);
  };
  const nearest = (shift: number) => {
    const { below, at, above } = pairsAround(x, y, shift, slack);
    return at ?? (shift - below <= above - shift ? below : above);
  };
  return {
    estimate: medianNear(shiftAt(0, false), x, y, slack),
    interval: {
      low: nearest(shiftAt(reach, continuity)),
      high: nearest(shiftAt(-reach, continuity)),
    },
  };
}

/** The statistic crosses 0 at the median of all differences, or anywhere between the middle two. */
function medianNear(shift: number, x: Float64Array, y: Float64Array, slack: number): number {
  const { below, at, above, countBelow, countAt } = pairsAround(x, y, shift, slack);
  const half = (x.length * y.length) / 2;
  if (countBelow === half) return (below + (at ?? above)) / 2;
  if (countBelow + countAt === half) return ((at ?? below) + above) / 2;
  return at ?? (countBelow > half ? below : above);
}

/** Rounding of a difference, as a share of the largest value. */
const rounding = 1e-14;

function scaleOf(x: Float64Array, y: Float64Array): number {
  return Math.max(...[x[0], x.at(-1), y[0], y.at(-1)].map((end) => Math.abs(end as number)));
}

/** Of the differences of pairs, those nearest to a shift, and how many are below it and equal to it. */
function pairsAround(x: Float64Array, y: Float64Array, shift: number, slack: number) {
  let [below, above] = [-Infinity, Infinity];
  let at: number | undefined;
  let [countBelow, countAt] = [0, 0];
  let [from, to] = [0, 0];
  for (const a of x) {
    while (from < y.length && (y[from] as number) < a - shift - slack) from += 1;
    while (to < y.length && (y[to] as number) <= a - shift + slack) to += 1;
    if (from > 0) above = Math.min(above, a - (y[from - 1] as number));
    if (to > from) at = a - (y[from] as number);
    if (to < y.length) below = Math.max(below, a - (y[to] as number));
    countAt += to - from;
    countBelow += y.length - to;
  }
  return { below, at, above, countBelow, countAt };
}
