/**
 * How many independent observations the samples of a metric are worth, if they have an order or
 * clusters. The dependence is that of a score of each value: its rank, or whether it lies in the
 * tail.
 */
import { pow } from '../../../src/kernel/elementary.ts';
import { must } from '../../../src/kernel/must.ts';
import {
  type Dependence,
  dependenceOfClusters,
  dependenceOfPairs,
  dependenceOfSeries,
} from '../../../src/statistics/dependence.ts';
import type { EffectiveSample, Inability } from './comparison.ts';
import { arePairs, inOrderOfTime, type Samples, type Sides } from './samples.ts';

/** With fewer, the correlation is not known well enough to correct for it. */
const effectiveMin = 10;

export interface EffectiveSamples {
  /** In pairs if both sides were measured at the same times. */
  readonly ofBulk: EffectiveSample | undefined;
  /** Of each side's ranks separately: the number beyond a quantile is not compared in pairs. */
  readonly ofTail: EffectiveSample | undefined;
}

/** Undefined without an order or clusters on both sides. O(n log n). */
export function effectiveSamplesOfRanks(sides: Sides): EffectiveSamples {
  if (![sides.baseline, sides.canary].every(areDependent)) {
    return { ofBulk: undefined, ofTail: undefined };
  }
  const ranks = ranksOf([...sides.baseline.values, ...sides.canary.values]);
  const rankOf = (value: number) => must(ranks.get(value), 'rank of a value');
  const ofTail = effectiveSample(sides, rankOf);
  return { ofBulk: arePairs(sides) ? ofPairs(sides, rankOf) : ofTail, ofTail };
}

/**
 * For pairs the difference counts: a common cause of both sides at one time cannot be the release.
 * Whether they have anything in common is not tested first: a choice by the data would raise false
 * alarms.
 */
function ofPairs({ baseline, canary }: Sides, scoreOf: (value: number) => number): EffectiveSample {
  const { dependence, share } = dependenceOfPairs(
    Float64Array.from(inOrderOfTime(canary), scoreOf),
    Float64Array.from(inOrderOfTime(baseline), scoreOf),
  );
  const worth = baseline.values.length / dependence.inflation;
  const inflation = dependence.inflation * share;
  return { ...dependence, baseline: worth, canary: worth, inflation };
}

const areDependent = ({ times, clusters }: Samples): boolean =>
  times !== undefined || clusters !== undefined;

export function effectiveSample(
  { baseline, canary }: Sides,
  scoreOf: (value: number) => number,
): EffectiveSample | undefined {
  const [ofBaseline, ofCanary] = [dependenceOf(baseline, scoreOf), dependenceOf(canary, scoreOf)];
  if (ofBaseline === undefined || ofCanary === undefined) return undefined;
  const [n, m] = [baseline.values.length, canary.values.length];
  const [inBaseline, inCanary] = [ofBaseline.inflation / n, ofCanary.inflation / m];
  return {
    ...(ofCanary.inflation > ofBaseline.inflation ? ofCanary : ofBaseline),
    baseline: n / ofBaseline.inflation,
    canary: m / ofCanary.inflation,
    // Adds the variances of both sides, and their uncertainties (Welch 1947).
    inflation: (inBaseline + inCanary) / (1 / n + 1 / m),
    freedom:
      pow(inBaseline + inCanary, 2) /
      (pow(inBaseline, 2) / ofBaseline.freedom + pow(inCanary, 2) / ofCanary.freedom),
  };
}

function dependenceOf(
  { values, times, clusters }: Samples,
  scoreOf: (value: number) => number,
): Dependence | undefined {
  if (clusters !== undefined) {
    return dependenceOfClusters(Float64Array.from(values, scoreOf), clusters);
  }
  if (times === undefined) return undefined;
  return dependenceOfSeries(Float64Array.from(inOrderOfTime({ values, times }), scoreOf));
}

export const oneCluster: Inability = {
  of: 'anything',
  reason:
    'a side has only one cluster, so its own peculiarities cannot be distinguished from the effect of the release',
};

/** Whether the sample is too dependent to decide anything. */
export function tooDependent(sample: EffectiveSample | undefined): Inability | undefined {
  if (sample === undefined) return undefined;
  const { kind, baseline, canary, freedom, autocorrelation = 0 } = sample;
  if (kind === 'clusters') {
    return freedom > 0 ? undefined : oneCluster;
  }
  const worth = Math.min(baseline, canary);
  if (worth >= effectiveMin) return undefined;
  return {
    of: 'anything',
    reason:
      `its points hang together over time (autocorrelation ${autocorrelation.toFixed(2)}): they are worth about ` +
      `${Math.max(1, Math.floor(worth))} independent ones a side, and fewer than ${effectiveMin} cannot be judged`,
  };
}

/** The rank of each value; equal values share the mean of their ranks. O(n log n). */
function ranksOf(values: readonly number[]): ReadonlyMap<number, number> {
  const ascending = Float64Array.from(values).sort();
  const ranks = new Map<number, number>();
  for (let from = 0; from < ascending.length; ) {
    let to = from + 1;
    while (to < ascending.length && ascending[to] === ascending[from]) to += 1;
    ranks.set(must(ascending[from], 'value in ascending order'), (from + to + 1) / 2);
    from = to;
  }
  return ranks;
}
