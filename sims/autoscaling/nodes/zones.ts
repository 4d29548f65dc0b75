/** Replicas over zones: how many there must be so that one of the zones may be lost. */
import type { AutoscalingRules } from '../rules.ts';

/** So many that the fullest zone can be lost, if they are spread evenly. O(needed). */
export function minimumFor(needed: number, zones: number, rules: AutoscalingRules): number {
  // AWS Reliability Pillar, static stability: what must be there after the loss is there before it.
  if (!rules['min-replicas-cover-zone-loss']) return needed;
  let pods = needed;
  while (pods - Math.ceil(pods / zones) < needed) pods += 1;
  return pods;
}

/** How many pods stand in each zone: even, within one; or all in the first that the scheduler comes to. */
export function placeInZones(pods: number, zones: number, rules: AutoscalingRules): number[] {
  const evenly = rules['spread-over-zones'];
  return Array.from({ length: zones }, (_, zone) =>
    evenly ? Math.floor((pods + zones - 1 - zone) / zones) : zone === 0 ? pods : 0,
  );
}
