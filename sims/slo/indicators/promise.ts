/** What may be promised of a service that needs others. */
import type { SloRules } from '../rules.ts';

/** Of dependencies that are all needed and fail independently. */
export const allUp = (availabilities: readonly number[]): number =>
  availabilities.reduce((product, each) => product * each, 1);

/** The promise: what is wanted, if the dependencies leave it possible. */
export function promised(
  wanted: number,
  availabilities: readonly number[],
  rules: SloRules,
): number {
  // Treynor et al. 2017: a service cannot be more available than all that it needs together.
  return rules['promise-below-dependencies'] ? Math.min(wanted, allUp(availabilities)) : wanted;
}
