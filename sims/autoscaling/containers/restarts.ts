/** Containers that end: when they are started again, and what a probe makes of one that starts slowly. */
import type { AutoscalingRules } from '../rules.ts';

/** The wait before the second restart; the first one is at once. */
export const backoffFirstMs = 10_000;
export const backoffMostMs = 300_000;
/** A container that ran for longer starts from the beginning. */
export const backoffResetMs = 600_000;

/** How long the kubelet waits before the restart of that number, from 1. */
export function backoffMs(restart: number, rules: AutoscalingRules): number {
  // Pod Lifecycle: at once, then after 10 s, 20 s, 40 s … at most 5 minutes.
  if (restart <= 1) return 0;
  if (!rules['backoff-doubles']) return backoffFirstMs;
  let ms = backoffFirstMs;
  for (let each = 2; each < restart && ms < backoffMostMs; each++) ms *= 2;
  return Math.min(ms, backoffMostMs);
}

/** The restarts of one container, as its kubelet counts them. */
export class RestartBackoff {
  readonly #rules: AutoscalingRules;
  #inRow = 0;

  constructor(rules: AutoscalingRules) {
    this.#rules = rules;
  }

  /** How long to wait until the next restart of a container that has ended after so long. */
  waitMs(ranMs: number): number {
    this.#inRow = ranMs > backoffResetMs ? 1 : this.#inRow + 1;
    return backoffMs(this.#inRow, this.#rules);
  }
}

export interface Probes {
  readonly periodMs: number;
  readonly failuresMax: number;
  /** Failures that a startup probe allows. */
  readonly startupFailuresMax: number;
}

/** How long a container may take to start before it is killed. */
export function startAllowedMs(
  { periodMs, failuresMax, startupFailuresMax }: Probes,
  rules: AutoscalingRules,
): number {
  // Startup Probes: the others wait until it has succeeded once.
  return periodMs * (rules['startup-probe-first'] ? startupFailuresMax : failuresMax);
}
