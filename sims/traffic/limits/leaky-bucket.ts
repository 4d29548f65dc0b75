/**
 * A bucket with a hole: requests fill it, and it leaks at a constant rate. A request that does not
 * fit is refused; one that fits goes through at once (a meter), or when all earlier ones have
 * leaked (a queue, which spaces requests evenly).
 *
 * This is the arithmetic of nginx's `limit_req`: thousandths of a request, of which whole ones leak
 * in a span. `burst` is one more than nginx's, which counts only the requests beyond the first.
 * O(1) in time and memory.
 */
import type { Decision, Limit, Limiter } from './limiter.ts';
import type { LimitRules } from './rules.ts';

export class LeakyBucket implements Limiter {
  readonly #rules: LimitRules;
  readonly #limit: Limit;
  readonly #isQueue: boolean;
  /** Thousandths of a request that leak in a second. */
  readonly #rate: number;
  /**
   * Thousandths of a request by which it is fuller than with one request; an empty bucket has
   * -1000.
   */
  #excess = -1000;
  #countedMs: number | undefined;

  constructor(rules: LimitRules, limit: Limit, isQueue: boolean) {
    this.#rules = rules;
    this.#limit = limit;
    this.#isQueue = isQueue;
    this.#rate = Math.floor((limit.count * 1e6) / limit.periodMs);
  }

  decide(atMs: number, cost = 1): Decision {
    const most = (this.#limit.burst - 1) * 1000;
    const excess = Math.max(-1000, this.#excess - this.#leakedAt(atMs)) + 1000 * cost;
    const isAdmitted = excess <= most;
    const retryAfterMs = this.#leaksInMs(atMs, this.#excess + 1000 * cost - most);
    if (isAdmitted || !this.#rules['refusal-costs-nothing']) {
      this.#excess = excess;
      this.#countedMs = atMs;
    }
    const filled = Math.max(0, this.#excess + 1000 - this.#leakedAt(atMs));
    return {
      isAdmitted,
      remaining: Math.max(0, this.#limit.burst - Math.ceil(filled / 1000)),
      retryAfterMs: isAdmitted ? 0 : cost > this.#limit.burst ? null : retryAfterMs,
      resetAfterMs: Math.max(0, this.#leaksInMs(atMs, this.#excess + 1000)),
      delayMs: isAdmitted ? this.#delayMs(excess) : 0,
    };
  }

  /** What has leaked since a request was last counted. */
  #leakedAt(atMs: number): number {
    return Math.floor((this.#rate * this.#sinceMs(atMs)) / 1000);
  }

  /** Time until this much has leaked. */
  #leaksInMs(atMs: number, amount: number): number {
    return Math.ceil((amount * 1000) / this.#rate) - this.#sinceMs(atMs);
  }

  #sinceMs(atMs: number): number {
    return atMs - (this.#countedMs ?? atMs);
  }

  #delayMs(excess: number): number {
    const holdsBack = this.#isQueue && this.#rules['queue-spaces-requests'];
    return holdsBack ? Math.floor((Math.max(0, excess) * 1000) / this.#rate) : 0;
  }

  get shown() {
    return { filled: (this.#excess + 1000) / 1000 };
  }
}
