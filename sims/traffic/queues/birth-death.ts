/**
 * Birth-death chains: how many requests are there, if one comes and one goes at a time, at rates that depend on
 * the number alone. M/M/1, M/M/c and M/M/c/K are such chains, and so is a closed loop of users and one station.
 */
import { must } from '../../../src/kernel/must.ts';

export interface BirthDeathChain {
  /** The rate at which one more comes while there are n: 0 ends the chain. */
  readonly birthRate: (n: number) => number;
  /** The rate at which one of n goes, for n from 1. */
  readonly deathRate: (n: number) => number;
}

/** What is less probable than this is left out. */
const negligible = 1e-15;
const longest = 1_000_000;

/**
 * The probability of each number in the long run: in balance as many go up as come down (Kleinrock, Queueing
 * Systems 1975, §3.1). Throws RangeError if the chain grows without end.
 */
export function stationary({ birthRate, deathRate }: BirthDeathChain): number[] {
  const weights = [1];
  let [sum, weight] = [1, 1];
  for (let n = 0; ; n++) {
    const ratio = birthRate(n) / deathRate(n + 1);
    weight *= ratio;
    // What follows is less than a geometric series of this ratio.
    if (weight === 0 || (ratio < 1 && weight / (1 - ratio) < negligible * sum)) break;
    if (n === longest) throw new RangeError('more come than can go: the number grows without end');
    weights.push(weight);
    sum += weight;
  }
  return weights.map((each) => each / sum);
}

/** The mean of a function of the number in the long run. */
export const meanOver = (shares: readonly number[], of: (n: number) => number): number =>
  shares.reduce((sum, share, n) => sum + share * of(n), 0);

/**
 * How far a mean over a long time t may lie from the mean in the long run: its variance is this / t
 * (Whitt, Asymptotic Formulas for Markov Processes, 1992, §3): 2 Σ D(j)² / (birth rate x share of j), D the
 * difference that is summed up until j.
 */
export function asymptoticVariance(
  { birthRate }: BirthDeathChain,
  shares: readonly number[],
  of: (n: number) => number,
): number {
  const mean = meanOver(shares, of);
  const differences = shares.map((share, n) => (of(n) - mean) * share);
  // From both ends, because either sum loses its digits at the far end.
  const fromBelow = runningSums(differences);
  const fromAbove = runningSums([...differences].reverse()).reverse();
  let sum = 0;
  for (let j = 0; j + 1 < shares.length; j++) {
    const below = must(fromBelow[j], 'sum from below');
    const above = must(fromAbove[j + 1], 'sum from above');
    const difference = Math.min(Math.abs(below), Math.abs(above));
    sum += difference ** 2 / (birthRate(j) * must(shares[j], 'share'));
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
