/**
 * Latencies compared: the bulk by ranks, which sees a shift, and the tail by how many of the slowest
 * requests are the canary's.
 */
import type { CanaryRules } from '../rules.ts';
import { normalUpperTail, quantileOfTail } from '../statistics/distributions.ts';
import { hodgesLehmann } from '../statistics/hodges-lehmann.ts';
import { mannWhitney } from '../statistics/mann-whitney.ts';
import { trialsForPower } from '../statistics/power.ts';
import { quantileTest } from '../statistics/quantile-test.ts';
import { twoProportions } from '../statistics/two-proportions.ts';
import type { Comparison } from './comparison.ts';
import type { JudgeDesign } from './design.ts';

export interface Latencies {
  readonly baseline: readonly number[];
  readonly canary: readonly number[];
}

/** The bulk, and, by the rule, the tail. Neither side may be empty. */
export function compareLatencies(
  metric: string,
  latencies: Latencies,
  design: JudgeDesign,
  rules: CanaryRules,
): Comparison[] {
  const bulk = compareBulk(metric, latencies, design);
  if (!rules['compare-the-tail']) return [bulk];
  return [bulk, compareTail(metric, latencies, design)];
}

function compareBulk(
  metric: string,
  { baseline, canary }: Latencies,
  { alpha, power, latencyThreshold }: JudgeDesign,
): Comparison {
  const { pValue } = mannWhitney(canary, baseline);
  const shift = hodgesLehmann(canary, baseline, { confidence: 1 - alpha, exact: false });
  const median = medianOf(baseline);
  return {
    metric,
    test: 'Mann-Whitney',
    baseline: median,
    canary: medianOf(canary),
    harm: shift.estimate / median,
    unit: 'relative',
    interval: { low: shift.interval.low / median, high: shift.interval.high / median },
    threshold: latencyThreshold,
    pValue,
    sample: { baseline: baseline.length, canary: canary.length },
    sampleNeeded: Math.ceil(noetherSample(baseline, { alpha, power, shift: latencyThreshold })),
  };
}

function compareTail(
  metric: string,
  { baseline, canary }: Latencies,
  { alpha, power, tailQuantile, tailThreshold }: JudgeDesign,
): Comparison {
  const result = quantileTest(canary, baseline, { q: tailQuantile });
  const { firstAbove, secondAbove } = result;
  const above = (share: number, sample: readonly number[]) => ({
    hits: Math.round(share * sample.length),
    trials: sample.length,
  });
  const { interval } = twoProportions(above(firstAbove, canary), above(secondAbove, baseline), {
    confidence: 1 - alpha,
  });
  // Beside the share that lies there where nothing differs.
  const share = 1 - tailQuantile;
  return {
    metric: `${metric} p${tailQuantile * 100}`,
    test: 'quantile test',
    baseline: secondAbove,
    canary: firstAbove,
    harm: (firstAbove - secondAbove) / share,
    unit: 'relative',
    interval: { low: interval.low / share, high: interval.high / share },
    threshold: tailThreshold - 1,
    pValue: result.pValue,
    sample: { baseline: baseline.length, canary: canary.length },
    sampleNeeded: Math.ceil(
      trialsForPower(power, {
        baseline: share,
        changed: Math.min(1, share * tailThreshold),
        alpha,
      }),
    ),
  };
}

/**
 * Observations on each side that find a shift by a share of the values, by ranks (Noether 1987). The
 * logarithms are taken for normal with the spread that the baseline has.
 */
function noetherSample(
  baseline: readonly number[],
  { alpha, power, shift }: { alpha: number; power: number; shift: number },
): number {
  const positive = baseline.filter((value) => value > 0).map(Math.log);
  const mean = positive.reduce((sum, x) => sum + x, 0) / positive.length;
  const variance = positive.reduce((sum, x) => sum + (x - mean) ** 2, 0) / positive.length;
  if (!(variance > 0)) return Number.POSITIVE_INFINITY;
  const larger = 1 - normalUpperTail(Math.log1p(shift) / Math.sqrt(2 * variance));
  const z = quantileOfTail(alpha / 2) + quantileOfTail(1 - power);
  return z ** 2 / (6 * (larger - 0.5) ** 2);
}

function medianOf(values: readonly number[]): number {
  const ascending = Float64Array.from(values).sort();
  return ascending[Math.max(0, Math.ceil(ascending.length / 2) - 1)] as number;
}
