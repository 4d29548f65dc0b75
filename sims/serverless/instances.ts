/** The instances of one function: warm ones are used again, the latest first; others start, if they may. */
import type { ServerlessRules } from './rules.ts';
import type { StartRate } from './start-rate.ts';

export interface FunctionOptions {
  /** An instance that is idle for longer is gone. */
  readonly keepAliveMs: number;
  /** So many are always there. */
  readonly provisioned: number;
  /** Instances at the same time. */
  readonly concurrencyMax: number;
  /** How fast instances may start; without a limit if undefined. */
  readonly startRate?: StartRate;
}

export type Invocation = 'warm' | 'cold' | 'throttled';

interface Busy {
  readonly untilMs: number;
  readonly isProvisioned: boolean;
}

export class Instances {
  readonly #options: FunctionOptions;
  readonly #rules: ServerlessRules;
  #provisionedIdle: number;
  /** Since when each of the others is idle: the one that was used last is last. */
  readonly #idleSinceMs: number[] = [];
  /** The one that ends first is last. */
  readonly #busy: Busy[] = [];
  /** How many were idle for too long. */
  expired = 0;
  /** Requests that shared an instance with another. */
  shared = 0;

  constructor(options: FunctionOptions, rules: ServerlessRules) {
    this.#options = options;
    this.#rules = rules;
    this.#provisionedIdle = options.provisioned;
  }

  get busy(): number {
    return this.#busy.length;
  }

  /** A request comes; times do not go back. O(log busy), and what has ended or expired. */
  invoke(nowMs: number, serviceMs: number): Invocation {
    this.#settle(nowMs);
    // Lambda: a request has an instance to itself; elsewhere one may serve several at once.
    if (!this.#rules['one-request-per-instance'] && this.#busy.length > 0) {
      this.shared += 1;
      return 'warm';
    }
    const found = this.finds(nowMs);
    if (found === 'throttled') return found;
    if (found === 'cold' && this.#options.startRate?.take(nowMs) === false) return 'throttled';
    const isProvisioned = this.#provisionedIdle > 0;
    if (isProvisioned) this.#provisionedIdle -= 1;
    else if (found === 'warm') this.#idleSinceMs.pop();
    this.#enter({ untilMs: nowMs + serviceMs, isProvisioned });
    return found;
  }

  /** What a request would find now, but for how fast instances may start. */
  finds(nowMs: number): Invocation {
    this.#settle(nowMs);
    if (this.#provisionedIdle > 0 || this.#idleSinceMs.length > 0) return 'warm';
    return this.#busy.length >= this.#options.concurrencyMax ? 'throttled' : 'cold';
  }

  /** Pings from the first to the last, none of which comes too late: each uses an instance for an instant. */
  pinged(firstMs: number, lastMs: number): void {
    this.invoke(firstMs, 0);
    this.#settle(firstMs);
    if (this.#idleSinceMs.pop() !== undefined) this.#idleSinceMs.push(lastMs);
  }

  #enter(busy: Busy): void {
    let [low, high] = [0, this.#busy.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#busy[middle]?.untilMs ?? 0) > busy.untilMs) low = middle + 1;
      else high = middle;
    }
    this.#busy.splice(low, 0, busy);
  }

  /** What has ended by now is idle, and what was idle for too long is gone. */
  #settle(nowMs: number): void {
    for (;;) {
      const next = this.#busy.at(-1);
      if (next === undefined || next.untilMs > nowMs) break;
      this.#busy.pop();
      if (next.isProvisioned) this.#provisionedIdle += 1;
      else this.#idleSinceMs.push(next.untilMs);
    }
    const oldestMs = nowMs - this.#options.keepAliveMs;
    while ((this.#idleSinceMs[0] ?? Infinity) < oldestMs) {
      this.#idleSinceMs.shift();
      this.expired += 1;
    }
  }
}
