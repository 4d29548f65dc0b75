/**
 * What each class gets of a service that it may fill up to a limit of its own: a birth-death chain
 * of the requests that are present, because all classes take equally long. Poisson arrivals see time
 * averages, so the share of a class that is let in is the time below its limit.
 */

import { log } from '../../src/kernel/elementary.ts';

interface Class {
  /** Requests that may be present after one of this class is let in. */
  readonly limit: number;
  /** Its load in servers: arrival rate times mean service time. */
  readonly load: number;
}

/** The stationary distribution of the number present: index by number. O(room x classes). */
export function presentInTheory(servers: number, classes: readonly Class[]): number[] {
  const room = Math.max(...classes.map(({ limit }) => limit));
  let weight = 1;
  const weights = [weight];
  for (let present = 0; present < room; present++) {
    weight *= birthsAt(present, classes) / Math.min(present + 1, servers);
    weights.push(weight);
  }
  const sum = weights.reduce((total, each) => total + each, 0);
  return weights.map((each) => each / sum);
}

const birthsAt = (present: number, classes: readonly Class[]): number =>
  classes.reduce((sum, { limit, load }) => sum + (present < limit ? load : 0), 0);

/**
 * The share that a class gets, and how far chance may move it in a run of so many mean service times,
 * in all but one run in ten million (Bernstein 1924). Two things vary: the time below the limit (Whitt
 * 1992, Asymptotic Formulas for Markov Processes with Applications to Simulation: the asymptotic
 * variance of a birth-death process), and the arrivals of the class that see it.
 */
export function admittedInTheory(
  servers: number,
  classes: readonly Class[],
  { limit, load }: Class,
  serviceTimes: number,
): { readonly share: number; readonly slack: number } {
  const stationary = presentInTheory(servers, classes);
  const share = stationary.slice(0, limit).reduce((sum, p) => sum + p, 0);
  const arrivals = load * serviceTimes;
  let variance = (share * (1 - share)) / arrivals;
  let below = 0;
  for (const [present, p] of stationary.entries()) {
    const births = birthsAt(present, classes);
    below += ((present < limit ? 1 : 0) - share) * p;
    if (births > 0 && p > 0) variance += (2 * below * below) / (births * p * serviceTimes);
  }
  const logOdds = log(2e7);
  return { share, slack: Math.sqrt(2 * logOdds * variance) + logOdds / (3 * arrivals) };
}
