/** Closed forms of queues. Rates are per ms, times in ms; `load` is arrival rate x mean work. */
import { pow } from '../../../src/kernel/elementary.ts';
import type { BirthDeathChain } from '../../../src/statistics/birth-death.ts';

/** M/M/c, or M/M/c/K with room for K in all. */
export const servers = (
  count: number,
  load: number,
  meanWorkMs: number,
  room = Infinity,
): BirthDeathChain => ({
  birthRate: (n) => (n < room ? load / meanWorkMs : 0),
  deathRate: (n) => Math.min(n, count) / meanWorkMs,
});

/** The moments of the work of a request: E[S], E[S²], E[S³], E[S⁴]. */
export type Moments = readonly [number, number, number, number];

export const constantMoments = (ms: number): Moments => [ms, pow(ms, 2), pow(ms, 3), pow(ms, 4)];

export const exponentialMoments = (meanMs: number): Moments => [
  meanMs,
  2 * pow(meanMs, 2),
  6 * pow(meanMs, 3),
  24 * pow(meanMs, 4),
];

/** A share `p` of one kind, and the rest of the other. */
export const mixedMoments = (p: number, one: Moments, other: Moments): Moments => {
  const mix = (k: 0 | 1 | 2 | 3) => p * one[k] + (1 - p) * other[k];
  return [mix(0), mix(1), mix(2), mix(3)];
};

/**
 * The first three moments of the wait of M/G/1: Pollaczek and Khinchine's λE[S²] / (2(1 - ρ)), and Takács's
 * recurrence for the others (Kleinrock 1975, §5.7).
 */
export function waitMoments(perMs: number, [m1, m2, m3, m4]: Moments): [number, number, number] {
  const factor = perMs / (1 - perMs * m1);
  const first = (factor * m2) / 2;
  const second = factor * (m3 / 3 + 2 * (m2 / 2) * first);
  const third = factor * (m4 / 4 + 3 * (m3 / 3) * first + 3 * (m2 / 2) * second);
  return [first, second, third];
}

/**
 * The standard deviation of the mean wait measured over a long time of M/G/1.
 *
 * The work ahead V is a Markov process, and V² / (2(1 - ρ)) solves its Poisson equation for V: so
 * the variance of the mean of V over t is (E[V³] - E[V] E[V²]) / ((1 - ρ) t). Arrivals sample V at
 * random times, and differ from it by a martingale with variance Var(V) / (λt); the two deviations
 * together are at most their sum.
 */
export function meanWaitDeviation(perMs: number, moments: Moments, tMs: number): number {
  const [first, second, third] = waitMoments(perMs, moments);
  const overTime = (third - first * second) / ((1 - perMs * moments[0]) * tMs);
  const looks = (second - pow(first, 2)) / (perMs * tMs);
  return Math.sqrt(overTime) + Math.sqrt(looks);
}

/**
 * Bounds on the mean wait of GI/G/1, if gaps between arrivals have this mean and variance: Marchal's
 * from below, which is 0 for even work, and Kingman's from above (Kleinrock, Queueing Systems II, §2.2).
 */
export function meanWaitBounds(
  gap: { readonly meanMs: number; readonly variance: number },
  [m1, m2]: Moments,
): { readonly atLeast: number; readonly atMost: number } {
  const load = m1 / gap.meanMs;
  const workVariance = m2 - pow(m1, 2);
  const twice = 2 * gap.meanMs * (1 - load);
  return {
    atLeast: Math.max(0, (workVariance - m1 * (2 * gap.meanMs - m1)) / twice),
    atMost: (gap.variance + workVariance) / twice,
  };
}

/**
 * The variance of the share of a long time t for which the server of M/G/1 is busy, times t. Busy and
 * idle periods alternate, and all are independent: (E[B]² Var(I) + E[I]² Var(B)) / (E[B] + E[I])³ (Cox,
 * Renewal Theory, §7.4), with Takács's moments of a busy period (Kleinrock 1975, §5.8).
 */
export function busyShareVariance(perMs: number, [m1, m2]: Moments): number {
  const idleMs = 1 / perMs;
  const busyMs = m1 / (1 - perMs * m1);
  const busyVariance = m2 / pow(1 - perMs * m1, 3) - pow(busyMs, 2);
  const both = pow(busyMs, 2) * pow(idleMs, 2) + pow(idleMs, 2) * busyVariance;
  return both / pow(busyMs + idleMs, 3);
}

/**
 * Stations that a fixed number of users visits in a cycle: `workMs` is the mean work of a visit,
 * exponential unless there is a server for each user, as there is for thinking.
 */
export interface Visited {
  readonly workMs: number;
  readonly servers: number;
}

/**
 * Cycles per ms of a closed network: G(N - 1) / G(N), by convolution (Buzen, Computational
 * Algorithms for Closed Queueing Networks with Exponential Servers, 1973). O(stations x users²).
 */
export function closedThroughput(users: number, stations: readonly Visited[]): number {
  // In units of the longest work, so that no sum overflows.
  const unitMs = Math.max(
    ...stations.map(({ workMs, servers }) => workMs / Math.min(servers, users)),
  );
  let sums = [1, ...new Array<number>(users).fill(0)];
  for (const { workMs, servers } of stations) {
    const own = [1];
    for (let n = 1; n <= users; n++)
      own.push(((own[n - 1] ?? 0) * (workMs / unitMs)) / Math.min(n, servers));
    sums = sums.map((_, n) => {
      let sum = 0;
      for (let k = 0; k <= n; k++) sum += (own[k] ?? 0) * (sums[n - k] ?? 0);
      return sum;
    });
  }
  return (sums[users - 1] ?? 0) / (sums[users] ?? 0) / unitMs;
}

/**
 * An upper bound on cycles per ms: what the busiest station can do, and what users request if none
 * waits.
 */
export const throughputBound = (users: number, stations: readonly Visited[]): number =>
  Math.min(
    users / stations.reduce((sum, { workMs }) => sum + workMs, 0),
    ...stations.map(({ workMs, servers }) => servers / workMs),
  );

/** Clients that have a transaction now and then: how many of them want a connection. */
export const clientsOf = (
  clients: number,
  connections: number,
  thinkMs: number,
  holdMs: number,
): BirthDeathChain => ({
  birthRate: (n) => (clients - n) / thinkMs,
  deathRate: (n) => Math.min(n, connections) / holdMs,
});
