/** The failed share of a fleet, from the counts of its instances. */
import type { SloRules } from '../rules.ts';

export interface Counts {
  readonly failed: number;
  readonly requests: number;
}

export const meanOfRatios = (instances: readonly Counts[]): number =>
  instances.reduce(
    (sum, { failed, requests }) => sum + (requests === 0 ? 0 : failed / requests),
    0,
  ) / instances.length;

export const ratioOfSums = (instances: readonly Counts[]): number =>
  instances.reduce((sum, { failed }) => sum + failed, 0) /
  instances.reduce((sum, { requests }) => sum + requests, 0);

/** As a recording rule has it. */
export function fleetRatio(instances: readonly Counts[], rules: SloRules): number {
  // Prometheus, Recording rules: aggregate numerators and denominators, then divide.
  return rules['sum-then-divide'] ? ratioOfSums(instances) : meanOfRatios(instances);
}
