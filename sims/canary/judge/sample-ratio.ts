/**
 * Sample-ratio mismatch: is the canary's share of the observations the share of traffic that it was
 * given, and were as many of its measurements lost as of the baseline's? If not, something that
 * depends on the version decides what is observed, and no comparison of what is left can be trusted.
 *
 * Source: Fabijan et al., Diagnosing sample ratio mismatch, KDD 2019.
 */

import { binomialPValue, isRarerThan } from '../../../src/statistics/binomial-test.ts';
import { fisherPValue } from '../../../src/statistics/fisher.ts';
import { inPercent } from '../../../src/words/numbers.ts';
import type { JudgeDesign } from './design.ts';

export interface SampleRatio {
  readonly expected: number;
  readonly observed: number;
  readonly pValue: number;
}

export interface Mismatch {
  readonly reason: string;
}

interface Counts {
  readonly baseline: number;
  readonly canary: number;
}

/** `expected` is the canary's share of both. `observed` is undefined without observations. */
export function sampleRatio(counts: Counts, expected: number): SampleRatio | undefined {
  const observed = { hits: counts.canary, trials: counts.canary + counts.baseline };
  if (observed.trials === 0) return undefined;
  const pValue = binomialPValue(observed, expected, 'two-sided');
  return { expected, observed: observed.hits / observed.trials, pValue };
}

/** For counts whose ratio is not shown: see `mismatchOf`. */
export function mismatchIn(
  counts: Counts,
  expected: number,
  design: JudgeDesign,
): Mismatch | undefined {
  const observed = { hits: counts.canary, trials: counts.canary + counts.baseline };
  if (observed.trials === 0 || !isRarerThan(design.ratioAlpha, observed, expected))
    return undefined;
  return mismatchOf(sampleRatio(counts, expected), design);
}

/** A share that is improbable, and off by as much as matters. */
export function mismatchOf(
  ratio: SampleRatio | undefined,
  { ratioAlpha, ratioThreshold }: JudgeDesign,
): Mismatch | undefined {
  if (ratio === undefined || ratio.pValue >= ratioAlpha) return undefined;
  const { expected, observed } = ratio;
  const deviation = Math.abs(observed - expected) / Math.min(expected, 1 - expected);
  if (deviation < ratioThreshold) return undefined;
  return {
    reason: 'the canary’s share of the observations is not its share of the traffic',
  };
}

/** Measurements that are missing more often on one side than on the other. */
export function unevenlyMissing(
  metric: string,
  missing: Counts,
  recorded: Counts,
  { ratioAlpha, ratioThreshold }: JudgeDesign,
): Mismatch | undefined {
  const share = (side: keyof Counts) => missing[side] / (missing[side] + recorded[side]);
  const [baseline, canary] = [share('baseline'), share('canary')];
  if (!(Math.abs(canary - baseline) >= ratioThreshold)) return undefined;
  const table = {
    a: missing.canary,
    b: recorded.canary,
    c: missing.baseline,
    d: recorded.baseline,
  };
  if (fisherPValue(table, 'two-sided') >= ratioAlpha) return undefined;
  const percent = (value: number) => inPercent(Number(value.toPrecision(3)));
  return {
    reason:
      `of ${metric}, ${percent(canary)} of the canary’s values were not recorded, and ${percent(baseline)} of the baseline’s: ` +
      'the rest cannot be compared',
  };
}
