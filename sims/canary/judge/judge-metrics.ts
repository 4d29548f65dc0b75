/**
 * Judges your own canary: each metric by the test that suits it, all of them together by the same
 * decision as the simulated rollouts.
 */
import { must } from '../../../src/kernel/must.ts';
import { canaryRules } from '../rules.ts';
import { type Comparison, type HarmDirection, turned } from './comparison.ts';
import { decide } from './decide.ts';
import type { JudgeDesign } from './design.ts';
import { compareErrorRates, type Stratum } from './error-rate.ts';
import { compareLatencies } from './latency.ts';
import { alphaAtLook, type Look } from './looks.ts';
import { mismatchOf, type SampleRatio, sampleRatio, unevenlyMissing } from './sample-ratio.ts';
import { arePoints, type Sides } from './samples.ts';

/** One of each side. */
export interface OfSides<Value> {
  readonly baseline: Value;
  readonly canary: Value;
}

/** A metric as its owner supplies it. */
export type OwnMetric = OwnCounts | OwnSamples;

export interface OwnCounts {
  readonly kind: 'counts';
  readonly name: string;
  /** One for each part in which all observations are alike; usually one. */
  readonly strata: readonly Stratum[];
}

export interface OwnSamples extends OfSides<readonly number[]> {
  readonly kind: 'samples';
  readonly name: string;
  readonly unit: string;
  /** Values that were not recorded, on either side; they are left out of the values. */
  readonly missing: OfSides<number>;
  /**
   * The time of each value, or its place in a trusted order of the file, in any unit. With times
   * the values are a series, and the test allows for their autocorrelation.
   */
  readonly times?: OfSides<readonly number[]> | undefined;
  /** The pod, host or user of each value: values of one are dependent. */
  readonly clusters?: OfSides<readonly string[]> | undefined;
}

export interface OwnDesign extends JudgeDesign {
  /** The canary's intended share of all observations; undefined if unknown. */
  readonly expectedShare?: number | undefined;
  readonly harm: (metric: string) => HarmDirection;
  /** Which of several planned looks this is; undefined if it is the only one. */
  readonly look?: Look | undefined;
}

/** Marginal: nothing is certainly worse, but harm that matters is not excluded. */
export type OwnVerdict = 'pass' | 'marginal' | 'fail' | 'inconclusive';

export interface JudgedMetric extends Comparison {
  /** Adjusted for the number of metrics. */
  readonly adjusted: number;
  readonly verdict: OwnVerdict;
  /** The basis of the verdict, unless it is a plain pass. */
  readonly reason: string;
}

export interface OwnJudgement {
  readonly verdict: OwnVerdict;
  readonly reason: string;
  readonly metrics: readonly JudgedMetric[];
  readonly ratio: SampleRatio | undefined;
  /** What this look may spend. */
  readonly alpha: number;
}

/** Throws RangeError for metrics without a value on one side. */
export function judgeMetrics(metrics: readonly OwnMetric[], own: OwnDesign): OwnJudgement {
  const rules = canaryRules.without();
  const alpha = alphaAtLook(own.look, own.alpha);
  // Intervals belong to the tests, so they are as wide as this look's share of alpha makes them.
  const design = { ...own, alpha };
  const comparisons = metrics.flatMap((metric) => {
    const harm = own.harm(metric.name);
    return metric.kind === 'counts'
      ? [turned(compareErrorRates(metric.name, metric.strata, design, rules), harm)]
      : compareLatencies(metric.name, sidesOf(metric), design, rules, harm);
  });
  const ratio = ratioOf(metrics, own.expectedShare);
  const mismatch = mismatchOf(ratio, design) ?? firstUnevenlyMissing(metrics, design);
  const { decision, reason, findings } = decide(
    { comparisons, mismatch, alphaAtThisLook: alpha },
    design,
    rules,
  );
  const judged = comparisons.map((comparison, place): JudgedMetric => {
    const { adjusted, is, reason: why } = must(findings[place], 'finding of the metric');
    return { ...comparison, adjusted, verdict: verdicts[is], reason: why };
  });
  const isMarginal =
    decision === 'inconclusive' &&
    mismatch === undefined &&
    judged.every(({ isAside, verdict }) => isAside === true || verdict !== 'inconclusive');
  return { verdict: isMarginal ? 'marginal' : decision, reason, metrics: judged, ratio, alpha };
}

const verdicts = {
  worse: 'fail',
  unable: 'inconclusive',
  open: 'marginal',
  harmless: 'pass',
} as const;

function sidesOf({ baseline, canary, times, clusters }: OwnSamples): Sides {
  return {
    baseline: { values: baseline, times: times?.baseline, clusters: clusters?.baseline },
    canary: { values: canary, times: times?.canary, clusters: clusters?.canary },
  };
}

/**
 * For the metric with the most observations: counts of the same traffic should all have the same
 * ratio.
 */
function ratioOf(
  metrics: readonly OwnMetric[],
  expectedShare: number | undefined,
): SampleRatio | undefined {
  if (expectedShare === undefined) return undefined;
  const totals = metrics.flatMap((metric) => trafficOf(metric) ?? []);
  const [largest] = totals.sort((a, b) => b.baseline + b.canary - (a.baseline + a.canary));
  return largest === undefined ? undefined : sampleRatio(largest, expectedShare);
}

/** Whether any metric can be checked against a share of the traffic. */
export function countsTraffic(metrics: readonly OwnMetric[]): boolean {
  return metrics.some((metric) => trafficOf(metric) !== undefined);
}

/** How many were observed, recorded or not; undefined for points of a series, which are no traffic. */
function trafficOf(metric: OwnMetric): OfSides<number> | undefined {
  if (metric.kind === 'counts') {
    const total = (side: 'baseline' | 'canary') =>
      metric.strata.reduce((sum, stratum) => sum + stratum[side].trials, 0);
    return { baseline: total('baseline'), canary: total('canary') };
  }
  if (arePoints(sidesOf(metric))) return undefined;
  const { baseline, canary, missing } = metric;
  return {
    baseline: baseline.length + missing.baseline,
    canary: canary.length + missing.canary,
  };
}

function firstUnevenlyMissing(metrics: readonly OwnMetric[], design: JudgeDesign) {
  for (const metric of metrics) {
    if (metric.kind === 'counts') continue;
    const recorded = { baseline: metric.baseline.length, canary: metric.canary.length };
    const mismatch = unevenlyMissing(metric.name, metric.missing, recorded, design);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}
