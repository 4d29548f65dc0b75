/**
 * How many replicas one metric asks for (Kubernetes, pkg/controller/podautoscaler/replica_calculator.go). Whole numbers are
 * cut where they are in the source: a utilisation of 62.375% counts as 62%.
 */
import type { AutoscalingRules } from '../rules.ts';
import { grouped, type Milli, type Pod } from './pods.ts';

/** A change that is smaller asks for nothing. */
export interface Tolerance {
  readonly up: number;
  readonly down: number;
}

export const defaultTolerance: Tolerance = { up: 0.1, down: 0.1 };

/** What a metric is held to. */
export type Target =
  /** Percent of what the pods request. */
  | { readonly kind: 'utilisation'; readonly percent: number }
  /** Of each pod, on average. */
  | { readonly kind: 'average'; readonly milli: Milli }
  /** Of an object or an external system, for all pods together. */
  | { readonly kind: 'value'; readonly milli: Milli }
  /** The same, divided by the pods that there are. */
  | { readonly kind: 'value-per-pod'; readonly milli: Milli };

/** What a metric says; the value of an object, or undefined of what its pods say themselves. */
export interface Reading {
  readonly target: Target;
  readonly pods: readonly Pod[];
  readonly currentReplicas: number;
  /** Whether it is the processor, which pods that start do not count for; of a utilisation if it is not said. */
  readonly isCpu?: boolean;
  /** Of an object or an external system; undefined if it cannot be read. */
  readonly valueMilli?: Milli | undefined;
}

/** Undefined if the metric says nothing. O(pods). */
export function desiredReplicas(
  reading: Reading,
  tolerance: Tolerance,
  rules: AutoscalingRules,
): number | undefined {
  const { target } = reading;
  if (target.kind === 'value') return ofValue(reading, target.milli, tolerance, rules);
  if (target.kind === 'value-per-pod')
    return ofValuePerPod(reading, target.milli, tolerance, rules);
  return ofPods(reading, target, tolerance, rules);
}

export function isWithin(ratio: number, { up, down }: Tolerance, rules: AutoscalingRules): boolean {
  // Tolerances.isWithin: both ends are still within.
  if (!rules['tolerance-band']) return ratio === 1;
  return 1 - down <= ratio && ratio <= 1 + up;
}

/** The next whole number: half a pod too few is a pod that is overloaded. */
function wholePods(count: number, rules: AutoscalingRules): number {
  return rules['ceil-not-round'] ? Math.ceil(count) : Math.max(1, Math.round(count));
}

type PodTarget = Extract<Target, { kind: 'utilisation' | 'average' }>;

interface Used {
  readonly usedMilli: Milli;
  readonly ofMilli: Milli;
}

function ofPods(
  reading: Reading,
  target: PodTarget,
  tolerance: Tolerance,
  rules: AutoscalingRules,
): number | undefined {
  const { currentReplicas, isCpu = target.kind === 'utilisation' } = reading;
  const { counted: heard, ignored, missing } = grouped(reading.pods, isCpu);
  if (heard.length === 0) return undefined;
  const counted = heard.map((pod) => usageOf(pod, pod.usedMilli ?? 0, rules));
  const ratio = ratioOf(counted, target);
  const waitsForIgnored = ignored.length > 0 && ratio > 1;
  if (!waitsForIgnored && missing.length === 0) {
    if (isWithin(ratio, tolerance, rules)) return currentReplicas;
    return wholePods(ratio * heard.length, rules);
  }
  if (waitsForIgnored && !rules['unready-count-as-nothing'])
    return wholePods(ratio * (heard.length + ignored.length), rules);
  const assumed = [
    ...counted,
    ...missing.flatMap((pod) => assumedOf(pod, ratio, target, rules)),
    // GetResourceReplicas: on the way up pods that are starting count, and use nothing yet.
    ...(waitsForIgnored ? ignored.map((pod) => usageOf(pod, 0, rules)) : []),
  ];
  const newRatio = ratioOf(assumed, target);
  if (isWithin(newRatio, tolerance, rules)) return currentReplicas;
  const flips = (ratio < 1 && newRatio > 1) || (ratio > 1 && newRatio < 1);
  // What is only assumed of some pods must not turn round what the others say.
  if (rules['direction-may-not-flip'] && flips) return currentReplicas;
  const replicas = wholePods(newRatio * assumed.length, rules);
  const turns =
    (newRatio < 1 && replicas > currentReplicas) || (newRatio > 1 && replicas < currentReplicas);
  return rules['direction-may-not-flip'] && turns ? currentReplicas : replicas;
}

/** What is assumed of a pod without a metric: the worst for the direction in which the others point. */
function assumedOf(
  pod: Pod,
  ratio: number,
  target: PodTarget,
  rules: AutoscalingRules,
): readonly Used[] {
  if (!rules['missing-pods-are-conservative']) return [];
  // calcPlainMetricReplicas has no third case: exactly at the target they count as on the way up.
  if (ratio > 1 || (ratio === 1 && target.kind === 'average')) return [usageOf(pod, 0, rules)];
  if (ratio === 1) return [];
  if (target.kind === 'average') return [usageOf(pod, target.milli, rules)];
  const { ofMilli } = usageOf(pod, 0, rules);
  return [{ usedMilli: Math.trunc((ofMilli * Math.max(100, target.percent)) / 100), ofMilli }];
}

function usageOf(
  { requestMilli, limitMilli }: Pod,
  usedMilli: Milli,
  rules: AutoscalingRules,
): Used {
  // calculateRequests: what the scheduler has kept free is what there is to use.
  const ofMilli = rules['requests-not-limits'] ? requestMilli : (limitMilli ?? requestMilli);
  return { usedMilli, ofMilli };
}

/** Usage through target, cut as GetResourceUtilizationRatio and GetMetricUsageRatio cut it. */
function ratioOf(counted: readonly Used[], target: PodTarget): number {
  const used = counted.reduce((sum, { usedMilli }) => sum + usedMilli, 0);
  if (target.kind === 'average') return Math.trunc(used / counted.length) / target.milli;
  const of = counted.reduce((sum, { ofMilli }) => sum + ofMilli, 0);
  return Math.trunc((used * 100) / of) / target.percent;
}

/** getUsageRatioReplicaCount: from none the ratio itself is the number of pods, without a tolerance. */
function ofValue(
  { pods, currentReplicas, valueMilli }: Reading,
  targetMilli: Milli,
  tolerance: Tolerance,
  rules: AutoscalingRules,
): number | undefined {
  if (valueMilli === undefined) return undefined;
  const ratio = valueMilli / targetMilli;
  if (currentReplicas === 0) return Math.ceil(ratio);
  if (isWithin(ratio, tolerance, rules)) return currentReplicas;
  // getReadyPodsCount: without a pod it is an error, and the metric says nothing.
  if (pods.length === 0) return undefined;
  return wholePods(ratio * pods.filter(({ state }) => state === 'ready').length, rules);
}

/** GetExternalPerPodMetricReplicas: pods that are starting count as pods that are there. */
function ofValuePerPod(
  { currentReplicas, valueMilli }: Reading,
  targetMilli: Milli,
  tolerance: Tolerance,
  rules: AutoscalingRules,
): number | undefined {
  if (valueMilli === undefined) return undefined;
  const ratio = valueMilli / (targetMilli * currentReplicas);
  if (currentReplicas > 0 && isWithin(ratio, tolerance, rules)) return currentReplicas;
  return wholePods(valueMilli / targetMilli, rules);
}
