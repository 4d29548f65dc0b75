/** Confidence intervals of 95% for what a sweep estimates: means and probabilities. */
import { quotient, unitsInOne } from './exact-sum.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 0.975 quantile of the normal distribution. */
const z975 = 1.959963984540054;

/** Sums over independent, identically distributed values, without rounding. */
export interface Moments {
  readonly count: number;
  /** As a whole multiple of 2^-1074. */
  readonly sum: bigint;
  /** Of the squares, as a whole multiple of 2^-2148. */
  readonly sumOfSquares: bigint;
}

/** Undefined where there are no values. */
export function meanOf({ count, sum }: Pick<Moments, 'count' | 'sum'>): number | undefined {
  return count === 0 ? undefined : quotient(sum, BigInt(count) * unitsInOne);
}

/** The sample standard deviation, with n - 1. Undefined for fewer than two values. */
export function standardDeviationOf({ count, sum, sumOfSquares }: Moments): number | undefined {
  if (count < 2) return undefined;
  const n = BigInt(count);
  const variance = quotient(n * sumOfSquares - sum * sum, n * (n - 1n) * unitsInOne * unitsInOne);
  return Math.sqrt(variance);
}

/**
 * For the mean: mean +- t * s / sqrt(n), with Student's t (Student 1908). Exact for normal values,
 * and near enough for others where there are many. Undefined for fewer than two values.
 */
export function intervalOfMean(moments: Moments): Interval | undefined {
  const mean = meanOf(moments);
  const deviation = standardDeviationOf(moments);
  if (mean === undefined || deviation === undefined) return undefined;
  const half = (studentT975(moments.count - 1) * deviation) / Math.sqrt(moments.count);
  return { low: mean - half, high: mean + half };
}

/**
 * For the probability behind `successes` in `trials` (Wilson, Probable inference, the law of
 * succession, and statistical inference, 1927). It holds its level also near 0 and 1. Undefined for
 * no trials.
 */
export function intervalOfProbability(successes: number, trials: number): Interval | undefined {
  if (trials === 0) return undefined;
  const share = successes / trials;
  const scale = 1 + z975 ** 2 / trials;
  const middle = (share + z975 ** 2 / (2 * trials)) / scale;
  const spread = (share * (1 - share)) / trials + z975 ** 2 / (4 * trials ** 2);
  const half = (z975 / scale) * Math.sqrt(spread);
  return {
    low: successes === 0 ? 0 : middle - half,
    high: successes === trials ? 1 : middle + half,
  };
}

/** From this many degrees of freedom on the expansion errs by less than 1e-11. */
const expansionFrom = 200;

/**
 * The 0.975 quantile of Student's t: from the finite series of its distribution function
 * (Abramowitz and Stegun 26.7.3 and 26.7.4) by bisection; for many degrees of freedom from the
 * expansion around the normal quantile (26.7.5).
 */
export function studentT975(degreesOfFreedom: number): number {
  if (degreesOfFreedom >= expansionFrom) return expandedT(degreesOfFreedom);
  let low = 0;
  let high = 16;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (probabilityWithin(middle, degreesOfFreedom) < 0.95) low = middle;
    else high = middle;
  }
}

/** P(|T| <= t), A&S 26.7.3 for odd and 26.7.4 for even degrees of freedom. */
function probabilityWithin(t: number, degreesOfFreedom: number): number {
  const cosineSquared = degreesOfFreedom / (degreesOfFreedom + t * t);
  const cosine = Math.sqrt(cosineSquared);
  const sine = t / Math.sqrt(degreesOfFreedom + t * t);
  const isOdd = degreesOfFreedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let series = degreesOfFreedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < degreesOfFreedom; k += 2) {
    term *= ((k - 1) / k) * cosineSquared;
    series += term;
  }
  if (!isOdd) return sine * series;
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  return (2 / Math.PI) * (angle + sine * series);
}

/** A&S 26.7.5. */
function expandedT(degreesOfFreedom: number): number {
  const z = z975;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((t, term, index) => t + term / degreesOfFreedom ** (index + 1), z);
}
