/** The autoscaler: a decision each time it looks (Kubernetes, pkg/controller/podautoscaler/horizontal.go). */
import type { AutoscalingRule, AutoscalingRules } from '../rules.ts';
import {
  type Behaviour,
  defaultBehaviour,
  downLimit,
  stabilised,
  type Timed,
  upLimit,
} from './behaviour.ts';
import { defaultTolerance, desiredReplicas, type Reading, type Tolerance } from './replicas.ts';

export interface AutoscalerSpec {
  readonly min: number;
  readonly max: number;
  readonly behaviour: Behaviour;
  readonly tolerance: Tolerance;
}

export const specOf = (
  min: number,
  max: number,
  spec: Partial<AutoscalerSpec> = {},
): AutoscalerSpec => ({
  min,
  max,
  behaviour: spec.behaviour ?? defaultBehaviour,
  tolerance: spec.tolerance ?? defaultTolerance,
});

/** How often it looks, by default. */
export const syncMs = 15_000;

export type Reason =
  | 'DesiredWithinRange'
  | 'ScaleUpStabilized'
  | 'ScaleDownStabilized'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit'
  | 'TooManyReplicas'
  | 'TooFewReplicas'
  | 'ScalingDisabled'
  | 'NoMetrics';

export interface Decision {
  readonly from: number;
  readonly to: number;
  /** What the metrics ask for; undefined if none says anything. */
  readonly recommended: number | undefined;
  readonly reason: Reason;
  /** The rule that held it back, or that made it more. */
  readonly rule?: AutoscalingRule;
}

export class Autoscaler {
  readonly #spec: AutoscalerSpec;
  readonly #rules: AutoscalingRules;
  readonly #recommended: Timed[] = [];
  readonly #added: Timed[] = [];
  readonly #removed: Timed[] = [];
  #hasBegun = false;

  constructor(spec: AutoscalerSpec, rules: AutoscalingRules) {
    this.#spec = spec;
    this.#rules = rules;
  }

  /** What it knows of the time before it began. */
  remembers(history: {
    readonly recommended?: readonly Timed[];
    readonly added?: readonly Timed[];
    readonly removed?: readonly Timed[];
  }): this {
    this.#hasBegun = history.recommended !== undefined;
    this.#recommended.push(...(history.recommended ?? []));
    this.#added.push(...(history.added ?? []));
    this.#removed.push(...(history.removed ?? []));
    return this;
  }

  /** Looks at its metrics, and changes the number of replicas. O(pods x metrics + what it remembers). */
  decides(nowMs: number, current: number, readings: readonly Reading[]): Decision {
    const { min, max } = this.#spec;
    // The controller keeps what it found, so that a restart does not scale down at once.
    if (!this.#hasBegun) this.#recommended.push({ atMs: nowMs, count: current });
    this.#hasBegun = true;
    if (current === 0 && min !== 0)
      return { from: 0, to: 0, recommended: undefined, reason: 'ScalingDisabled' };
    if (current > max) return this.#done(nowMs, current, max, max, 'TooManyReplicas');
    if (current < min) return this.#done(nowMs, current, min, min, 'TooFewReplicas');
    const recommended = combined(current, readings, this.#spec.tolerance, this.#rules);
    if (recommended === undefined)
      return { from: current, to: current, recommended, reason: 'NoMetrics' };
    return this.limits(nowMs, current, recommended);
  }

  /** What a recommendation comes to: stabilised, then limited. */
  limits(nowMs: number, current: number, recommended: number): Decision {
    const { min, max, behaviour } = this.#spec;
    const history = { recommended: this.#recommended, added: this.#added, removed: this.#removed };
    const stable = this.#rules['stabilise-down']
      ? stabilised(recommended, current, behaviour, history, nowMs)
      : recommended;
    this.#recommended.push({ atMs: nowMs, count: recommended });
    const isLimited = this.#rules['limit-by-period'];
    if (stable > current) {
      const limit = isLimited ? upLimit(current, behaviour, history, nowMs) : Infinity;
      const most = Math.min(max, limit);
      const reason = limit < max ? 'ScaleUpLimit' : 'TooManyReplicas';
      if (stable > most)
        return this.#done(nowMs, current, most, recommended, reason, 'limit-by-period');
    } else if (stable < current) {
      const limit = isLimited ? downLimit(current, behaviour, history, nowMs) : -Infinity;
      const least = Math.max(min, limit);
      const reason = limit > min ? 'ScaleDownLimit' : 'TooFewReplicas';
      if (stable < least)
        return this.#done(nowMs, current, least, recommended, reason, 'limit-by-period');
    }
    if (stable === recommended)
      return this.#done(nowMs, current, stable, recommended, 'DesiredWithinRange');
    const reason = recommended >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
    return this.#done(nowMs, current, stable, recommended, reason, 'stabilise-down');
  }

  #done(
    atMs: number,
    from: number,
    to: number,
    recommended: number,
    reason: Reason,
    rule?: AutoscalingRule,
  ): Decision {
    if (to > from) this.#added.push({ atMs, count: to - from });
    if (to < from) this.#removed.push({ atMs, count: from - to });
    this.#forgets(atMs);
    return { from, to, recommended, reason, ...(rule === undefined ? {} : { rule }) };
  }

  /** Drops what no window and no period reaches back to. */
  #forgets(nowMs: number): void {
    const { up, down } = this.#spec.behaviour;
    const periodsS = [...up.policies, ...down.policies].map(({ periodS }) => periodS);
    const longestMs = 1_000 * Math.max(up.windowS, down.windowS, ...periodsS);
    for (const list of [this.#recommended, this.#added, this.#removed]) {
      const kept = list.filter(({ atMs }) => atMs >= nowMs - longestMs);
      list.splice(0, list.length, ...kept);
    }
  }
}

/**
 * computeReplicasForMetrics: the metric that asks for most decides; if one of them says nothing, the others may only add.
 * Undefined if that leaves nothing to do.
 */
export function combined(
  current: number,
  readings: readonly Reading[],
  tolerance: Tolerance,
  rules: AutoscalingRules,
): number | undefined {
  const asked = readings.map((reading) => desiredReplicas(reading, tolerance, rules));
  const known = asked.filter((count) => count !== undefined);
  if (known.length === 0) return undefined;
  const most = rules['max-over-metrics']
    ? Math.max(...known)
    : Math.ceil(known.reduce((sum, count) => sum + count, 0) / known.length);
  const isPartial = known.length < asked.length;
  return rules['no-metric-no-scale-down'] && isPartial && most < current ? undefined : most;
}
