/**
 * The Mantel-Haenszel test: do groups differ within strata (endpoints, phases of a ramp, days), when
 * the strata themselves differ? Pooling them can turn a difference round (Simpson 1951).
 *
 * With continuity correction, as R's mantelhaen.test; the common odds ratio with the interval of
 * Robins, Breslow and Greenland 1986. Source: Mantel and Haenszel 1959.
 */
import { exp, pow } from '../kernel/elementary.ts';
import type { Interval } from './alternative.ts';
import { chiSquaredUpperTail, quantileOfTail } from './distributions.ts';
import { requireTable, type TwoByTwo } from './table.ts';

export interface MantelHaenszelResult {
  readonly statistic: number;
  readonly pValue: number;
  readonly commonOddsRatio: number;
  readonly interval: Interval;
}

/** A table for each stratum; those with fewer than two observations tell nothing and are left out. */
export function mantelHaenszel(
  strata: readonly TwoByTwo[],
  { continuity = true, confidence = 0.95 }: { continuity?: boolean; confidence?: number } = {},
): MantelHaenszelResult {
  strata.forEach(requireTable);
  const telling = strata.filter(({ a, b, c, d }) => a + b + c + d >= 2);
  if (telling.length === 0) throw new RangeError('no stratum has two observations');
  const deviation = Math.abs(total(telling, (t) => t.a - expected(t)));
  const variance = total(telling, varianceOfA);
  const step = continuity && deviation >= 0.5 ? 0.5 : 0;
  const statistic = variance === 0 ? 0 : pow(deviation - step, 2) / variance;
  return {
    statistic,
    pValue: chiSquaredUpperTail(statistic, 1),
    ...commonOddsRatio(telling, confidence),
  };
}

function expected({ a, b, c, d }: TwoByTwo): number {
  return ((a + b) * (a + c)) / (a + b + c + d);
}

function varianceOfA({ a, b, c, d }: TwoByTwo): number {
  const all = a + b + c + d;
  return ((((a + b) / all) * (c + d)) / all) * (((a + c) * (b + d)) / (all - 1));
}

function commonOddsRatio(strata: readonly TwoByTwo[], confidence: number) {
  const r = ({ a, b, c, d }: TwoByTwo) => (a * d) / (a + b + c + d);
  const s = ({ a, b, c, d }: TwoByTwo) => (b * c) / (a + b + c + d);
  const p = ({ a, b, c, d }: TwoByTwo) => (a + d) / (a + b + c + d);
  const [sumR, sumS] = [total(strata, r), total(strata, s)];
  const ratio = sumR / sumS;
  const varianceOfLog =
    total(strata, (t) => p(t) * r(t)) / (2 * pow(sumR, 2)) +
    total(strata, (t) => p(t) * s(t) + (1 - p(t)) * r(t)) / (2 * sumR * sumS) +
    total(strata, (t) => (1 - p(t)) * s(t)) / (2 * pow(sumS, 2));
  const half = quantileOfTail((1 - confidence) / 2) * Math.sqrt(varianceOfLog);
  return {
    commonOddsRatio: ratio,
    interval: { low: ratio * exp(-half), high: ratio * exp(half) },
  };
}

function total(strata: readonly TwoByTwo[], value: (table: TwoByTwo) => number): number {
  return strata.reduce((sum, table) => sum + value(table), 0);
}
