/** An alert below half of the count of the same hour a week ago. */
import { exp, log } from '../../../src/kernel/elementary.ts';
import { stirlingError } from '../../../src/statistics/discrete.ts';
import { upperGamma } from '../../../src/statistics/gamma.ts';
import type { SloRules } from '../rules.ts';

export const isBelowHalf = (count: number, before: number): boolean => count < before / 2;

/** ln(n!), by Stirling's series. */
const logFactorial = (n: number): number =>
  n < 2 ? 0 : n * log(n) - n + log(2 * Math.PI * n) / 2 + stirlingError(n);

/** How often two counts of that mean are more than a factor of two apart: a false alarm. O(√mean). */
export function falseAlarmChance(mean: number): number {
  const spread = 12 * Math.sqrt(mean) + 40;
  let chance = 0;
  for (let before = Math.max(1, Math.floor(mean - spread)); before <= mean + spread; before++) {
    const most = Math.ceil(before / 2) - 1;
    const ofBefore = exp(before * log(mean) - mean - logFactorial(before));
    chance += ofBefore * upperGamma(most + 1, mean);
  }
  return Math.min(1, chance);
}

/** Over how many hours the counts are taken, so that no alarm in so many comparisons is false. */
export function hoursCompared(perHour: number, comparisons: number, rules: SloRules): number {
  // Montgomery §7.3: the limits of a chart of counts follow from the count.
  if (!rules['threshold-fits-volume']) return 1;
  let hours = 1;
  while (comparisons * falseAlarmChance(perHour * hours) > 1e-7 && hours < 10_000)
    hours = Math.ceil(hours * 1.1);
  return hours;
}
