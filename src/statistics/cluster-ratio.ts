/**
 * The difference of two rates whose hits come in clusters: requests of one pod or user fail together.
 * Each rate is a ratio of sums over clusters, and varies as the clusters' residuals do, strata or not;
 * few clusters are allowed for by Student's t.
 *
 * Sources: Cochran, Sampling Techniques, §6.3 (ratio estimator); Liang and Zeger 1986; Welch 1947.
 */
import { pow } from '../kernel/elementary.ts';
import type { Interval } from './alternative.ts';
import { studentQuantileOfTail, studentTwoSided } from './student.ts';
import type { Share } from './table.ts';

export interface ClusterShare extends Share {
  readonly cluster: string;
}

export interface ClusteredStratum {
  readonly first: readonly ClusterShare[];
  readonly second: readonly ClusterShare[];
  /** Of all strata together: 1. */
  readonly weight: number;
}

export interface ClusterRatio {
  /** First less second, the weighted mean of the strata. */
  readonly difference: number;
  readonly interval: Interval;
  readonly pValue: number;
  readonly clusters: { readonly first: number; readonly second: number };
}

/** Each side needs trials in each stratum. With one cluster on a side nothing is known: p is 1. O(n). */
export function compareClusters(strata: readonly ClusteredStratum[], alpha: number): ClusterRatio {
  const [first, second] = [groupOf(strata, 'first'), groupOf(strata, 'second')];
  const difference = first.rate - second.rate;
  const clusters = { first: first.clusters, second: second.clusters };
  const variance = first.variance + second.variance;
  if (Math.min(clusters.first, clusters.second) < 2) {
    return { difference, interval: { low: -1, high: 1 }, pValue: 1, clusters };
  }
  if (variance === 0) {
    const pValue = difference === 0 ? 1 : 0;
    return { difference, interval: { low: difference, high: difference }, pValue, clusters };
  }
  const freedom =
    pow(variance, 2) /
    (pow(first.variance, 2) / (clusters.first - 1) +
      pow(second.variance, 2) / (clusters.second - 1));
  const deviation = Math.sqrt(variance);
  const reach = studentQuantileOfTail(alpha / 2, freedom) * deviation;
  return {
    difference,
    interval: { low: Math.max(-1, difference - reach), high: Math.min(1, difference + reach) },
    pValue: studentTwoSided(difference / deviation, freedom),
    clusters,
  };
}

function groupOf(strata: readonly ClusteredStratum[], group: 'first' | 'second') {
  const residuals = new Map<string, number>();
  let rate = 0;
  for (const { [group]: shares, weight } of strata) {
    const hits = shares.reduce((sum, share) => sum + share.hits, 0);
    const trials = shares.reduce((sum, share) => sum + share.trials, 0);
    const own = hits / trials;
    rate += weight * own;
    for (const share of shares) {
      const residual = (weight * (share.hits - own * share.trials)) / trials;
      residuals.set(share.cluster, (residuals.get(share.cluster) ?? 0) + residual);
    }
  }
  const clusters = residuals.size;
  let squares = 0;
  for (const residual of residuals.values()) squares += pow(residual, 2);
  return { rate, clusters, variance: clusters < 2 ? 0 : (squares * clusters) / (clusters - 1) };
}
