/** Pods that keep data, and what a replacement finds. */
import type { AutoscalingRules } from '../rules.ts';

/** The name of the pod that takes the place of another; volumes are claimed by name. */
export function replacementName(
  ordinal: number,
  replaced: number,
  rules: AutoscalingRules,
): string {
  // StatefulSets, stable network ID: the ordinal is the identity, and the claim is named by it.
  return rules['identity-by-ordinal'] ? `db-${ordinal}` : `db-${ordinal}-${replaced}`;
}
