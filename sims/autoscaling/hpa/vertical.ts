/** The vertical autoscaler: what a pod requests, by what pods use (Kubernetes autoscaler, vertical-pod-autoscaler). */
import type { AutoscalingRules } from '../rules.ts';
import type { Milli } from './pods.ts';

/** --recommendation-margin-fraction: so much more than was used. */
export const marginShare = 0.15;
/** --pod-recommendation-min-cpu-millicores. */
export const leastMilli: Milli = 25;

/** What each pod requests from now on. */
export function requestFor(requestMilli: Milli, usedMilli: Milli, rules: AutoscalingRules): Milli {
  // Known limitations: not on CPU or memory together with a horizontal autoscaler on the same metric.
  if (rules['vertical-on-another-metric']) return requestMilli;
  return Math.max(leastMilli, Math.ceil(usedMilli * (1 + marginShare)));
}

/** By how much one round of both multiplies the pods: the use is 1 / 1.15 of the new request, whatever it was. */
export const roundFactor = (targetPercent: number): number =>
  100 / ((1 + marginShare) * targetPercent);
