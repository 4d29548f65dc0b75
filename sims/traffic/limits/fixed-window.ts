/** Counts the requests between two edges, and restarts at the next. O(1) in time and memory. */
import type { Decision, Limit, Limiter } from './limiter.ts';

export class FixedWindow implements Limiter {
  readonly #limit: Limit;
  #window = 0;
  #used = 0;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  decide(atMs: number, cost = 1): Decision {
    const { count, periodMs } = this.#limit;
    const window = Math.floor(atMs / periodMs);
    if (window !== this.#window) this.#used = 0;
    this.#window = window;
    const isAdmitted = this.#used + cost <= count;
    if (isAdmitted) this.#used += cost;
    const toEdgeMs = (window + 1) * periodMs - atMs;
    return {
      isAdmitted,
      remaining: count - this.#used,
      retryAfterMs: isAdmitted ? 0 : cost > count ? null : toEdgeMs,
      resetAfterMs: this.#used === 0 ? 0 : toEdgeMs,
      delayMs: 0,
    };
  }

  get shown() {
    return { used: this.#used };
  }
}
