/**
 * A bucket of tokens that fills at a constant rate and holds no more than the burst. A request takes a token, or is
 * refused. O(1) in time and memory.
 */
import type { Decision, Limit, Limiter } from './limiter.ts';
import type { LimitRules } from './rules.ts';

export class TokenBucket implements Limiter {
  readonly #rules: LimitRules;
  readonly #limit: Limit;
  /** In parts of a token, of which a millisecond brings `count` and a token has `periodMs`. */
  #level: number;
  #filledMs: number | undefined;

  constructor(rules: LimitRules, limit: Limit) {
    this.#rules = rules;
    this.#limit = limit;
    this.#level = limit.burst * limit.periodMs;
  }

  decide(atMs: number, cost = 1): Decision {
    const { count, periodMs, burst } = this.#limit;
    const full = burst * periodMs;
    this.#fillUntil(atMs);
    const price = cost * periodMs;
    const isAdmitted = this.#level >= price;
    const missing = price - this.#level;
    if (isAdmitted || !this.#rules['refusal-costs-nothing']) this.#level -= price;
    return {
      isAdmitted,
      remaining: Math.max(0, Math.floor(this.#level / periodMs)),
      retryAfterMs: isAdmitted ? 0 : price > full ? null : Math.ceil(missing / count),
      resetAfterMs: Math.ceil((full - this.#level) / count),
      delayMs: 0,
    };
  }

  #fillUntil(atMs: number): void {
    const { count, periodMs, burst } = this.#limit;
    const grown = (atMs - (this.#filledMs ?? atMs)) * count;
    // Whole tokens only, and the time moves on all the same: what is left of a token is lost at every look.
    const filled = this.#rules['refill-by-elapsed-time'] ? grown : grown - (grown % periodMs);
    this.#filledMs = atMs;
    this.#level += filled;
    if (this.#rules['cap-at-burst']) this.#level = Math.min(this.#level, burst * periodMs);
  }

  get shown() {
    return { tokens: this.#level / this.#limit.periodMs };
  }
}
