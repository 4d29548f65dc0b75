/** What a fixed timeout costs and finds, in closed form: constant latency, heartbeats at even intervals. */
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
 * The share of pauses of exponential length after which a healthy member is suspected. A pause begins u after a heartbeat, u drawn
 * evenly from the interval, and the next heartbeat comes at its end: it is too long if it outlasts the timeout less u.
 */
export function falseSuspicionShare(
  { intervalMs, timeoutMs }: Timing,
  meanPauseMs: number,
): number {
  const interval = intervalMs / meanPauseMs;
  return (Math.exp(-timeoutMs / meanPauseMs) * Math.expm1(interval)) / interval;
}

/** From a crash at any moment of the interval: timeout and latency, less the time since the last heartbeat. */
export const detectionMs = ({ intervalMs, timeoutMs }: Timing, latencyMs: number) => ({
  atLeast: timeoutMs + latencyMs - intervalMs,
  mean: timeoutMs + latencyMs - intervalMs / 2,
  atMost: timeoutMs + latencyMs,
});

/** Heartbeats at even intervals, each late by a time of its own that is normally distributed. */
export interface Jitter {
  readonly intervalMs: number;
  readonly latencyMs: number;
  readonly deviationMs: number;
}

/** Two latencies are in each interval, and two intervals that follow each other share one. */
const intervalDeviation = ({ deviationMs }: Jitter) => Math.SQRT2 * deviationMs;

/** The variance of an estimated deviation, relative to it: 1 / (2 W), and half as much again because neighbours are correlated. */
const estimateVariance = (window: number) => 3 / (4 * window);

/**
 * The share of heartbeats after which a healthy member is suspected: 10^-threshold, and a little more because the deviation is estimated
 * from so many intervals (to the second order in the error of the estimate).
 */
export function phiSuspicionShare(threshold: number, window: number): number {
  const share = 10 ** -threshold;
  const z = quantileOfTail(share);
  const variance = estimateVariance(window);
  return share + z * normalDensity(z) * variance * (z ** 2 / 2 + 1 / 2);
}

/** From a crash at any moment of an interval until phi is above the threshold: its mean, and its deviation for one crash. */
export function phiDetectionMs(jitter: Jitter, threshold: number, window: number) {
  const late = quantileOfTail(10 ** -threshold) * intervalDeviation(jitter);
  const variance = estimateVariance(window);
  return {
    mean: jitter.latencyMs + jitter.intervalMs / 2 + late * (1 - variance / 2),
    deviation: Math.sqrt(
      jitter.intervalMs ** 2 / 12 + jitter.deviationMs ** 2 + late ** 2 * variance,
    ),
  };
}

/** The share of heartbeats that a fixed timeout takes for a crash. */
export const fixedSuspicionShare = (jitter: Jitter, timeoutMs: number): number =>
  normalUpperTail((timeoutMs - jitter.intervalMs) / intervalDeviation(jitter));

/** The timeout that is as rarely wrong as that threshold, if the jitter is known. */
export const timeoutAsRare = (jitter: Jitter, threshold: number): number =>
  jitter.intervalMs + quantileOfTail(10 ** -threshold) * intervalDeviation(jitter);
