/** Exact binomial intervals of counts. */
import { binomialAtLeast } from '../../src/statistics/binomial-test.ts';
import type { Range } from './closed-form.ts';

/** How improbable a count must be under a share to count as evidence against it. */
const improbable = 1e-7;

/** The largest count that trials of at least that share of hits stay below only improbably. */
function countAtLeast(trials: number, share: number): number {
  let count = Math.floor(trials * share);
  while (count > 0 && 1 - binomialAtLeast(count, trials, share) > improbable) count -= 1;
  return count;
}

/** The smallest count that trials of at most that share of hits exceed only improbably. */
function countAtMost(trials: number, share: number): number {
  let count = Math.ceil(trials * share);
  while (count < trials && binomialAtLeast(count + 1, trials, share) > improbable) count += 1;
  return count;
}

/**
 * By how much a share of the closed form may be off: the normal distribution errs most in the middle,
 * and sizes are not quite those that are expected.
 */
const error = (share: number) => 0.002 + 0.04 * share * (1 - share);

/** The counts that trials with a share of hits in that range bring about, but improbably. */
export function between(trials: number, { low, high }: Range) {
  return {
    atLeast: countAtLeast(trials, Math.max(0, low - error(low))),
    atMost: countAtMost(trials, Math.min(1, high + error(high))),
  };
}
