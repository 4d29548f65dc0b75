/**
 * Somebody's own canary judged: each metric by the test that suits it, all of them together by the
 * same decision that the simulated rollouts are held to.
 */
import { canaryRules } from '../rules.ts';
import type { Share } from '../statistics/table.ts';
import type { Comparison } from './comparison.ts';
import { decide } from './decide.ts';
import type { JudgeDesign } from './design.ts';
import { compareErrorRates } from './error-rate.ts';
import { compareLatencies } from './latency.ts';
import { type SampleRatio, sampleRatio } from './sample-ratio.ts';

/** A metric as its owner has it. */
export type OwnMetric =
  | {
      readonly kind: 'counts';
      readonly name: string;
      /** One for each part in which all observations are alike; usually one. */
      readonly strata: readonly { readonly baseline: Share; readonly canary: Share }[];
    }
  | {
      readonly kind: 'samples';
      readonly name: string;
      readonly unit: string;
      readonly baseline: readonly number[];
      readonly canary: readonly number[];
      /** Values that were not recorded, on either side; they are left out. */
      readonly missing: { readonly baseline: number; readonly canary: number };
    };

/** For the metrics of which a fall is the harm, such as orders. */
export type HarmDirection = 'increase' | 'decrease';

export interface OwnDesign extends JudgeDesign {
  /** Of all observations of counts, what the canary should have; undefined where that is not known. */
  readonly expectedShare?: number | undefined;
  readonly harm: (metric: string) => HarmDirection;
}

/** Marginal: nothing is worse for certain, but harm that matters is not excluded. */
export type OwnVerdict = 'pass' | 'marginal' | 'fail' | 'inconclusive';

export interface JudgedMetric extends Comparison {
  /** Adjusted for how many metrics there are. */
  readonly adjusted: number;
  readonly verdict: OwnVerdict;
}

export interface OwnJudgement {
  readonly verdict: OwnVerdict;
  readonly reason: string;
  readonly metrics: readonly JudgedMetric[];
  readonly ratio: SampleRatio | undefined;
}

/** Throws RangeError for metrics without a value on one side. */
export function judgeMetrics(metrics: readonly OwnMetric[], design: OwnDesign): OwnJudgement {
  const rules = canaryRules.without();
  const comparisons = metrics.flatMap((metric) =>
    metric.kind === 'counts'
      ? [turned(compareErrorRates(metric.name, metric.strata, design, rules), metric.name, design)]
      : compareLatencies(metric.name, metric, design, rules).map((comparison) =>
          turned(comparison, metric.name, design),
        ),
  );
  const ratio = ratioOf(metrics, design.expectedShare);
  const { decision, reason, worse, adjusted } = decide(
    { comparisons, ...(ratio === undefined ? {} : { ratio }), alphaAtThisLook: design.alpha },
    design,
    rules,
  );
  const judged = comparisons.map((comparison, place): JudgedMetric => {
    const verdict = verdictOf(comparison, worse.includes(comparison.metric), design);
    return { ...comparison, adjusted: adjusted[place] ?? 1, verdict };
  });
  const isUsable =
    decision !== 'inconclusive' || judged.every(({ verdict }) => verdict !== 'inconclusive');
  const isTrusted = ratio === undefined || ratio.pValue >= design.ratioAlpha;
  const verdict = decision === 'inconclusive' && isUsable && isTrusted ? 'marginal' : decision;
  return { verdict, reason, metrics: judged, ratio };
}

function verdictOf(
  { sample, interval, threshold }: Comparison,
  isWorse: boolean,
  { minimumSample }: JudgeDesign,
): OwnVerdict {
  if (Math.min(sample.baseline, sample.canary) < minimumSample) return 'inconclusive';
  if (isWorse) return 'fail';
  return interval.high < threshold ? 'pass' : 'marginal';
}

/** Where a fall is the harm, what is less is what is worse. */
function turned(comparison: Comparison, metric: string, { harm }: OwnDesign): Comparison {
  if (harm(metric) === 'increase') return comparison;
  const { interval } = comparison;
  return {
    ...comparison,
    harm: -comparison.harm,
    interval: { low: -interval.high, high: -interval.low },
  };
}

/** Of the metric with the most observations: counts of one traffic should all have one ratio. */
function ratioOf(
  metrics: readonly OwnMetric[],
  expectedShare: number | undefined,
): SampleRatio | undefined {
  if (expectedShare === undefined) return undefined;
  const totals = metrics.flatMap((metric) => {
    if (metric.kind !== 'counts') return [];
    const total = (side: 'baseline' | 'canary') =>
      metric.strata.reduce((sum, stratum) => sum + stratum[side].trials, 0);
    return [{ baseline: total('baseline'), canary: total('canary') }];
  });
  const [largest] = totals.sort((a, b) => b.baseline + b.canary - (a.baseline + a.canary));
  return largest === undefined ? undefined : sampleRatio(largest, expectedShare);
}
