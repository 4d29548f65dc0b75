/**
 * Score intervals: of a share (Wilson 1927), and of the difference of two shares, within strata if
 * there are several. They stay within what is possible, and are honest about groups without a hit.
 *
 * Sources: Newcombe 1998 (differences of proportions), method 10; Yan and Su, Stratified Wilson and
 * Newcombe confidence intervals for multiple binomial proportions, 2010.
 */
import { hypot, pow } from '../kernel/elementary.ts';
import type { Interval } from './alternative.ts';
import type { Share } from './table.ts';

/** Reaching z standard deviations. Throws RangeError without trials. */
export function wilson({ hits, trials }: Share, z: number): Interval {
  if (!(trials > 0)) throw new RangeError('a group without trials has no share');
  const share = hits / trials;
  const middle = hits + (z * z) / 2;
  const half = z * Math.sqrt(hits * (1 - share) + (z * z) / 4);
  const all = trials + z * z;
  return {
    low: hits === 0 ? 0 : (middle - half) / all,
    high: hits === trials ? 1 : (middle + half) / all,
  };
}

export interface WeightedStratum {
  readonly first: Share;
  readonly second: Share;
  /** Of all strata together: 1. */
  readonly weight: number;
}

/** Of the weighted mean of the strata's differences, first less second. */
export function newcombe(strata: readonly WeightedStratum[], z: number): Interval {
  const first = weightedShare(strata, 'first', z);
  const second = weightedShare(strata, 'second', z);
  const difference = first.share - second.share;
  return {
    low: difference - hypot(first.share - first.low, second.high - second.share),
    high: difference + hypot(first.high - first.share, second.share - second.low),
  };
}

/**
 * The strata's intervals reach less far than z, such that their weighted sum reaches z: the standard
 * deviations of independent strata add by squares. One hit and one miss more keep a stratum without
 * hits from counting as certain (Agresti and Caffo 2000).
 */
function weightedShare(strata: readonly WeightedStratum[], group: 'first' | 'second', z: number) {
  let [squares, sum] = [0, 0];
  for (const { [group]: share, weight } of strata) {
    const rate = (share.hits + 1) / (share.trials + 2);
    const deviation = weight * Math.sqrt((rate * (1 - rate)) / share.trials);
    squares += pow(deviation, 2);
    sum += deviation;
  }
  const reach = strata.length === 1 ? z : (z * Math.sqrt(squares)) / sum;
  let [share, low, high] = [0, 0, 0];
  for (const { [group]: own, weight } of strata) {
    const interval = wilson(own, reach);
    share += (weight * own.hits) / own.trials;
    low += weight * interval.low;
    high += weight * interval.high;
  }
  return { share, low, high };
}
