/** A scheduler: on which node a pod goes, by what it requests (Kubernetes documentation, kube-scheduler). */
import type { AutoscalingRules } from '../rules.ts';

export interface PlacedPod {
  readonly name: string;
  /** In units of a node's capacity: cores, or GB. */
  readonly request: number;
  /** What it uses at the moment. */
  readonly uses: number;
  readonly toleratesTaint?: boolean;
}

export interface NodeOfCluster {
  readonly name: string;
  readonly capacity: number;
  readonly isTainted?: boolean;
  readonly pods: PlacedPod[];
}

/** `MostAllocated` packs, `LeastAllocated` spreads; first fit takes the first that has room. */
export type Scoring = 'first-fit' | 'most-allocated' | 'least-allocated';

export const clusterOf = (nodes: number, capacity: number): NodeOfCluster[] =>
  Array.from({ length: nodes }, (_, place) => ({ name: `node-${place + 1}`, capacity, pods: [] }));

export const requestedOn = ({ pods }: NodeOfCluster): number =>
  pods.reduce((sum, { request }) => sum + request, 0);

export const usedOn = ({ pods }: NodeOfCluster): number =>
  pods.reduce((sum, { uses }) => sum + uses, 0);

export function freeOn(node: NodeOfCluster, rules: AutoscalingRules): number {
  // Kubernetes, how Pods with requests are scheduled: actual use does not count, however low it is.
  return node.capacity - (rules['place-by-request'] ? requestedOn(node) : usedOn(node));
}

const slack = 1e-9;

/** Puts the pod on a node; undefined if it stays pending. O(nodes x pods). */
export function place(
  pod: PlacedPod,
  nodes: readonly NodeOfCluster[],
  scoring: Scoring,
  rules: AutoscalingRules,
): NodeOfCluster | undefined {
  const needs = rules['place-by-request'] ? pod.request : pod.uses;
  const fitting = nodes.filter((node) => {
    // Taints and Tolerations: NoSchedule keeps away what does not say that it may come.
    const isRepelled = rules['taint-repels'] && node.isTainted === true && !pod.toleratesTaint;
    return !isRepelled && freeOn(node, rules) >= needs - slack;
  });
  const best = fitting.reduce<NodeOfCluster | undefined>((chosen, node) => {
    if (chosen === undefined) return node;
    const [free, other] = [freeOn(node, rules), freeOn(chosen, rules)];
    if (scoring === 'most-allocated') return free < other - slack ? node : chosen;
    if (scoring === 'least-allocated') return free > other + slack ? node : chosen;
    return chosen;
  }, undefined);
  best?.pods.push(pod);
  return best;
}

/** How small pods are placed, if large ones come later. */
export const scoringFor = (rules: AutoscalingRules): Scoring =>
  // Kubernetes, Resource Bin Packing: MostAllocated keeps whole nodes free.
  rules['pack-to-leave-holes'] ? 'most-allocated' : 'least-allocated';
