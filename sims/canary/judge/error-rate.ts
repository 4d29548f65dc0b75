/**
 * Compares error rates: exactly if few errors are expected, by chi-squared if many are, and within
 * strata if there are several.
 */

import { must } from '../../../src/kernel/must.ts';
import type { Interval } from '../../../src/statistics/alternative.ts';
import { chiSquaredTwoByTwo } from '../../../src/statistics/chi-squared.ts';
import { type ClusterShare, compareClusters } from '../../../src/statistics/cluster-ratio.ts';
import { quantileOfTail } from '../../../src/statistics/distributions.ts';
import { fisherPValue } from '../../../src/statistics/fisher.ts';
import { mantelHaenszel } from '../../../src/statistics/mantel-haenszel.ts';
import { trialsForPower } from '../../../src/statistics/power.ts';
import { newcombe } from '../../../src/statistics/score-interval.ts';
import { type Share, tableOf } from '../../../src/statistics/table.ts';
import type { CanaryRules } from '../rules.ts';
import type { Comparison } from './comparison.ts';
import type { JudgeDesign } from './design.ts';
import { oneCluster } from './effective-sample.ts';

/** What was counted in one phase, endpoint or other part in which all requests are alike. */
export interface Stratum {
  readonly baseline: Share;
  readonly canary: Share;
  /** The same by pod or user, if that is known. */
  readonly clusters?: { readonly baseline: ClusterShares; readonly canary: ClusterShares };
}

type ClusterShares = readonly ClusterShare[];

/** Below this, chi-squared is not a good approximation (Cochran 1954). */
const expectedMin = 5;

export function compareErrorRates(
  metric: string,
  strata: readonly Stratum[],
  design: JudgeDesign,
  rules: CanaryRules,
): Comparison {
  const kept = rules['stratify-by-phase'] ? strata.filter(hasBoth) : [pooled(strata)];
  const total = pooled(strata);
  const { pValue, test, interval, difference, unable } = comparedWithin(kept, design, rules);
  const baseline = rateOf(total.baseline);
  const needed = trialsForPower(design.power, {
    baseline,
    changed: Math.min(1, baseline + design.errorRateThreshold),
    alpha: design.alpha,
  });
  return {
    metric,
    test,
    baseline,
    canary: rateOf(total.canary),
    harm: difference,
    unit: 'points',
    interval,
    threshold: design.errorRateThreshold,
    pValue,
    sample: { baseline: total.baseline.trials, canary: total.canary.trials },
    sampleNeeded: Number.isFinite(needed) ? Math.ceil(needed) : undefined,
    unable,
  };
}

type Compared = Pick<Comparison, 'pValue' | 'test' | 'interval' | 'unable'> & {
  readonly difference: number;
};

/** Clusters make a difference less certain than independent requests would, never more. */
function comparedWithin(
  strata: readonly Stratum[],
  { alpha }: JudgeDesign,
  rules: CanaryRules,
): Compared {
  const { pValue, test } = testOf(strata, rules);
  const { difference, interval, weights } = differenceWithin(strata, quantileOfTail(alpha / 2));
  const clustered = strata.map(({ clusters }, place) =>
    clusters === undefined
      ? undefined
      : {
          first: clusters.canary,
          second: clusters.baseline,
          weight: must(weights[place], 'weight of the stratum'),
        },
  );
  if (clustered.length === 0 || !clustered.every((stratum) => stratum !== undefined)) {
    return { pValue, test, interval, difference, unable: undefined };
  }
  const ofClusters = compareClusters(clustered, alpha);
  const isOne = Math.min(ofClusters.clusters.first, ofClusters.clusters.second) < 2;
  return {
    difference,
    pValue: Math.max(pValue, ofClusters.pValue),
    test: 'ratio of clusters',
    interval: {
      low: Math.min(interval.low, ofClusters.interval.low),
      high: Math.max(interval.high, ofClusters.interval.high),
    },
    unable: isOne ? oneCluster : undefined,
  };
}

function testOf(strata: readonly Stratum[], rules: CanaryRules): { pValue: number; test: string } {
  const tables = strata.map(({ canary, baseline }) => tableOf(canary, baseline));
  const [table, ...others] = tables;
  if (table === undefined) return { pValue: 1, test: 'none' };
  if (others.length > 0) {
    return { pValue: mantelHaenszel(tables).pValue, test: 'Mantel-Haenszel' };
  }
  const { a, b, c, d } = table;
  if (a + c === 0 || b + d === 0 || a + b === 0 || c + d === 0) return { pValue: 1, test: 'none' };
  const chiSquared = chiSquaredTwoByTwo(table, { yates: false });
  if (rules['exact-test-for-small-counts'] && chiSquared.expectedMin < expectedMin) {
    return { pValue: fisherPValue(table, 'two-sided'), test: 'Fisher' };
  }
  return { pValue: chiSquared.pValue, test: 'chi-squared' };
}

/** The mean of the strata's differences, weighted as Mantel and Haenszel do, with its interval. */
function differenceWithin(
  strata: readonly Stratum[],
  z: number,
): { difference: number; interval: Interval; weights: readonly number[] } {
  const weights = strata.map(
    ({ canary, baseline }) => 1 / (1 / canary.trials + 1 / baseline.trials),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  // Another rule requires observations.
  if (!(all > 0)) return { difference: 0, interval: { low: 0, high: 0 }, weights };
  const weighted = strata.map(({ canary, baseline }, place) => ({
    first: canary,
    second: baseline,
    weight: must(weights[place], 'weight of the stratum') / all,
  }));
  const difference = weighted.reduce(
    (sum, { first, second, weight }) => sum + weight * (rateOf(first) - rateOf(second)),
    0,
  );
  return {
    difference,
    interval: newcombe(weighted, z),
    weights: weighted.map(({ weight }) => weight),
  };
}

function hasBoth({ canary, baseline }: Stratum): boolean {
  return canary.trials > 0 && baseline.trials > 0;
}

export function pooled(strata: readonly Stratum[]): Stratum {
  const sum = (shares: readonly Share[]) =>
    shares.reduce(
      (total, { hits, trials }) => ({ hits: total.hits + hits, trials: total.trials + trials }),
      { hits: 0, trials: 0 },
    );
  return {
    baseline: sum(strata.map(({ baseline }) => baseline)),
    canary: sum(strata.map(({ canary }) => canary)),
  };
}

function rateOf({ hits, trials }: Share): number {
  return trials === 0 ? 0 : hits / trials;
}
