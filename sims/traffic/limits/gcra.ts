/**
 * The generic cell rate algorithm (ITU-T I.371, virtual scheduling): a token bucket that stores a
 * single time, at which the next request would be due if they came evenly. A request may come
 * earlier than that by the tolerance. O(1).
 */
import type { Decision, Limit, Limiter } from './limiter.ts';
import type { LimitRules } from './rules.ts';

export class Gcra implements Limiter {
  readonly #rules: LimitRules;
  readonly #limit: Limit;
  /**
   * The theoretical arrival time, in ms x `count`: requests are `periodMs` of these units apart.
   */
  #due: number | undefined;

  constructor(rules: LimitRules, limit: Limit) {
    this.#rules = rules;
    this.#limit = limit;
  }

  decide(atMs: number, cost = 1): Decision {
    const { count, periodMs, burst } = this.#limit;
    const now = atMs * count;
    const tolerance = burst * periodMs;
    const due = this.#due ?? now;
    // A due time in the past is a credit; without the cap a rest saves up requests without limit.
    const earliest = this.#rules['cap-at-burst'] ? Math.max(due, now) : due;
    const next = earliest + cost * periodMs;
    const isAdmitted = next - now <= tolerance;
    this.#due = isAdmitted || !this.#rules['refusal-costs-nothing'] ? next : due;
    const ahead = Math.max(0, this.#due - now);
    return {
      isAdmitted,
      remaining: Math.max(0, Math.floor((tolerance - ahead) / periodMs)),
      retryAfterMs: isAdmitted
        ? 0
        : cost > burst
          ? null
          : Math.ceil((next - tolerance - now) / count),
      resetAfterMs: Math.ceil(ahead / count),
      delayMs: 0,
    };
  }

  get shown() {
    return { dueMs: (this.#due ?? 0) / this.#limit.count };
  }
}
