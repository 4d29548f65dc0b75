/** From users to requests a second, and from the average to the peak. */
import { log } from '../../../src/kernel/elementary.ts';
import type { EstimationRules } from '../rules.ts';
import { secondsPerDay } from '../units.ts';

/** QPS = DAU × actions / 86,400. */
export const averagePerSecond = (dailyUsers: number, actionsPerUser: number): number =>
  (dailyUsers * actionsPerUser) / secondsPerDay;

/** What has to be provisioned: for the busiest time of the day, not for the mean of it. */
export function provisioned(average: number, peakFactor: number, rules: EstimationRules): number {
  // Beyer et al., Site Reliability Engineering, 2016, chapter 18: plan for peak demand.
  return rules['peak-not-average'] ? average * peakFactor : average;
}

/** Peak over mean if this share of a day's requests comes in its busiest hour: 24 s. */
export const peakOfBusyHour = (busyHourShare: number): number => 24 * busyHourShare;

/**
 * Roughly the mean of the busiest second of a day if the rate is constant and arrivals are Poisson:
 * m + √(2 m ln 86,400). Chance alone makes no peak factor of 3.
 */
export const busiestSecond = (mean: number): number =>
  mean + Math.sqrt(2 * mean * log(secondsPerDay));

/** Mean attempts of a call if each fails with this probability and the last one is given up: 1 + p + p² + … */
export function attemptsPerCall(failureShare: number, attempts: number): number {
  let [sum, still] = [0, 1];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    sum += still;
    still *= failureShare;
  }
  return sum;
}
