/**
 * A bucket of tokens that fills at a constant rate and holds at most the burst. A request takes a
 * token, or is refused. O(1) in time and memory.
 */
import type { Decision, Limit, Limiter } from './limiter.ts';
import type { LimitRules } from './rules.ts';

/** The state of a bucket in a store, as plain data. */
export interface KeptBucket {
  /** In fractions of a token: a millisecond adds `count`, and a token is `periodMs`. */
  readonly level: number;
  readonly filledMs: number | undefined;
}

export class TokenBucket implements Limiter {
  readonly #rules: LimitRules;
  readonly #limit: Limit;
  #level: number;
  #filledMs: number | undefined;

  constructor(rules: LimitRules, limit: Limit, kept?: KeptBucket) {
    this.#rules = rules;
    this.#limit = limit;
    this.#level = kept?.level ?? limit.burst * limit.periodMs;
    this.#filledMs = kept?.filledMs;
  }

  get kept(): KeptBucket {
    return { level: this.#level, filledMs: this.#filledMs };
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

  /** Takes tokens that were spent elsewhere, even if none are left. */
  take(atMs: number, cost: number): void {
    this.#fillUntil(atMs);
    this.#level -= cost * this.#limit.periodMs;
  }

  #fillUntil(atMs: number): void {
    const { count, periodMs, burst } = this.#limit;
    const grown = (atMs - (this.#filledMs ?? atMs)) * count;
    // Whole tokens only, but the time advances all the same, so a fraction of a token is lost at
    // every look.
    const filled = this.#rules['refill-by-elapsed-time'] ? grown : grown - (grown % periodMs);
    this.#filledMs = atMs;
    this.#level += filled;
    if (this.#rules['cap-at-burst']) this.#level = Math.min(this.#level, burst * periodMs);
  }

  get shown() {
    return { tokens: this.#level / this.#limit.periodMs };
  }
}
