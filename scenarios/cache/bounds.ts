/** Computed bounds for random figures: a correct figure fails less than once in a million runs. */
import { exp, log, pow } from '../../src/kernel/elementary.ts';

const falseAlarm = 1e-8;

/** What a Poisson variable with this mean exceeds with a probability below 1e-8. */
export function poissonAtMost(mean: number): number {
  let term = exp(-mean);
  let below = term;
  let count = 0;
  // For large means the first terms vanish, and the normal tail is a bound.
  if (term === 0) return Math.ceil(mean + 6 * Math.sqrt(mean) + 6);
  while (1 - below > falseAlarm) {
    count += 1;
    term *= mean / count;
    below += term;
  }
  return count;
}

/** What it falls short of with a probability below 1e-8 (Chernoff). */
export function poissonAtLeast(mean: number): number {
  return Math.max(0, Math.floor(mean - Math.sqrt(2 * mean * -log(falseAlarm))));
}

/** Six standard deviations, either way, of a share p among n. */
export const shareError = (p: number, n: number): number => 6 * Math.sqrt((p * (1 - p)) / n);

/**
 * How far the mean of n independent values may lie from its expectation with a probability below
 * 1e-8, if each lies within 1 of it and has this variance (Bernstein 1924).
 */
export function bernstein(variance: number, n: number): number {
  const logOdds = log(2 / falseAlarm) / n;
  return logOdds / 3 + Math.sqrt(pow(logOdds / 3, 2) + 2 * variance * logOdds);
}

/** Six standard deviations of the mean of n independent values. */
export const meanError = (standardDeviation: number, n: number): number =>
  (6 * standardDeviation) / Math.sqrt(n);
