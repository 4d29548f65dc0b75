/** Closed forms of balancing: the supermarket model, balls into bins, Envoy's weights, detection times. */
import { exp, log, pow } from '../../../src/kernel/elementary.ts';
import { must } from '../../../src/kernel/must.ts';

/**
 * The share of hosts with at least `length` requests, in the limit of many hosts, each loaded to
 * `load` of its capacity, if every request goes to the shortest of `choices` queues: load^((d^i -
 * 1) / (d - 1)) (Mitzenmacher 1996, §2.2).
 */
export function shareAtLeast(length: number, load: number, choices: number): number {
  const exponent = choices === 1 ? length : (pow(choices, length) - 1) / (choices - 1);
  return pow(load, exponent);
}

/**
 * The mean time of a request in that limit, as a multiple of its mean work: the sum of the shares /
 * load.
 */
export function supermarketTime(load: number, choices: number): number {
  let [sum, length] = [0, 1];
  for (; ; length++) {
    const share = shareAtLeast(length, load, choices);
    if (share < 1e-16) return sum / load;
    sum += share;
  }
}

/**
 * The most by which finitely many hosts exceed that time, as a share of it: it falls as 1 / hosts (Gast,
 * Expected Values Estimated via Mean-Field Approximation are 1/N-Accurate, 2017), and no further from the
 * limit at loads from 0.5 to 0.9 than this (simulations of \`npm run test:deep\`).
 */
export const finiteExcess = (load: number, choices: number, hosts: number): number =>
  choices === 1 ? 0 : 0.3 / ((1 - load) * hosts);

/**
 * The standard deviation of the mean time that is measured at \`hosts\` random queues over so many mean
 * works: from the asymptotic variance of M/M/1's length, 2·load·(1 + load) / (1 - load)^4 (Whitt,
 * Planning Queueing Simulations, 1989, §4), which is never more than that of a single look.
 */
export function randomHostsDeviation(load: number, hosts: number, until: number): number {
  const overTime = (2 * load * (1 + load)) / pow(1 - load, 4) / until;
  const once = load / pow(1 - load, 2);
  return Math.sqrt(Math.min(overTime, once) / hosts) / load;
}

/**
 * How often per unit of time some queue of `hosts` grows to `length`: when a request finds nothing
 * shorter among its choices.
 */
export const growthsTo = (length: number, load: number, choices: number, hosts: number): number =>
  hosts *
  load *
  (pow(shareAtLeast(length - 1, load, choices), choices) -
    pow(shareAtLeast(length, load, choices), choices));

/**
 * Random choices make the hosts independent M/G/1 queues, each busy for a share `load` of the time
 * whatever the distribution of the work. The share of requests that go to a busy host while another
 * is idle: the chosen one is busy, and the others are not all busy.
 */
export const besideIdleShare = (load: number, hosts: number): number =>
  load * (1 - pow(load, hosts - 1));

/**
 * An upper bound on the standard deviation of that share, measured over a time t; `busyVariance` is
 * the variance of the share of t for which one host is busy.
 *
 * The share is that of busy hosts, minus 1 while all are busy. The busyness of a host has a covariance
 * c ≥ 0 over time, because a queue that starts empty fills up. So that of the share is c / n -
 * 2 load^(n-1) c + (load² + c)^n - load^2n, and the last two terms, convex in c, are at most their chord
 * up to c = load (1 - load). Requests look at random times: that adds at most the binomial error.
 */
export function besideIdleDeviation(
  load: number,
  hosts: number,
  { busyVariance, requests }: { readonly busyVariance: number; readonly requests: number },
): number {
  const allBusy = pow(load, hosts);
  const chord = (allBusy - pow(allBusy, 2)) / (load * (1 - load));
  const overTime = busyVariance * (1 / hosts - 2 * pow(load, hosts - 1) + chord);
  const share = besideIdleShare(load, hosts);
  return Math.sqrt(overTime) + Math.sqrt((share * (1 - share)) / requests);
}

/** The probability that the fullest of n bins has at most `most` of n balls, one random choice each. */
export function fullestAtMost(most: number, n: number): number {
  // Ways, as Poisson(1) probabilities: given their sum n, independent Poisson counts are multinomial.
  const single = Array.from({ length: most + 1 }, (_, count) => exp(-1 - logFactorial(count)));
  let sums = [1];
  for (let bin = 0; bin < n; bin++) {
    const next = new Array<number>(Math.min(n, sums.length - 1 + most) + 1).fill(0);
    sums.forEach((probability, sum) => {
      single.forEach((of, count) => {
        if (sum + count < next.length)
          next[sum + count] = (next[sum + count] ?? 0) + probability * of;
      });
    });
    sums = next;
  }
  const all = exp(n * log(n) - n - logFactorial(n));
  return (sums[n] ?? 0) / all;
}

