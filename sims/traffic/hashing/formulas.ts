/** What the shares of nodes and the moves of keys must be. */
import { betaQuantile } from '../../../src/statistics/beta.ts';
import { binomialQuantiles, type CountRange } from '../../../src/statistics/binomial-quantiles.ts';

/**
 * The standard deviation of a node's share of the ring, relative to its mean: the arcs between N·k
 * random points are Dirichlet(1, …, 1), so a share is Beta(k, (N - 1)k).
 */
export const shareDeviation = (nodes: number, pointsEach: number): number =>
  Math.sqrt((nodes - 1) / (nodes * pointsEach + 1));

/** Bounds of a node’s share of the ring, except with probability `missed` on either side. */
export function shareRange(nodes: number, pointsEach: number, missed: number) {
  const quantile = (share: number) => betaQuantile(share, pointsEach, (nodes - 1) * pointsEach);
  return { atLeast: quantile(missed), atMost: quantile(1 - missed) };
}

/**
 * How many keys move when the last of the given nodes joins, except with a probability of about
 * `missed` on either side: with modulo all but 1 in `nodes`, otherwise 1 in `nodes` on average, and
 * with a ring the newcomer's share.
 */
export function movedRange(
  scheme: 'modulo' | 'ring' | 'even',
  nodes: number,
  { keys, pointsEach, missed }: { keys: number; pointsEach: number; missed: number },
): CountRange {
  if (scheme === 'modulo') return binomialQuantiles(keys, (nodes - 1) / nodes, missed);
  if (scheme === 'even') return binomialQuantiles(keys, 1 / nodes, missed);
  const share = shareRange(nodes, pointsEach, missed / 2);
  return {
    atLeast: binomialQuantiles(keys, share.atLeast, missed / 2).atLeast,
    atMost: binomialQuantiles(keys, share.atMost, missed / 2).atMost,
  };
}
