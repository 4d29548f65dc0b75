/** KEDA’s part of autoscaling: from none to the first pod and back; the horizontal autoscaler does the rest. */
import type { AutoscalingRules } from '../rules.ts';

export interface ActivationSpec {
  /** Active above it; it goes before what the horizontal autoscaler would ask for. */
  readonly activationThreshold: number;
  /** With one or more it is always active, and never goes to none. */
  readonly minReplicas: number;
  /** How long nothing may be active before the last pod goes. */
  readonly cooldownMs: number;
}

/** ScaledObject specification. */
export const pollMs = 30_000;
export const cooldownDefaultMs = 300_000;

export class Activation {
  readonly #spec: ActivationSpec;
  readonly #rules: AutoscalingRules;
  #activeMs: number | undefined;

  constructor(spec: ActivationSpec, rules: AutoscalingRules) {
    this.#spec = spec;
    this.#rules = rules;
  }

  /** How many replicas there are after a look at the event source; as many as before if that is not its business. */
  decides(nowMs: number, replicas: number, value: number): number {
    const { activationThreshold, minReplicas, cooldownMs } = this.#spec;
    if (minReplicas > 0) return Math.max(replicas, minReplicas);
    if (value > activationThreshold) {
      this.#activeMs = nowMs;
      // Scaling deployments: the operator takes the first step, because the horizontal autoscaler cannot.
      return replicas === 0 && this.#rules['activation-wakes-from-zero'] ? 1 : replicas;
    }
    const waitsMs = this.#rules['cooldown-before-zero'] ? cooldownMs : 0;
    const isOver = this.#activeMs === undefined || this.#activeMs + waitsMs < nowMs;
    return isOver ? 0 : replicas;
  }
}
