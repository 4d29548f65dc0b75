/** Knative's autoscaler: pods by concurrent requests, over a long window and a short one (autoscaler.go, Scale). */
import type { AutoscalingRules } from '../rules.ts';

export interface ConcurrencySpec {
  /** Concurrent requests of a pod that are aimed at. */
  readonly target: number;
  readonly stableMs: number;
  readonly panicMs: number;
  /** It panics if the short window asks for that many times the ready pods. */
  readonly panicThreshold: number;
  /** At most that many times the ready pods, and at least that part of them. */
  readonly upRate: number;
  readonly downRate: number;
}

/** config-autoscaler. */
export const knativeDefaults: Omit<ConcurrencySpec, 'target'> = {
  stableMs: 60_000,
  panicMs: 6_000,
  panicThreshold: 2,
  upRate: 1_000,
  downRate: 2,
};

/** How often it looks. */
export const tickMs = 2_000;

/** How many concurrent requests there were, on average over each window. */
export interface Observed {
  readonly stable: number;
  readonly panic: number;
}

export class ConcurrencyScaler {
  readonly #spec: ConcurrencySpec;
  readonly #rules: AutoscalingRules;
  /** When it last had a reason to panic; undefined if it does not. */
  #panickedMs: number | undefined;
  #panicPods: number;

  /** With more than one pod it starts in panic: it knows nothing yet that would let it remove some. */
  constructor(spec: ConcurrencySpec, rules: AutoscalingRules, ready = 0, nowMs = 0) {
    this.#spec = spec;
    this.#rules = rules;
    this.#panickedMs = ready > 1 ? nowMs : undefined;
    this.#panicPods = ready;
  }

  get isPanicking(): boolean {
    return this.#panickedMs !== undefined;
  }

  decides(nowMs: number, ready: number, { stable, panic }: Observed): number {
    const { target, upRate, downRate, panicThreshold, stableMs } = this.#spec;
    // Of none it counts as one.
    const counted = Math.max(1, ready);
    const [most, least] = [Math.ceil(upRate * counted), Math.floor(counted / downRate)];
    const [byStable, byPanic] = [Math.ceil(stable / target), Math.ceil(panic / target)];
    const limited = (pods: number) => Math.min(Math.max(pods, least), most);
    const isOver = this.#rules['panic-on-a-burst'] && byPanic / counted >= panicThreshold;
    if (isOver) this.#panickedMs = nowMs;
    else if (this.#panickedMs !== undefined && this.#panickedMs + stableMs < nowMs) {
      this.#panickedMs = undefined;
      this.#panicPods = 0;
    }
    if (this.#panickedMs === undefined) return limited(byStable);
    const wanted = Math.max(limited(byStable), limited(byPanic));
    // In panic the largest number since it began stands.
    if (!this.#rules['panic-removes-nothing']) return wanted;
    this.#panicPods = Math.max(this.#panicPods, wanted);
    return this.#panicPods;
  }
}

/** Samples of each second, and their averages over a window. */
export class ConcurrencyWindow {
  readonly #samples: { readonly atMs: number; readonly concurrent: number }[] = [];
  readonly #longestMs: number;

  constructor(longestMs: number) {
    this.#longestMs = longestMs;
  }

  add(atMs: number, concurrent: number): void {
    this.#samples.push({ atMs, concurrent });
    while ((this.#samples[0]?.atMs ?? Infinity) <= atMs - this.#longestMs) this.#samples.shift();
  }

  /** Over what there is of the window; 0 if there is nothing. O(samples in it). */
  average(nowMs: number, windowMs: number): number {
    const within = this.#samples.filter(({ atMs }) => atMs > nowMs - windowMs && atMs <= nowMs);
    const sum = within.reduce((total, { concurrent }) => total + concurrent, 0);
    return within.length === 0 ? 0 : sum / within.length;
  }
}
