/**
 * Birth-death chains: the number of requests present, if one arrives or leaves at a time at rates
 * that depend only on the number. M/M/1, M/M/c and M/M/c/K are such chains, and so is a closed loop
 * of users and one station.
 */
import { pow } from '../kernel/elementary.ts';
import { must } from '../kernel/must.ts';

export interface BirthDeathChain {
  /** The arrival rate while there are n: 0 ends the chain. */
  readonly birthRate: (n: number) => number;
  /** The departure rate with n present, for n from 1. */
  readonly deathRate: (n: number) => number;
}

/** States less probable than this are omitted. */
const negligible = 1e-15;
const longest = 1_000_000;

/**
 * The long-run probability of each number: in balance as many go up as come down (Kleinrock,
 * Queueing Systems 1975, §3.1). Throws RangeError if the chain grows without limit.
 */
export function stationary({ birthRate, deathRate }: BirthDeathChain): number[] {
  const weights = [1];
  let [sum, weight] = [1, 1];
  for (let n = 0; ; n++) {
    const ratio = birthRate(n) / deathRate(n + 1);
    weight *= ratio;
    // The rest is less than a geometric series of this ratio.
    if (weight === 0 || (ratio < 1 && weight / (1 - ratio) < negligible * sum)) break;
    if (n === longest)
      throw new RangeError('more arrive than can leave: the number grows without limit');
    weights.push(weight);
    sum += weight;
  }
  return weights.map((each) => each / sum);
}

/** The long-run mean of a function of the number. */
export const meanOver = (shares: readonly number[], of: (n: number) => number): number =>
  shares.reduce((sum, share, n) => sum + share * of(n), 0);

/**
 * The variance of a mean over a long time t, times t (Whitt, Asymptotic Formulas for Markov
 * Processes, 1992, §3): 2 Σ D(j)² / (birth rate x share of j), where D is the deviation summed up
 * to j.
 */
export function asymptoticVariance(
  { birthRate }: BirthDeathChain,
  shares: readonly number[],
  of: (n: number) => number,
): number {
  const mean = meanOver(shares, of);
  const differences = shares.map((share, n) => (of(n) - mean) * share);
  // From both ends, because either sum loses precision at the far end.
  const fromBelow = runningSums(differences);
  const fromAbove = runningSums([...differences].reverse()).reverse();
  let sum = 0;
  for (let j = 0; j + 1 < shares.length; j++) {
    const below = must(fromBelow[j], 'sum from below');
    const above = must(fromAbove[j + 1], 'sum from above');
    const difference = Math.min(Math.abs(below), Math.abs(above));
    sum += pow(difference, 2) / (birthRate(j) * must(shares[j], 'share'));
  }
  return 2 * sum;
}

function runningSums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}
