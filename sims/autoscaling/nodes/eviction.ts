/** A node that runs out of memory: which of its pods goes (Kubernetes documentation, Node-pressure Eviction). */
import type { AutoscalingRules } from '../rules.ts';
import { type NodeOfCluster, type PlacedPod, usedOn } from './scheduler.ts';

const above = ({ uses, request }: PlacedPod): number => uses - request;

/** The pod that goes next: the one that is furthest above its request. */
export function nextEvicted(
  pods: readonly PlacedPod[],
  rules: AutoscalingRules,
): PlacedPod | undefined {
  // Pod selection for kubelet eviction: first whether a pod is above its request, then by how much.
  const score = rules['evict-over-request-first'] ? above : ({ uses }: PlacedPod) => uses;
  return pods.reduce<PlacedPod | undefined>(
    (worst, pod) => (worst === undefined || score(pod) > score(worst) ? pod : worst),
    undefined,
  );
}

/** Evicts until the rest fits; gives the evicted ones in their order. O(pods²). */
export function evictUntilFits(node: NodeOfCluster, rules: AutoscalingRules): PlacedPod[] {
  const evicted: PlacedPod[] = [];
  while (usedOn(node) > node.capacity + 1e-9) {
    const next = nextEvicted(node.pods, rules);
    if (next === undefined) break;
    node.pods.splice(node.pods.indexOf(next), 1);
    evicted.push(next);
  }
  return evicted;
}
