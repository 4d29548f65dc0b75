/** One metric of canary and baseline: what a test found, and what it could have found. */
import type { Interval } from '../../../src/statistics/alternative.ts';
import type { Dependence } from '../../../src/statistics/dependence.ts';

export interface Comparison {
  readonly metric: string;
  /** The test's name, as a statistician knows it. */
  readonly test: string;
  readonly baseline: number;
  readonly canary: number;
  /** How much worse the canary is; below 0 it is better. */
  readonly harm: number;
  /** Of harm: points of a rate, a share of the baseline's, or, if that has no meaning, the metric's own. */
  readonly unit: 'points' | 'relative' | 'absolute';
  readonly interval: Interval;
  /** Harm below this is tolerated. */
  readonly threshold: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Observations on either side. */
  readonly sample: { readonly baseline: number; readonly canary: number };
  /** How many either side needs to find harm at the threshold; undefined if no number is enough. */
  readonly sampleNeeded: number | undefined;
  /** What dependent observations are worth; undefined if they count as independent. */
  readonly dependence?: EffectiveSample | undefined;
  readonly unable?: Inability | undefined;
  /** It may show harm, but a release passes without it. */
  readonly isAside?: boolean | undefined;
}

export interface EffectiveSample extends Dependence {
  /** The number of independent observations with the same information. */
  readonly baseline: number;
  readonly canary: number;
}

/** Why the sample cannot decide anything, or cannot show that a release is harmless. */
export interface Inability {
  readonly of: 'anything' | 'harmlessness';
  readonly reason: string;
}

/** For metrics of which a fall is the harm, such as orders. */
export type HarmDirection = 'increase' | 'decrease';

/** If a fall is the harm, less is worse. */
export function turned(comparison: Comparison, harm: HarmDirection): Comparison {
  if (harm === 'increase') return comparison;
  const { interval } = comparison;
  return {
    ...comparison,
    // Not -0.
    harm: 0 - comparison.harm,
    interval: { low: 0 - interval.high, high: 0 - interval.low },
  };
}
