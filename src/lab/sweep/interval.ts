/** Confidence intervals of 95% for what a sweep estimates: means and probabilities. */
import type { Interval } from '../../statistics/alternative.ts';
import { quantileOfTail } from '../../statistics/distributions.ts';
import { wilson } from '../../statistics/score-interval.ts';
import { studentQuantileOfTail } from '../../statistics/student.ts';
import { quotient, unitsInOne } from './exact-sum.ts';

/** Of an interval of 95%, what lies beyond it on either side. */
const tail = 0.025;

const z = quantileOfTail(tail);

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
  const t = studentQuantileOfTail(tail, moments.count - 1);
  const half = (t * deviation) / Math.sqrt(moments.count);
  return { low: mean - half, high: mean + half };
}

/** For the probability behind `successes` in `trials` (Wilson 1927). Undefined for no trials. */
export function intervalOfProbability(successes: number, trials: number): Interval | undefined {
  return trials === 0 ? undefined : wilson({ hits: successes, trials }, z);
}
