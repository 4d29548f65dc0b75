/** Exact binomial intervals of counts. */
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import type { Range } from './closed-form.ts';

/** How improbable a count must be under a share to count as evidence against it. */
const improbable = 1e-7;

/**
 * How far a share by the closed form may be off: the normal distribution errs most in the middle,
 * and sizes differ slightly from the expected ones.
 */
const error = (share: number) => 0.002 + 0.04 * share * (1 - share);

/** The plausible counts for trials with a share of hits in that range. */
export function between(trials: number, { low, high }: Range) {
  const fewest = Math.max(0, low - error(low));
  const most = Math.min(1, high + error(high));
  return {
    atLeast: binomialQuantiles(trials, fewest, improbable).atLeast,
    atMost: binomialQuantiles(trials, most, improbable).atMost,
  };
}
