/**
 * How far chance may move a figure, so that an expectation fails for a wrong model and not for a
 * seed: in all but one run in ten million.
 */
import type { Bound } from '../../src/check/expectation.ts';
import type { Histogram } from '../../src/check/metric.ts';
import { shareAbove, type Typical } from '../../src/kernel/distribution.ts';
import { exp, log, pow } from '../../src/kernel/elementary.ts';

export const around = (value: number, slack: number): Required<Bound> => ({
  atLeast: value - slack,
  atMost: value + slack,
});

/**
 * How far the mean of n independent values in [0, range] may lie from its expectation, in all but
 * one run in ten million (Hoeffding 1963).
 */
export function hoeffding(n: number, range = 1): number {
  return range * Math.sqrt(log(2e7) / (2 * n));
}

/**
 * The same for the share of n independent events of probability p, or for the largest of `among`
 * such shares: narrower near 0 and 1 (Bernstein 1924).
 */
export function bernstein(n: number, p: number, among = 1): number {
  const logOdds = log(2e7 * among) / n;
  return logOdds / 3 + Math.sqrt(pow(logOdds / 3, 2) + 2 * p * (1 - p) * logOdds);
}

/**
 * Bounds on a Poisson number with this mean, in all but one run in ten million (Bennett 1962, in
 * Bernstein's form).
 */
export function poissonRange(mean: number): { readonly least: number; readonly most: number } {
  const logOdds = log(2e7);
  return {
    least: Math.max(0, mean - Math.sqrt(2 * mean * logOdds)),
    most: mean + Math.sqrt(2 * mean * logOdds) + logOdds / 3,
  };
}

/**
 * The longest time that this many gaps between arrivals of a Poisson process take, in mean gaps, in
 * all but one run in ten million: a gamma variable exceeds t if fewer arrivals come until t.
 */
export function gapsAtMost(gaps: number): number {
  const fewerArrive = (mean: number): number => {
    let term = exp(-mean);
    let sum = 0;
    for (let arrivals = 0; arrivals < gaps; arrivals++) {
      sum += term;
      term *= mean / (arrivals + 1);
    }
    return sum;
  };
  let [low, high] = [gaps, 2 * gaps + 50];
  for (let round = 0; round < 50; round++) {
    const middle = (low + high) / 2;
    if (fewerArrive(middle) > 1e-7) low = middle;
    else high = middle;
  }
  return high;
}

/** P(X <= z) of a standard normal variable, to 7 digits (Abramowitz and Stegun 1964, 26.2.17). */
export function normalAtMost(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const series =
    t *
    (0.319_381_53 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const above = (exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - above : above;
}

/** P(X <= atMost) for a lognormal time with this median and sigma, or for measured times. */
export function lognormalAtMost(atMost: number, median: Typical, sigma: number): number {
  if (typeof median !== 'number') return 1 - shareAbove(median, atMost);
  if (sigma === 0) return median < atMost ? 1 : 0;
  return normalAtMost(log(atMost / median) / sigma);
}

/** The mean number of attempts per request if each fails with probability p: 1 + p + p^2 + … */
export function triesOf(p: number, maxAttempts: number): number {
  let sum = 0;
  for (let tries = 0; tries < maxAttempts; tries++) sum += pow(p, tries);
  return sum;
}

/**
 * Bounds on the maximum of a Poisson number with this mean, over a time in which it is drawn anew a
 * few times.
 */
export const fullest = (mean: number, more = 12): Required<Bound> => ({
  atLeast: mean - 6 * Math.sqrt(mean),
  atMost: mean + 8 * Math.sqrt(mean) + more,
});

/**
 * P(time > t) and P(time >= t) for an exponential time with this 99th percentile, or for measured
 * times: many of those may be exactly t.
 */
export function sharesAbove(p99Ms: Typical, ms: number): { least: number; most: number } {
  if (typeof p99Ms === 'number') {
    const p = pow(0.01, ms / p99Ms);
    return { least: p, most: p };
  }
  return { least: shareAbove(p99Ms, ms), most: shareAbove(p99Ms, ms * (1 - 1e-12)) };
}

/**
 * Bounds on the share of a Poisson number of events with this mean, each with a probability between
 * the two.
 */
export function shareOf({ least, most }: ReturnType<typeof sharesAbove>, mean: number): Bound {
  // The lowest plausible number, in all but one run in 1e8: 5.7 standard deviations.
  const n = Math.max(1, mean - 5.7 * Math.sqrt(Math.max(0, mean)));
  return {
    atLeast: Math.max(0, least - bernstein(n, least)),
    atMost: most + bernstein(n, most),
  };
}

/** How far the mean of `a` is above that of `b`, in standard errors of the difference. */
export function standardErrorsBetween(a: Histogram, b: Histogram): number | undefined {
  if (a.mean === undefined || b.mean === undefined) return undefined;
  return (a.mean - b.mean) / Math.sqrt(varianceOfMean(a) + varianceOfMean(b));
}

function varianceOfMean({ samples, mean = 0 }: Histogram): number {
  const squares = samples.reduce((sum, value) => sum + pow(value - mean, 2), 0);
  return squares / (samples.length - 1) / samples.length;
}
