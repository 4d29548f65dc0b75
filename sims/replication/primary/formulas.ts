/** Closed forms for primary and replicas, with which the runs are compared. */
import { exp, pow } from '../../../src/kernel/elementary.ts';

/**
 * Mean and standard deviation of the k-th smallest of n independent exponential times with that mean, by their spacings
 * (Rényi, On the theory of order statistics, 1953): sums of mean / (n - i) over the first k. O(k).
 */
export function orderStatistic(mean: number, n: number, k: number) {
  const spacings = Array.from({ length: k }, (_, place) => mean / (n - place));
  return {
    mean: spacings.reduce((sum, spacing) => sum + spacing, 0),
    deviation: Math.sqrt(spacings.reduce((sum, spacing) => sum + pow(spacing, 2), 0)),
  };
}

/** The probability that an exponential lag with that mean is longer than a wait. */
export const lagExceeds = (meanMs: number, waitMs: number): number => exp(-waitMs / meanMs);

/**
 * The mean time in an M/M/1 queue, with the standard deviation of its average over `count`
 * consecutive customers. Those are correlated: Blomqvist gives the sum of all correlations of
 * waiting times (The covariance function of the M/G/1 queueing system, 1967), and its variance of
 * the time constant holds for the wait; the service adds its own.
 */
export function timeInQueue(serviceMs: number, load: number, count: number) {
  const wait = (load * (2 + 5 * load - 4 * pow(load, 2) + pow(load, 3))) / pow(1 - load, 4);
  return {
    mean: serviceMs / (1 - load),
    deviation: (serviceMs * (Math.sqrt(wait) + 1)) / Math.sqrt(count),
  };
}
