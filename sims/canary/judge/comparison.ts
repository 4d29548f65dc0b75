/** One metric of the canary beside the baseline's: what a test found, and what it could have found. */
import type { Interval } from '../statistics/alternative.ts';

export interface Comparison {
  readonly metric: string;
  /** The test's name, as a statistician knows it. */
  readonly test: string;
  readonly baseline: number;
  readonly canary: number;
  /** How much worse the canary is, and in what unit; below 0 it is better. */
  readonly harm: number;
  readonly unit: 'absolute' | 'relative';
  readonly interval: Interval;
  /** Harm below this is let pass. */
  readonly threshold: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Observations on either side, and how many each would have needed to see harm at the threshold. */
  readonly sample: { readonly baseline: number; readonly canary: number };
  readonly sampleNeeded: number;
}
