/** How many instances may start: a thousand in ten seconds, refilled all the time and not saved up. */
import type { ServerlessRules } from './rules.ts';

export interface StartRateOptions {
  readonly perPeriod: number;
  readonly periodMs: number;
}

/** Of each function, since November 2023. */
export const lambdaStartRate: StartRateOptions = { perPeriod: 1_000, periodMs: 10_000 };

export class StartRate {
  readonly #options: StartRateOptions;
  readonly #rules: ServerlessRules;
  #left: number;
  #atMs = 0;

  constructor(options: StartRateOptions, rules: ServerlessRules) {
    this.#options = options;
    this.#rules = rules;
    this.#left = options.perPeriod;
  }

  /** Whether one more may start now. O(1). */
  take(nowMs: number): boolean {
    const { perPeriod, periodMs } = this.#options;
    // Lambda scaling behavior: what was not used is not saved up beyond one period.
    if (this.#rules['burst-limit-refills'])
      this.#left = Math.min(perPeriod, this.#left + (perPeriod * (nowMs - this.#atMs)) / periodMs);
    this.#atMs = nowMs;
    if (this.#left < 1 - 1e-9) return false;
    this.#left -= 1;
    return true;
  }
}
