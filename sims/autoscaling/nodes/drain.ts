/** A node that is drained: its pods go, and others start elsewhere. */
import type { AutoscalingRules } from '../rules.ts';

export interface Drain {
  readonly replicas: number;
  readonly onNode: number;
  readonly minAvailable: number;
}

/** How many pods may go now. */
export function evictable(
  { minAvailable }: Pick<Drain, 'minAvailable'>,
  ready: number,
  left: number,
  rules: AutoscalingRules,
): number {
  // PodDisruptionBudget: an eviction that would leave too few is refused, and asked for again.
  return rules['eviction-keeps-minimum'] ? Math.max(0, Math.min(left, ready - minAvailable)) : left;
}
