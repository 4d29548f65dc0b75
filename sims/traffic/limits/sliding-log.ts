/**
 * Stores the time of each admitted request, and counts those of the last period. Exact for every
 * window, at the cost of one time per request: O(count) in memory.
 */
import { FixedWindow } from './fixed-window.ts';
import type { Decision, Limit, Limiter } from './limiter.ts';
import type { LimitRules } from './rules.ts';

interface Entry {
  readonly atMs: number;
  readonly cost: number;
}

export class SlidingLog implements Limiter {
  readonly #limit: Limit;
  #log: Entry[] = [];

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  decide(atMs: number, cost = 1): Decision {
    const { count, periodMs } = this.#limit;
    this.#log = this.#log.filter((entry) => entry.atMs > atMs - periodMs);
    const used = costOf(this.#log);
    const isAdmitted = used + cost <= count;
    const retryAfterMs = isAdmitted ? 0 : this.#freeInMs(atMs, used + cost - count);
    if (isAdmitted) this.#log.push({ atMs, cost });
    const last = this.#log.at(-1);
    return {
      isAdmitted,
      remaining: count - used - (isAdmitted ? cost : 0),
      retryAfterMs,
      resetAfterMs: last === undefined ? 0 : last.atMs + periodMs - atMs,
      delayMs: 0,
    };
  }

  /** Time until this much of the log has left the window. */
  #freeInMs(nowMs: number, needed: number): number | null {
    let freed = 0;
    for (const { atMs, cost } of this.#log) {
      freed += cost;
      if (freed >= needed) return atMs + this.#limit.periodMs - nowMs;
    }
    return null;
  }

  get shown() {
    return { kept: this.#log.length, used: costOf(this.#log) };
  }
}

const costOf = (log: readonly Entry[]): number => log.reduce((sum, { cost }) => sum + cost, 0);

export const slidingLog = (rules: LimitRules, limit: Limit): Limiter =>
  rules['window-slides'] ? new SlidingLog(limit) : new FixedWindow(limit);
