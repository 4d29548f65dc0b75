/**
 * A generator of snowflakes (Twitter's IdWorker, 2010): the millisecond, the node, and a sequence
 * that counts the ids of one millisecond. It knows its own clock, but no other generator.
 */
import type { IdRules } from './rules.ts';

/** What it does while its clock shows an earlier millisecond than its last id. */
export const backPolicies = ['refuse', 'wait', 'borrow'] as const;
export type BackPolicy = (typeof backPolicies)[number];

export interface SnowflakeOptions {
  readonly sequenceBits: number;
  readonly whenBack: BackPolicy;
  /** Draws the start of a millisecond's sequence. */
  readonly startOf: () => number;
}

/** The time and sequence of an id; or until when there is none. */
export type Taken =
  | { readonly ms: number; readonly sequence: number }
  | { readonly noneUntilMs: number; readonly because: 'spent' | 'back' };

export class Snowflakes {
  readonly #rules: IdRules;
  readonly #options: SnowflakeOptions;
  #lastMs: number;
  #start = 0;
  #used = 0;

  /** @param lastMs no id has that time or an earlier one */
  constructor(rules: IdRules, options: SnowflakeOptions, lastMs: number) {
    this.#rules = rules;
    this.#options = options;
    this.#lastMs = lastMs;
    this.#used = this.#size;
  }

  get #size(): number {
    return 2 ** this.#options.sequenceBits;
  }

  /** The next id by its clock, which shows `clockMs`. */
  take(clockMs: number): Taken {
    const nowMs = Math.floor(clockMs);
    if (nowMs < this.#lastMs && this.#rules['refuse-while-clock-is-back']) return this.#whileBack();
    if (nowMs !== this.#lastMs) return this.#begin(nowMs);
    if (!this.#rules['sequence-per-ms']) return { ms: nowMs, sequence: this.#start };
    if (this.#used === this.#size && this.#rules['wait-for-next-ms'])
      return { noneUntilMs: nowMs + 1, because: 'spent' };
    return this.#next();
  }

  /** As if the clock stood still: a spent sequence borrows the next millisecond from the future. */
  #whileBack(): Taken {
    if (this.#options.whenBack !== 'borrow') return { noneUntilMs: this.#lastMs, because: 'back' };
    return this.#used === this.#size ? this.#begin(this.#lastMs + 1) : this.#next();
  }

  #begin(ms: number): Taken {
    this.#lastMs = ms;
    this.#start = this.#rules['sequence-not-always-0'] ? this.#options.startOf() : 0;
    this.#used = 0;
    return this.#next();
  }

  #next(): Taken {
    const sequence = (this.#start + this.#used) % this.#size;
    this.#used += 1;
    return { ms: this.#lastMs, sequence };
  }
}
