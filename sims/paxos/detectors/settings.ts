/**
 * The defaults of two widely used detectors: their own estimates of phi, and their configuration
 * constants.
 */
import { whereCeases } from '../../../src/kernel/bisection.ts';
import { log, pow } from '../../../src/kernel/elementary.ts';
import { meanAndDeviation, type PhiOptions } from './phi.ts';

/** For both. */
export const heartbeatMs = 1_000;

/** Akka, akka-cluster/reference.conf: min-std-deviation and acceptable-heartbeat-pause. */
const akkaFloorMs = 100;
const akkaAllowanceMs = 3_000;

/**
 * How many deviations are as unlikely as the threshold, by the logistic approximation of
 * PhiAccrualFailureDetector.scala.
 */
export function akkaDeviations(threshold: number): number {
  const odds = log(pow(10, threshold) - 1);
  const isLess = (deviations: number) =>
    deviations * (1.5976 + 0.070566 * pow(deviations, 2)) < odds;
  return whereCeases(isLess, 0, 10 * threshold).low;
}

export function akkaSilenceMs(intervalsMs: readonly number[], threshold: number): number {
  const { mean, deviation } = meanAndDeviation(intervalsMs);
  return mean + akkaAllowanceMs + akkaDeviations(threshold) * Math.max(deviation, akkaFloorMs);
}

/** FailureDetector.java: intervals are exponentially distributed, and PHI_FACTOR is 1 / ln 10. */
export const cassandraSilenceMs = (intervalsMs: readonly number[], threshold: number): number =>
  meanAndDeviation(intervalsMs).mean * threshold * Math.LN10;

const enough = { window: 1_000, least: 10 };
const akka = {
  ...enough,
  silenceMs: akkaSilenceMs,
  // The first interval after a suspicion would skew the estimate.
  remembers: (_intervalMs: number, wasSuspected: boolean) => !wasSuspected,
};

export const settings = {
  akka: { ...akka, threshold: 8 },
  akka12: { ...akka, threshold: 12 },
  cassandra: {
    ...enough,
    threshold: 8,
    silenceMs: cassandraSilenceMs,
    // Longer than two rounds of gossip: that is a fault, not jitter.
    remembers: (intervalMs: number) => intervalMs <= 2 * heartbeatMs,
  },
} satisfies Readonly<Record<string, PhiOptions>>;

export type Setting = keyof typeof settings;
