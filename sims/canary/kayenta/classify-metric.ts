/**
 * One metric judged as Kayenta does: is the canary's shift against the baseline clear of 0, by a
 * margin of a share of itself, and large enough to matter?
 *
 * The interval is the normal approximation's, also for small samples and ties, as in Kayenta. Kayenta
 * finds the ends of the interval and the estimate by a search that stops within 1e-4 of a root; the
 * roots themselves are taken here. Where most values are equal, and the shift is 0, Kayenta's verdict
 * can rest on that 1e-4.
 * Source: spinnaker/kayenta, MannWhitneyClassifier.
 */
import { normal, sampler } from '../../../src/kernel/distribution.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import { hodgesLehmann } from '../../../src/statistics/hodges-lehmann.ts';
import { mannWhitney } from '../../../src/statistics/mann-whitney.ts';
import type { Direction, EffectSizeConfig, JudgeConfig, MetricData } from './config.ts';
import { withoutOutliers } from './outliers.ts';

export type Classification = 'Pass' | 'High' | 'Low' | 'Nodata' | 'NodataFailMetric';

export interface MetricResult {
  readonly name: string;
  readonly groups: readonly string[];
  readonly classification: Classification;
  readonly reason: string;
  /** Whether this result alone fails the canary, unless it is a pass. */
  readonly critical: boolean;
  /** Shown, but not scored. */
  readonly muted: boolean;
  /** The effect's size by the chosen measure; NaN if it is unknown. */
  readonly effectSize: number;
}

/** The one group of all metrics without a group. */
const defaultGroup = 'default';

/** `stream` is used only if both samples are constant. */
export function classifyMetric(
  metric: MetricData,
  { tolerance, confLevel }: Pick<JudgeConfig, 'tolerance' | 'confLevel'>,
  stream: RandomStream,
): MetricResult {
  const { name, groups = [], critical = false, mustHaveData = false, muted = false } = metric;
  const result = (
    classification: Classification,
    reason: string,
    isCritical = false,
    effectSize = 1,
  ): MetricResult => ({
    name,
    groups: groups.length === 0 ? [defaultGroup] : groups,
    classification,
    reason,
    critical: isCritical,
    muted,
    effectSize,
  });

  const experiment = prepared(metric.experiment, metric);
  const control = prepared(metric.control, metric);
  if (experiment.length === 0 || control.length === 0) {
    if (metric.nanStrategy === 'replace') return result('Pass', 'no data, which counts as equal');
    const missing = experiment.length === 0 ? 'canary' : 'baseline';
    const reason = `the ${missing} has no data`;
    if (mustHaveData && !critical) return result('NodataFailMetric', reason);
    return result('Nodata', reason, critical);
  }
  if (areIdentical(experiment, control)) return result('Pass', 'both have the same data');
  if (new Set([...experiment, ...control]).size === 1) {
    return result('Pass', 'there is only one value');
  }

  const effectSize = effectSizeOf(experiment, control, metric.effectSize);
  const shift = shiftBetween(experiment, control, confLevel, stream);
  const margin = tolerance * Math.abs(shift.estimate);
  const { allowed, isCritical } = effectLimits(metric.effectSize, effectSize);
  const { direction = 'either' } = metric;
  const said = `a shift from ${shift.low.toPrecision(4)} to ${shift.high.toPrecision(4)}, margin ${margin.toPrecision(4)}`;
  if (looksFor(direction, 'increase') && shift.low > margin && allowed.increase) {
    return result('High', said, critical && isCritical.increase, effectSize);
  }
  if (looksFor(direction, 'decrease') && shift.high < -margin && allowed.decrease) {
    return result('Low', said, critical && isCritical.decrease, effectSize);
  }
  return result('Pass', said, false, effectSize);
}

function prepared(values: readonly number[], { nanStrategy, outliers }: MetricData): number[] {
  const known =
    nanStrategy === 'replace'
      ? values.map((value) => (Number.isNaN(value) ? 0 : value))
      : values.filter((value) => !Number.isNaN(value));
  if (outliers?.strategy !== 'remove') return known;
  return withoutOutliers(known, outliers.outlierFactor ?? 3);
}

function areIdentical(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  const [x, y] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()];
  return x.every((value, place) => value === y[place]);
}

/** Two constants that differ get a little noise, because an interval needs values that vary. */
function shiftBetween(
  experiment: readonly number[],
  control: readonly number[],
  confidence: number,
  stream: RandomStream,
) {
  const areConstant = new Set(experiment).size === 1 && new Set(control).size === 1;
  const noisy = (value: number) => value + sampler(normal(0, Math.abs(value) * 1e-5), stream)();
  const [x, y] = areConstant ? [experiment.map(noisy), control.map(noisy)] : [experiment, control];
  const { estimate, interval } = hodgesLehmann(x, y, { confidence, exact: false });
  return { estimate, low: interval.low, high: interval.high };
}

function looksFor(direction: Direction, change: Direction): boolean {
  return direction === 'either' || direction === change;
}

/** NaN if the ratio of the means is meaningless because one of them is 0. */
function effectSizeOf(
  experiment: readonly number[],
  control: readonly number[],
  { measure = 'meanRatio' }: EffectSizeConfig = {},
): number {
  if (measure === 'cles') {
    return mannWhitney(experiment, control, { exact: false }).commonLanguageEffectSize;
  }
  const [numerator, denominator] = [mean(experiment), mean(control)];
  return numerator === 0 || denominator === 0 ? Number.NaN : numerator / denominator;
}

/** An unknown effect is neither excused nor critical by its size. */
function effectLimits(config: EffectSizeConfig = {}, effect: number) {
  const neutral = config.measure === 'cles' ? 0.5 : 1;
  const { allowedIncrease = neutral, allowedDecrease = neutral } = config;
  const { criticalIncrease = neutral, criticalDecrease = neutral } = config;
  const isUnknown = Number.isNaN(effect);
  return {
    allowed: {
      increase: isUnknown || effect >= allowedIncrease,
      decrease: isUnknown || effect <= allowedDecrease,
    },
    isCritical: {
      increase: isUnknown || effect >= criticalIncrease,
      decrease: isUnknown || effect <= criticalDecrease,
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
