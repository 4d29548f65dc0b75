/**
 * Two counts instead of a log: the previous window counts with the fraction of it that the sliding
 * window still covers, as if its requests had come evenly.
 */
import { FixedWindow } from './fixed-window.ts';
import type { Decision, Limit, Limiter } from './limiter.ts';
import type { LimitRules } from './rules.ts';

export class SlidingCounter implements Limiter {
  readonly #limit: Limit;
  #window = 0;
  #previous = 0;
  #current = 0;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  decide(atMs: number, cost = 1): Decision {
    const { count, periodMs } = this.#limit;
    this.#slideTo(Math.floor(atMs / periodMs));
    const leftMs = (this.#window + 1) * periodMs - atMs;
    // All in thousandths of a second times requests: previous x share + current <= count, without a fraction.
    const isAdmitted =
      this.#previous * leftMs + (this.#current + cost) * periodMs <= count * periodMs;
    if (isAdmitted) this.#current += cost;
    return {
      isAdmitted,
      remaining: Math.max(0, Math.floor(count - this.estimate(atMs))),
      retryAfterMs: isAdmitted ? 0 : this.#freeInMs(leftMs, cost),
      resetAfterMs: this.#current > 0 ? leftMs + periodMs : this.#previous > 0 ? leftMs : 0,
      delayMs: 0,
    };
  }

  /** How many requests it assumes for the last period. */
  estimate(atMs: number): number {
    const { periodMs } = this.#limit;
    const leftMs = (this.#window + 1) * periodMs - atMs;
    return (this.#previous * leftMs) / periodMs + this.#current;
  }

  #slideTo(window: number): void {
    if (window === this.#window) return;
    this.#previous = window === this.#window + 1 ? this.#current : 0;
    this.#current = 0;
    this.#window = window;
  }

  /**
   * Time until the counted window matters little enough: the previous one, or the current one once
   * it is over.
   */
  #freeInMs(leftMs: number, cost: number): number | null {
    const { count, periodMs } = this.#limit;
    if (cost > count) return null;
    const coveredMs = (used: number, room: number) => Math.floor((room * periodMs) / used);
    const room = count - cost - this.#current;
    if (room >= 0) return leftMs - coveredMs(this.#previous, room);
    return leftMs + periodMs - coveredMs(this.#current, count - cost);
  }

  get shown() {
    return { previous: this.#previous, current: this.#current };
  }
}

export const slidingCounter = (rules: LimitRules, limit: Limit): Limiter =>
  rules['window-slides'] ? new SlidingCounter(limit) : new FixedWindow(limit);
