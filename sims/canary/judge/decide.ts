/**
 * The decision: first whether the samples can be trusted and suffice, then whether anything is worse
 * by an amount that matters, and, where nothing is found, whether such harm is excluded. Not having
 * found a difference is no reason to pass.
 */
import type { CanaryRules } from '../rules.ts';
import { holm } from '../statistics/multiple.ts';
import type { Comparison } from './comparison.ts';
import type { JudgeDesign } from './design.ts';
import type { SampleRatio } from './sample-ratio.ts';

export type Decision = 'pass' | 'fail' | 'inconclusive';

export interface Judgement {
  readonly decision: Decision;
  /** In one sentence. */
  readonly reason: string;
  /** The metrics that are worse by an amount that matters. */
  readonly worse: readonly string[];
  /** The p-values, adjusted for how many there are, in the order of the comparisons. */
  readonly adjusted: readonly number[];
}

export interface Question {
  readonly comparisons: readonly Comparison[];
  readonly ratio?: SampleRatio;
  /** What this look may spend of alpha; all of it where it is the only one. */
  readonly alphaAtThisLook: number;
}

export function decide(
  { comparisons, ratio, alphaAtThisLook }: Question,
  design: JudgeDesign,
  rules: CanaryRules,
): Judgement {
  const pValues = comparisons.map(({ pValue }) => pValue);
  const adjusted = rules['correct-for-many-metrics'] ? holm(pValues) : pValues;
  const judgement = (decision: Decision, reason: string, worse: readonly string[] = []) => {
    return { decision, reason, worse, adjusted };
  };

  if (rules['check-sample-ratio'] && ratio !== undefined && ratio.pValue < design.ratioAlpha) {
    return judgement(
      'inconclusive',
      'the canary’s share of the observations is not its share of the traffic',
    );
  }
  const small = comparisons.find((c) => smallestSample(c) < design.minimumSample);
  if (rules['minimum-sample'] && (small !== undefined || comparisons.length === 0)) {
    return judgement('inconclusive', 'there are too few observations to say anything');
  }

  const worse = comparisons.filter(
    (comparison, place) =>
      (adjusted[place] as number) < alphaAtThisLook && isHarm(comparison, rules),
  );
  if (worse.length > 0) {
    const names = worse.map(({ metric }) => metric);
    return judgement('fail', `the canary is worse in ${names.join(', ')}`, names);
  }

  const open = comparisons.find((comparison) => !excludesHarm(comparison, rules));
  if (rules['power-before-pass'] && open !== undefined) {
    const reason = `harm in ${open.metric} is not excluded: about ${open.sampleNeeded} observations on each side would tell`;
    return judgement('inconclusive', reason);
  }
  return judgement('pass', 'nothing is worse by an amount that matters');
}

function smallestSample({ sample }: Comparison): number {
  return Math.min(sample.baseline, sample.canary);
}

/** Worse, and by an amount that matters. */
function isHarm({ harm, threshold }: Comparison, rules: CanaryRules): boolean {
  const worse = rules['direction-of-harm'] ? harm : -harm;
  return worse > 0 && (!rules['practical-threshold'] || worse >= threshold);
}

/** Does the whole interval lie below harm that matters? (A test of non-inferiority.) */
function excludesHarm({ interval, threshold }: Comparison, rules: CanaryRules): boolean {
  return (rules['direction-of-harm'] ? interval.high : -interval.low) < threshold;
}
