/**
 * The decision: first whether the samples can be trusted, then whether anything is worse by an
 * amount that matters and, if nothing is found, whether such harm is excluded. Finding no
 * difference is not a reason to pass.
 */

import { must } from '../../../src/kernel/must.ts';
import { holm } from '../../../src/statistics/multiple.ts';
import type { CanaryRule, CanaryRules } from '../rules.ts';
import type { Comparison } from './comparison.ts';
import type { JudgeDesign } from './design.ts';
import type { Mismatch } from './sample-ratio.ts';

export type Decision = 'pass' | 'fail' | 'inconclusive';

export interface Judgement {
  readonly decision: Decision;
  /** In one sentence. */
  readonly reason: string;
  /** The rule that decided, if one did. */
  readonly rule?: CanaryRule | undefined;
  /** For each comparison, in order, its own finding. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** Adjusted for the number of comparisons. */
  readonly adjusted: number;
  /**
   * Worse: by an amount that matters. Unable: the sample cannot decide. Open: harm is not excluded.
   */
  readonly is: 'worse' | 'unable' | 'open' | 'harmless';
  /** Why, unless it is harmless. */
  readonly reason: string;
  /** The rule that prevents it from counting as harmless. */
  readonly rule?: CanaryRule;
}

export interface Question {
  readonly comparisons: readonly Comparison[];
  /** Why the samples cannot be trusted, if they cannot. */
  readonly mismatch?: Mismatch | undefined;
  /** How much of alpha this look may spend; all of it if it is the only one. */
  readonly alphaAtThisLook: number;
}

export function decide(
  { comparisons, mismatch, alphaAtThisLook }: Question,
  design: JudgeDesign,
  rules: CanaryRules,
): Judgement {
  const pValues = comparisons.map(({ pValue }) => pValue);
  const adjusted = rules['correct-for-many-metrics'] ? holm(pValues) : pValues;
  const findings = comparisons.map((comparison, place) =>
    findingOf(comparison, must(adjusted[place], 'adjusted p-value'), {
      alphaAtThisLook,
      design,
      rules,
    }),
  );
  const all = (is: Finding['is']) =>
    comparisons.filter((_, place) => findings[place]?.is === is).map(({ metric }) => metric);
  const first = (is: Finding['is']) =>
    findings.find((finding, place) => finding.is === is && comparisons[place]?.isAside !== true);

  if (rules['check-sample-ratio'] && mismatch !== undefined) {
    return {
      ...{ decision: 'inconclusive', reason: mismatch.reason, findings },
      rule: 'check-sample-ratio',
    };
  }
  const worse = all('worse');
  if (worse.length > 0) {
    return { decision: 'fail', reason: `the canary is worse in ${worse.join(', ')}`, findings };
  }
  if (rules['minimum-sample'] && comparisons.length === 0) {
    return {
      ...{ decision: 'inconclusive', reason: 'there are no observations', findings },
      rule: 'minimum-sample',
    };
  }
  const undecided = first('unable') ?? first('open');
  if (undecided !== undefined) {
    const { reason, rule } = undecided;
    return { decision: 'inconclusive', reason, findings, rule };
  }
  return { decision: 'pass', reason: 'nothing is worse by an amount that matters', findings };
}

interface Standard {
  readonly alphaAtThisLook: number;
  readonly design: JudgeDesign;
  readonly rules: CanaryRules;
}

function findingOf(
  comparison: Comparison,
  adjusted: number,
  { alphaAtThisLook, design, rules }: Standard,
): Finding {
  const { metric, unable } = comparison;
  const canTell = unable?.of !== 'anything';
  if (canTell && adjusted < alphaAtThisLook && isHarm(comparison, rules)) {
    return { adjusted, is: 'worse', reason: whyWorse(comparison) };
  }
  if (rules['minimum-sample'] && smallestSample(comparison) < design.minimumSample) {
    const reason = tooSmall(comparison, design);
    return { adjusted, is: 'unable', reason, rule: 'minimum-sample' };
  }
  if (!rules['power-before-pass']) return { adjusted, is: 'harmless', reason: '' };
  if (unable !== undefined) {
    const reason = `${metric} cannot be told: ${unable.reason}`;
    return { adjusted, is: 'unable', reason, rule: 'power-before-pass' };
  }
  if (excludesHarm(comparison, rules)) return { adjusted, is: 'harmless', reason: '' };
  return { adjusted, is: 'open', reason: whyOpen(comparison), rule: 'power-before-pass' };
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

/**
 * An error rate's test and its interval are of different kinds, and may disagree near the
 * threshold.
 */
function whyWorse({ test, interval }: Comparison): string {
  const agrees = interval.low > 0 || interval.high < 0;
  return agrees ? '' : `the test (${test}) decided: the interval contains no change`;
}

function tooSmall(comparison: Comparison, { minimumSample }: JudgeDesign): string {
  return (
    `${comparison.metric} has ${smallestSample(comparison)} observations on a side, and minimumSample asks for ` +
    `${minimumSample} before anything passes; set minimumSample lower to judge fewer`
  );
}

/** More than anybody waits for. */
const observationsMax = 1e9;

function whyOpen(comparison: Comparison): string {
  const { metric, sampleNeeded = 0 } = comparison;
  const isShort = sampleNeeded > smallestSample(comparison);
  const needed =
    sampleNeeded > observationsMax
      ? 'no canary has the observations that would tell'
      : `about ${sampleNeeded} observations on each side would tell`;
  const more = isShort ? `: ${needed}` : '';
  return `harm in ${metric} is not excluded${more}`;
}