/**
 * The same with the emptier of two random bins, different or not: the chain of how many bins have
 * at least 1, 2, 3… balls, omitting states less probable than 1e-13.
 */
export function fullestOfTwoAtMost(most: number, n: number, distinct: boolean): number {
  const pairs = distinct ? n * (n - 1) : n * n;
  const fromAtLeast = (bins: number) => bins * (distinct ? bins - 1 : bins);
  /** Key: the numbers of bins with at least 1, 2, … `most` balls, as digits to the base n + 1. */
  let states = new Map<number, number>([[0, 1]]);
  const base = n + 1;
  for (let ball = 0; ball < n; ball++) {
    const next = new Map<number, number>();
    for (const [key, probability] of states) {
      if (probability < 1e-13) continue;
      let [rest, atLeast, place] = [key, n, 1];
      for (let level = 0; level < most; level++) {
        const above = rest % base;
        const chance = (fromAtLeast(atLeast) - fromAtLeast(above)) / pairs;
        if (chance > 0) {
          const to = key + place;
          next.set(to, (next.get(to) ?? 0) + probability * chance);
        }
        [rest, atLeast, place] = [Math.floor(rest / base), above, place * base];
      }
    }
    states = next;
  }
  return [...states.values()].reduce((sum, probability) => sum + probability, 0);
}

function logFactorial(n: number): number {
  let sum = 0;
  for (let factor = 2; factor <= n; factor++) sum += log(factor);
  return sum;
}

/** Envoy's least request with weights: weight / (active + 1)^bias (Envoy documentation, Weighted least request). */
export const leastRequestWeight = (weight: number, active: number, bias: number): number =>
  weight / pow(active + 1, bias);

/**
 * Envoy's slow start: the share of its weight that a host has this long after it joined (Slow start
 * mode).
 */
export const slowStartFactor = (
  sinceMs: number,
  windowMs: number,
  { aggression = 1, least = 0.1 } = {},
): number => Math.min(1, Math.max(least, pow(Math.max(sinceMs, 1) / windowMs, 1 / aggression)));

/**
 * How many of `hosts` may be ejected at a time: the cap in whole hosts, but always at least one
 * (Envoy until 1.30).
 */
export const ejectedMax = (hosts: number, share: number): number =>
  Math.max(1, Math.floor(hosts * share + 1e-9));

/**
 * Envoy's success-rate outliers: below the mean minus a number of standard deviations. Shares from
 * 0 to 1.
 */
export function successRateThreshold(rates: readonly number[], factor = 1.9): number {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const squares = rates.reduce((sum, rate) => sum + pow(rate - mean, 2), 0);
  return mean - factor * Math.sqrt(squares / rates.length);
}

/**
 * nginx's smooth weighted round robin (Igor Sysoev 2012): each turn adds every weight to its host's
 * score, takes the highest, and subtracts the sum of all weights from it.
 */
export class SmoothWeights {
  readonly #weights: readonly number[];
  readonly #scores: number[];

  constructor(weights: readonly number[]) {
    this.#weights = weights;
    this.#scores = weights.map(() => 0);
  }

  next(): number {
    const sum = this.#weights.reduce((total, weight) => total + weight, 0);
    this.#weights.forEach((weight, host) => {
      this.#scores[host] = must(this.#scores[host], 'score') + weight;
    });
    const chosen = this.#scores.indexOf(Math.max(...this.#scores));
    this.#scores[chosen] = must(this.#scores[chosen], 'score') - sum;
    return chosen;
  }
}

/**
 * Every k-th Poisson arrival goes to a host with one server: the share of requests that find it
 * busy, and the factor by which each longer queue is rarer (Kleinrock, Queueing Systems I, §6.4,
 * G/M/1 with Erlang arrivals).
 */
export function busyOnArrival(every: number, load: number): number {
  let busy = load;
  for (let round = 0; round < 10_000; round++) {
    const next = pow((every * load) / (every * load + 1 - busy), every);
    if (Math.abs(next - busy) < 1e-12) return next;
    busy = next;
  }
  return busy;
}
