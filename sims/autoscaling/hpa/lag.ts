/** Metrics that are old: what an autoscaler makes of samples from before its last change. */
import type { AutoscalingRules } from '../rules.ts';
import { syncMs } from './autoscaler.ts';
import { defaultTolerance, isWithin } from './replicas.ts';

/** How long scaling down waits, in seconds: for as long as samples may be from before the last change. */
export function downWindowS(lagMs: number, rules: AutoscalingRules): number {
  // Horizontal Pod Autoscaling, stabilization window: it must outlast what makes metrics fluctuate.
  return rules['window-covers-lag'] ? Math.ceil((lagMs + 2 * syncMs) / 1_000) : 0;
}

/**
 * To how many pods that many looks at the same old sample bring a fleet, if nothing waits: each multiplies what is left by
 * the ratio of use to target, and rounds up. Ends within the tolerance at once.
 */
export function undershoot(
  pods: number,
  ratio: number,
  looks: number,
  rules: AutoscalingRules,
): number {
  if (isWithin(ratio, defaultTolerance, rules)) return pods;
  let left = pods;
  for (let look = 0; look < looks; look++) left = Math.max(1, Math.ceil(ratio * left));
  return left;
}
