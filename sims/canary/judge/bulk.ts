/**
 * Compares the bulk of a metric by ranks: a Mann-Whitney test, which sees a shift of most values.
 */
import { log, log1p, pow } from '../../../src/kernel/elementary.ts';
import { must } from '../../../src/kernel/must.ts';
import { normalUpperTail, quantileOfTail } from '../../../src/statistics/distributions.ts';
import { hodgesLehmann } from '../../../src/statistics/hodges-lehmann.ts';
import { mannWhitney } from '../../../src/statistics/mann-whitney.ts';
import { meanOf } from '../../../src/statistics/moments.ts';
import { studentQuantileOfTail, studentTwoSided } from '../../../src/statistics/student.ts';
import type { Comparison, EffectiveSample, Inability } from './comparison.ts';
import type { JudgeDesign } from './design.ts';
import { tooDependent } from './effective-sample.ts';
import type { Sides } from './samples.ts';

/** More is worse. `dependence` is that of the ranks. Neither side may be empty. */
export function compareBulk(
  metric: string,
  sides: Sides,
  design: JudgeDesign,
  dependence: EffectiveSample | undefined,
): Comparison {
  const [baseline, canary] = [sides.baseline.values, sides.canary.values];
  const { pValue, isLarger, shift } = testOf(baseline, canary, design.alpha, dependence);
  const { unit, scale, threshold } = measureOf(baseline, canary, design.latencyThreshold);
  const needed = noetherSample(baseline, { unit, threshold, design });
  const unsized = pValue < design.alpha && isLarger && mostPairsAreEqual(baseline, canary);
  return {
    metric,
    test: 'Mann-Whitney',
    baseline: medianOf(baseline),
    canary: medianOf(canary),
    harm: shift.estimate / scale,
    unit,
    interval: { low: shift.interval.low / scale, high: shift.interval.high / scale },
    threshold,
    pValue,
    sample: { baseline: baseline.length, canary: canary.length },
    sampleNeeded: needed && Math.ceil(needed * (dependence?.inflation ?? 1)),
    dependence,
    unable:
      tooDependent(dependence) ??
      tooFew(baseline.length, canary.length, design.alpha) ??
      (unsized ? tied : undefined),
  };
}

/** Even if all of the canary's values lie above all of the baseline's, the order may be chance. */
function tooFew(n: number, m: number, alpha: number): Inability | undefined {
  // 1 of (n + m choose m) orders, or fewer than any alpha.
  let chance = 2;
  for (let i = 1; i <= m && chance >= alpha; i++) chance *= i / (n + i);
  if (chance < alpha) return undefined;
  const reason = `${n} and ${m} values are too few to decide anything at alpha ${alpha}`;
  return { of: 'anything', reason };
}

/** A median difference of 0 says nothing about the pairs that do differ. */
const tied: Inability = {
  of: 'harmlessness',
  reason:
    'the canary’s values tend to be larger, but more than half of the pairs are equal, so that the median difference is 0',
};

/** The interval inverts the test: the p-value is below alpha if and only if it excludes 0. */
function testOf(
  baseline: readonly number[],
  canary: readonly number[],
  alpha: number,
  dependence: EffectiveSample | undefined,
) {
  const exact = dependence === undefined ? {} : { exact: false };
  const test = mannWhitney(canary, baseline, exact);
  const isLarger = test.commonLanguageEffectSize > 0.5;
  if (dependence === undefined) {
    const shift = hodgesLehmann(canary, baseline, { confidence: 1 - alpha });
    return { pValue: test.pValue, isLarger, shift };
  }
  const { inflation, freedom } = dependence;
  const reach = studentQuantileOfTail(alpha / 2, freedom) * Math.sqrt(inflation);
  return {
    pValue: studentTwoSided(test.z / Math.sqrt(inflation), freedom),
    isLarger,
    shift: hodgesLehmann(canary, baseline, { exact: false, reach }),
  };
}

/**
 * The unit of a shift. A share of the median is meaningful only for values that are never negative
 * and not mostly 0; otherwise the shift is in the metric's own unit, and the threshold is the same
 * share of a typical value's size.
 */
function measureOf(baseline: readonly number[], canary: readonly number[], share: number) {
  const median = medianOf(baseline);
  const isRatioScale = median > 0 && baseline.every(isAtLeast0) && canary.every(isAtLeast0);
  if (isRatioScale) return { unit: 'relative', scale: median, threshold: share } as const;
  const sizes = baseline.map(Math.abs);
  const size = medianOf(sizes) || meanOf(sizes) || meanOf(canary.map(Math.abs)) || 1;
  return { unit: 'absolute', scale: 1, threshold: share * size } as const;
}

const isAtLeast0 = (value: number) => value >= 0;

/** Are more than half of all pairs, one value from each side, equal? */
function mostPairsAreEqual(baseline: readonly number[], canary: readonly number[]): boolean {
  const counts = new Map<number, number>();
  for (const value of baseline) counts.set(value, (counts.get(value) ?? 0) + 1);
  const equal = canary.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0);
  return equal > (baseline.length * canary.length) / 2;
}

/**
 * Observations on each side that find a shift at the threshold, by ranks (Noether 1987). The
 * values, or their logarithms if the shift is a share, are assumed to be normal with the baseline's
 * spread. Undefined if the baseline does not vary, or the shift is lost in its spread.
 */
function noetherSample(
  baseline: readonly number[],
  {
    unit,
    threshold,
    design: { alpha, power },
  }: { unit: 'relative' | 'absolute'; threshold: number; design: JudgeDesign },
): number | undefined {
  const isRelative = unit === 'relative';
  const values = isRelative ? baseline.filter((value) => value > 0).map(log) : baseline;
  const shift = isRelative ? log1p(threshold) : threshold;
  const mean = meanOf(values);
  const variance = meanOf(values.map((value) => pow(value - mean, 2)));
  // Rounding lets equal values seem to vary.
  if (!(variance > 1e-20 * pow(mean, 2))) return undefined;
  const larger = 1 - normalUpperTail(shift / Math.sqrt(2 * variance));
  const z = quantileOfTail(alpha / 2) + (power > 0.5 ? quantileOfTail(1 - power) : 0);
  const needed = pow(z, 2) / (6 * pow(larger - 0.5, 2));
  return Number.isFinite(needed) ? needed : undefined;
}

function medianOf(values: readonly number[]): number {
  const ascending = Float64Array.from(values).sort();
  return must(ascending[Math.max(0, Math.ceil(ascending.length / 2) - 1)], 'value in the middle');
}
