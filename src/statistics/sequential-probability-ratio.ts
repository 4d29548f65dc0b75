/**
 * Wald's sequential probability ratio test (1945) for a share of hits: after every trial, go on, or
 * decide for one of two shares. Of all tests with these error rates it needs the fewest trials on
 * average.
 */
import { log } from '../kernel/elementary.ts';

export interface SequentialTest {
  readonly nullShare: number;
  readonly changedShare: number;
  /** Probability of deciding for the change where there is none. */
  readonly alpha: number;
  /** Probability of deciding for none where there is one. */
  readonly beta: number;
}

export type SequentialDecision = 'changed' | 'unchanged' | 'continue';

/** Wald's bounds on the likelihood ratio: at or above the first it changed, at or below the second not. */
export function waldBounds({ alpha, beta }: Pick<SequentialTest, 'alpha' | 'beta'>) {
  return { changed: (1 - beta) / alpha, unchanged: beta / (1 - alpha) };
}

/** log of the probability of what was seen under the change, over that without it. */
export function logLikelihoodRatio(
  { nullShare, changedShare }: SequentialTest,
  hits: number,
  trials: number,
): number {
  const byHit = log(changedShare / nullShare);
  const byMiss = log((1 - changedShare) / (1 - nullShare));
  return hits * byHit + (trials - hits) * byMiss;
}

export function decideSequentially(
  test: SequentialTest,
  hits: number,
  trials: number,
): SequentialDecision {
  const bounds = waldBounds(test);
  const ratio = logLikelihoodRatio(test, hits, trials);
  if (ratio >= log(bounds.changed)) return 'changed';
  if (ratio <= log(bounds.unchanged)) return 'unchanged';
  return 'continue';
}
