/**
 * Sample-ratio mismatch: is the canary's share of the observations the share of traffic that it was
 * given? Where it is not, something that depends on the version decides what is observed, and no
 * comparison of what is left can be trusted.
 */
import { binomialPValue } from '../statistics/binomial-test.ts';

export interface SampleRatio {
  readonly expected: number;
  readonly observed: number;
  readonly pValue: number;
}

/** `expected` is the canary's share of both. */
export function sampleRatio(
  counts: { readonly baseline: number; readonly canary: number },
  expected: number,
): SampleRatio {
  const observed = { hits: counts.canary, trials: counts.canary + counts.baseline };
  if (observed.trials === 0) return { expected, observed: Number.NaN, pValue: 1 };
  const pValue = binomialPValue(observed, expected, 'two-sided');
  return { expected, observed: observed.hits / observed.trials, pValue };
}
