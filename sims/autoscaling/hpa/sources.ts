/** What an autoscaler is given to look at, and what may speak beside it. */
import type { AutoscalingRules } from '../rules.ts';
import type { Reading } from './replicas.ts';

/** The metrics of workers that take jobs from a queue, besides their processors. */
export function besidesProcessor(queue: Reading, rules: AutoscalingRules): readonly Reading[] {
  // HPA documentation, external metrics: what limits the work is what must be measured.
  return rules['scale-on-the-bottleneck'] ? [queue] : [];
}

/** Replicas, if a forecast asks for some too. */
export function withForecast(decided: number, forecast: number, rules: AutoscalingRules): number {
  // AWS predictive scaling, forecast and scale: the forecast is a floor, and the reactive policy still adds.
  return rules['forecast-only-adds'] ? Math.max(decided, forecast) : forecast;
}

/** The metrics of each autoscaler that acts on the same pods. */
export function autoscalersOf(
  metrics: readonly Reading[],
  rules: AutoscalingRules,
): readonly (readonly Reading[])[] {
  // horizontal.go, AmbiguousSelector: pods have one autoscaler, and it takes the largest of its metrics.
  return rules['one-autoscaler-a-workload'] ? [metrics] : metrics.map((metric) => [metric]);
}
