/** One alert over one stream of requests: when it fires, and when it resets. */
import type { SloRules } from '../rules.ts';
import { type BurnAlert, burnRate, type Objective, thresholdOf } from './policy.ts';
import { SlidingCounts } from './sliding-counts.ts';

/** What an evaluation of an alert came to. */
export interface Evaluation {
  readonly isFiring: boolean;
  /** Of the long and the short window; 0 without requests. */
  readonly longBurn: number;
  readonly shortBurn: number;
  /** It burns, and there are too few failures to fire for. */
  readonly isHeldBack: boolean;
}

export class BurnWatch {
  readonly alert: BurnAlert;
  readonly threshold: number;
  readonly #objective: Objective;
  readonly #rules: SloRules;
  readonly #failuresMin: number;
  readonly #long: SlidingCounts;
  readonly #short: SlidingCounts;

  /** `failuresMin`: fewer failures in the long window fire nothing. */
  constructor(alert: BurnAlert, objective: Objective, rules: SloRules, failuresMin = 1) {
    this.alert = alert;
    this.threshold = thresholdOf(alert, objective, rules);
    this.#objective = objective;
    this.#rules = rules;
    this.#failuresMin = failuresMin;
    this.#long = new SlidingCounts(alert.longMs);
    this.#short = new SlidingCounts(alert.shortMs);
  }

  add(endMs: number, failed: number, requests: number): void {
    this.#long.add(endMs, failed, requests);
    this.#short.add(endMs, failed, requests);
  }

  get failed(): number {
    return this.#long.failed;
  }

  evaluate(): Evaluation {
    const longBurn = this.#burnOf(this.#long);
    const shortBurn = this.#burnOf(this.#short);
    const burns =
      reaches(longBurn, this.threshold) &&
      // Workbook, chapter 5, approach 6: the short window says that it still burns.
      (!this.#rules['both-windows-must-burn'] || reaches(shortBurn, this.threshold));
    // Workbook, chapter 5: a ratio of few requests says little.
    const isHeldBack =
      burns && this.#rules['minimum-volume'] && this.#long.failed < this.#failuresMin;
    return { isFiring: burns && !isHeldBack, longBurn, shortBurn, isHeldBack };
  }

  #burnOf(counts: SlidingCounts): number {
    return burnRate(counts.failedShare ?? 0, this.#objective);
  }
}

/** Sums of shares are exact only but for rounding. */
const reaches = (burn: number, threshold: number): boolean => burn >= threshold * (1 - 1e-9);
