/**
 * What a fixed timeout costs and detects, in closed form: constant latency, heartbeats at even
 * intervals.
 */
import { exp, expm1, pow } from '../../../src/kernel/elementary.ts';
import {
  normalDensity,
  normalUpperTail,
  quantileOfTail,
} from '../../../src/statistics/distributions.ts';

export interface Timing {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

/**
 * The share of exponential pauses after which a healthy member is suspected. A pause begins u after
 * a heartbeat, with u uniform over the interval, and the next heartbeat comes at its end: it is too
 * long if it exceeds the timeout minus u.
 */
export function falseSuspicionShare(
  { intervalMs, timeoutMs }: Timing,
  meanPauseMs: number,
): number {
  const interval = intervalMs / meanPauseMs;
  return (exp(-timeoutMs / meanPauseMs) * expm1(interval)) / interval;
}

/**
 * From a crash at any moment of the interval: timeout plus latency, minus the time since the last
 * heartbeat.
 */
export const detectionMs = ({ intervalMs, timeoutMs }: Timing, latencyMs: number) => ({
  atLeast: timeoutMs + latencyMs - intervalMs,
  mean: timeoutMs + latencyMs - intervalMs / 2,
  atMost: timeoutMs + latencyMs,
});

/** Heartbeats at even intervals, each with its own normally distributed delay. */
export interface Jitter {
  readonly intervalMs: number;
  readonly latencyMs: number;
  readonly deviationMs: number;
}

/** Each interval contains two latencies, and consecutive intervals share one. */
const intervalDeviation = ({ deviationMs }: Jitter) => Math.SQRT2 * deviationMs;

/** The variance of an estimated deviation, relative to it: 1 / (2 W), and half as much again because neighbours are correlated. */
const estimateVariance = (window: number) => 3 / (4 * window);

/**
 * The share of heartbeats after which a healthy member is suspected: 10^-threshold, and a little
 * more because the deviation is estimated from finitely many intervals (to second order in the
 * estimation error).
 */
export function phiSuspicionShare(threshold: number, window: number): number {
  const share = pow(10, -threshold);
  const z = quantileOfTail(share);
  const variance = estimateVariance(window);
  return share + z * normalDensity(z) * variance * (pow(z, 2) / 2 + 1 / 2);
}

/**
 * From a crash at any moment of an interval until phi exceeds the threshold: its mean, and its
 * deviation for one crash.
 */
export function phiDetectionMs(jitter: Jitter, threshold: number, window: number) {
  const late = quantileOfTail(pow(10, -threshold)) * intervalDeviation(jitter);
  const variance = estimateVariance(window);
  return {
    mean: jitter.latencyMs + jitter.intervalMs / 2 + late * (1 - variance / 2),
    deviation: Math.sqrt(
      pow(jitter.intervalMs, 2) / 12 + pow(jitter.deviationMs, 2) + pow(late, 2) * variance,
    ),
  };
}

/** The share of heartbeats after which a fixed timeout suspects a crash. */
export const fixedSuspicionShare = (jitter: Jitter, timeoutMs: number): number =>
  normalUpperTail((timeoutMs - jitter.intervalMs) / intervalDeviation(jitter));

/** The timeout that is wrong as rarely as that threshold, if the jitter is known. */
export const timeoutAsRare = (jitter: Jitter, threshold: number): number =>
  jitter.intervalMs + quantileOfTail(pow(10, -threshold)) * intervalDeviation(jitter);
