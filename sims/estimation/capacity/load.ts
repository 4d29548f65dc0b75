/** From users to requests a second, and from the average to the peak. */
import { log, pow } from '../../../src/kernel/elementary.ts';
import type { EstimationRules } from '../rules.ts';
import { secondsPerDay } from '../units.ts';

/** QPS = DAU × actions / 86,400. */
export const averagePerSecond = (dailyUsers: number, actionsPerUser: number): number =>
  (dailyUsers * actionsPerUser) / secondsPerDay;

/** What has to be provisioned: for the busiest time of the day, not for its mean. */
export function provisioned(average: number, peakFactor: number, rules: EstimationRules): number {
  // Beyer et al., Site Reliability Engineering, 2016, chapter 18: plan for peak demand.
  return rules['peak-not-average'] ? average * peakFactor : average;
}

/**
 * Roughly the mean of the busiest second of a day if the rate is constant and arrivals are Poisson:
 * m + √(2 m ln 86,400). Chance alone gives no peak factor of 3.
 */
export const busiestSecond = (mean: number): number =>
  mean + Math.sqrt(2 * mean * log(secondsPerDay));

/** Calls that reach the server if a failed one is repeated: 1 + p + p² + … up to the last attempt. */
export function withRetries(
  perSecond: number,
  failureShare: number,
  attempts: number,
  rules: EstimationRules,
): number {
  // Beyer et al., Site Reliability Engineering, 2016, chapter 22: retries are load too.
  if (!rules['retries-in-load']) return perSecond;
  return perSecond * attemptsPerCall(failureShare, attempts);
}

/**
 * Mean attempts per call if each fails with this probability and the call is given up after the
 * last: 1 + p + p² + …
 */
export function attemptsPerCall(failureShare: number, attempts: number): number {
  let [sum, still] = [0, 1];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    sum += still;
    still *= failureShare;
  }
  return sum;
}

/** Load after the given number of months, each of which adds a share of the load by then. */
export function afterGrowth(
  now: number,
  monthly: number,
  months: number,
  rules: EstimationRules,
): number {
  // Gunther, Guerrilla Capacity Planning, 2007, chapter 8: growth is exponential.
  return rules['growth-compounds'] ? now * pow(1 + monthly, months) : now * (1 + monthly * months);
}

/** Capacity for a load, so that servers are no busier than at the knee of the curve. */
export function capacityFor(load: number, knee: number, rules: EstimationRules): number {
  // Kleinrock, Queueing Systems 1, 1975, §3.2: the mean time in the system is 1 / (1 - utilisation) service times.
  return rules['utilisation-below-knee'] ? load / knee : load;
}

/** How much of its capacity each of n nodes may use so that n - lost of them can carry it all. */
export function allowedUse(
  knee: number,
  nodes: number,
  lost: number,
  rules: EstimationRules,
): number {
  // Beyer et al., Site Reliability Engineering, 2016, chapter 22: plan for N + 1.
  return rules['room-for-the-lost-node'] ? (knee * (nodes - lost)) / nodes : knee;
}

/** The capacity that a database behind a cache needs, for the hit ratio of a bad day. */
export function databaseLoad(
  reads: number,
  hits: number,
  worse: number,
  rules: EstimationRules,
): number {
  // Beyer et al., Site Reliability Engineering, 2016, chapter 22: a cache that is needed for capacity is a risk.
  return reads * (1 - hits + (rules['misses-hit-the-database'] ? worse : 0));
}

/** A service, and the servers that run it. */
export interface Service {
  readonly perSecond: number;
  readonly serviceMs: number;
  /** Requests that a server works on at the same time. */
  readonly atOnce: number;
  /** Maximum share of its places that a server keeps busy. */
  readonly knee: number;
  /** Equal zones; one of them may be lost. At least 2. */
  readonly zones: number;
}

/** Requests in flight, without those that wait: L = λ W (Little, Operations Research 9:3, 1961). */
export const inFlightOf = ({ perSecond, serviceMs }: Service): number =>
  (perSecond * serviceMs) / 1_000;

/** Servers that each zone needs: whole ones, and one at least, because some requests arrive. */
export function serversPerZone(service: Service, rules: EstimationRules): number {
  const { perSecond, atOnce, knee, zones } = service;
  // Little, 1961: the number of places is a rate multiplied by a time, not a rate.
  const places = rules['rate-times-time'] ? inFlightOf(service) : perSecond;
  const busy = capacityFor(places, knee, rules) / atOnce;
  const servers = busy / allowedUse(1, zones, 1, rules);
  // A quotient such as 72.00000000000001 is 72 and a rounding error.
  return Math.ceil((servers / zones) * (1 - 1e-12));
}
