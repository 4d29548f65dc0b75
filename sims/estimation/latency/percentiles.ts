/** One percentile over several servers. */
import { must } from '../../../src/kernel/must.ts';
import type { EstimationRules } from '../rules.ts';

/**
 * The smallest value that a share of the values does not exceed (nearest rank). The values must be
 * sorted.
 */
export const quantileOfSorted = (sorted: Float64Array, share: number): number =>
  must(sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)], 'value of the rank');

/** The P99 of all requests, from the latencies that each server has seen. */
export function fleetPercentile(
  servers: readonly Float64Array[],
  share: number,
  rules: EstimationRules,
): number {
  // Dunning and Ertl 2019, §1: summaries have to be merged before they are queried.
  if (rules['percentiles-do-not-average']) {
    const all = Float64Array.from(servers.flatMap((each) => [...each])).sort();
    return quantileOfSorted(all, share);
  }
  const each = servers.map((latencies) => quantileOfSorted(latencies, share));
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}
