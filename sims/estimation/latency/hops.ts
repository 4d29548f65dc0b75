/** Hops in series: means add, and so do variances; percentiles do not. */
import { whereCeases } from '../../../src/kernel/bisection.ts';
import { exp, log, pow } from '../../../src/kernel/elementary.ts';
import { lowerGamma } from '../../../src/statistics/gamma.ts';
import type { EstimationRules } from '../rules.ts';

/**
 * The time that a share of requests does not exceed, for a sum of `hops` exponential delays with
 * this mean: the Erlang distribution.
 */
export function quantileOfHops(hops: number, meanMs: number, share: number): number {
  const isLess = (ms: number) => lowerGamma(hops, ms / meanMs) < share;
  let enoughMs = meanMs;
  while (isLess(enoughMs)) enoughMs *= 2;
  return whereCeases(isLess, 0, enoughMs).high;
}

/** The same for one hop. */
export const quantileOfHop = (meanMs: number, share: number): number => -meanMs * log(1 - share);

/** A timeout that lets a share of requests through: from the tail, or as a multiple of the mean. */
export function timeoutFor(
  meanMs: number,
  multiple: number,
  tailMs: number,
  rules: EstimationRules,
): number {
  // Dean and Barroso, The Tail at Scale, CACM 2013: latency varies, and the mean hides it.
  return rules['tail-not-mean'] ? tailMs : multiple * meanMs;
}

/** The share of requests promised to be in time, if each waits for that many calls. */
export function promisedInTime(calls: number, each: number, rules: EstimationRules): number {
  // Dean and Barroso, The Tail at Scale, CACM 2013: with 100 leaves 63% of requests wait for a 1% tail.
  return rules['sum-the-parallel-tail'] ? allInTime(calls, each) : each;
}

/**
 * Probability that all of that many parallel calls are in time, if each is with this probability.
 */
export const allInTime = (calls: number, each: number): number => pow(each, calls);

/** What each of them must reach for all to reach `all`: the root. */
export const neededOfEach = (calls: number, all: number): number => exp(log(all) / calls);
