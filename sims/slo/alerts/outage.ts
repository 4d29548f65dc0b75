/** Requests that fail for a while, and alerts that watch them. */
import { drawBinomial } from '../../../src/kernel/counts.ts';
import { must } from '../../../src/kernel/must.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import type { SloRules } from '../rules.ts';
import type { SloStudy } from '../study.ts';
import { BurnWatch, type Evaluation } from './burn-watch.ts';
import { alertsOf, type BurnAlert, minuteMs, type Objective } from './policy.ts';

/** How often alerts are evaluated: every window is a multiple of it. */
export const checkMs = 10_000;

export interface Outage extends Objective {
  readonly requestsPerS: number;
  /** Share of the requests that fail while it lasts; before and after, none do. */
  readonly failedShare: number;
  readonly lastsMs: number;
  /** How long the alerts are watched afterwards. */
  readonly watchedMs: number;
  readonly failuresMin: number;
}

/** What became of an alert. */
export interface Fired {
  readonly alert: BurnAlert;
  firstMs: number | undefined;
  /** Of the budget of the period, when it fired first. */
  spent: number | undefined;
  /** After the end of the failures, when it reset for good. */
  resetAfterMs: number | undefined;
  isFiring: boolean;
}

/** Requests that come up to a time, evenly. */
const arrived = (requestsPerS: number, atMs: number): number =>
  Math.floor((requestsPerS * atMs) / 1_000 + 1e-9);

export class OutageWatch {
  readonly fired: readonly Fired[];
  readonly #study: SloStudy;
  readonly #outage: Outage;
  readonly #stream: RandomStream;
  readonly #watches: readonly BurnWatch[];
  /** Of each evaluation the burn rates, for a plot. */
  readonly burns: (readonly [atMs: number, burns: readonly number[]])[] = [];
  failed = 0;

  constructor(study: SloStudy, rules: SloRules, outage: Outage) {
    this.#study = study;
    this.#outage = outage;
    this.#stream = study.stream('failures');
    const alerts = alertsOf(rules);
    this.#watches = alerts.map((alert) => new BurnWatch(alert, outage, rules, outage.failuresMin));
    this.fired = alerts.map((alert) => ({
      ...{ alert, firstMs: undefined, spent: undefined, resetAfterMs: undefined, isFiring: false },
    }));
  }

  /** Schedules every evaluation. */
  begin(): void {
    const { requestsPerS, lastsMs, watchedMs, failedShare } = this.#outage;
    for (const watch of this.#watches) {
      for (let endMs = -watch.alert.longMs + checkMs; endMs <= 0; endMs += checkMs)
        watch.add(endMs, 0, this.#requestsIn(endMs));
    }
    this.#study.at(0, () => this.#study.tells({ kind: 'outage', what: 'requests begin to fail' }));
    this.#study.at(lastsMs, () =>
      this.#study.tells({ kind: 'recovers', what: 'no request fails any more' }),
    );
    const [lasts, end] = [lastsMs, lastsMs + watchedMs];
    for (let atMs = checkMs; atMs <= end; atMs += checkMs) {
      this.#study.at(atMs, () => {
        const requests = this.#requestsIn(atMs);
        const share = atMs <= lasts ? failedShare : 0;
        this.#check(atMs, drawBinomial(requests, share, this.#stream), requests);
      });
    }
    this.#study.at(end, () => this.#study.observes('requests that failed', this.failed));
    this.#study.at(end, () =>
      this.#study.observes('requests', arrived(requestsPerS, end), 'requests'),
    );
  }

  /** Share of the budget of the period that is spent so far. */
  get spent(): number {
    const { objective, requestsPerS, periodMs } = this.#outage;
    return this.failed / ((1 - objective) * arrived(requestsPerS, periodMs));
  }

  #requestsIn(endMs: number): number {
    const { requestsPerS } = this.#outage;
    return arrived(requestsPerS, endMs) - arrived(requestsPerS, endMs - checkMs);
  }

  #check(atMs: number, failed: number, requests: number): void {
    this.failed += failed;
    const burns: number[] = [];
    for (const [place, watch] of this.#watches.entries()) {
      watch.add(atMs, failed, requests);
      const evaluation = watch.evaluate();
      burns.push(evaluation.longBurn);
      this.#judge(atMs, must(this.fired[place], 'alert of the place'), watch, evaluation);
    }
    if (atMs % minuteMs === 0) this.burns.push([atMs, burns]);
    const isToldOf = atMs <= this.#outage.lastsMs ? minuteMs : 30 * minuteMs;
    if (atMs % isToldOf === 0) this.#study.observes('requests that failed so far', this.failed);
  }

  #judge(atMs: number, fired: Fired, watch: BurnWatch, { isFiring, longBurn }: Evaluation): void {
    const { alert } = fired;
    if (isFiring && !fired.isFiring) {
      fired.firstMs ??= atMs;
      fired.spent ??= this.spent;
      this.#study.tells({ kind: 'fires', alert: alert.name, burn: longBurn, spent: this.spent });
      const inWindow = (longBurn * alert.longMs) / this.#outage.periodMs;
      this.#holdsOnFiring(alert, inWindow, watch.failed);
    }
    if (!isFiring && fired.isFiring) {
      const afterMs = atMs - this.#outage.lastsMs;
      if (afterMs >= 0) fired.resetAfterMs = afterMs;
      this.#study.tells({ kind: 'resets', alert: alert.name, afterMs });
      this.#study.holds(
        'alert-resets-in-time',
        afterMs <= alert.shortMs + checkMs,
        `${alert.name} goes on for ${Math.round(afterMs / minuteMs)} minutes after the failures stopped`,
      );
    }
    fired.isFiring = isFiring;
  }

  #holdsOnFiring(alert: BurnAlert, spent: number, failed: number): void {
    if (alert.severity !== 'page') return;
    this.#study.holds(
      'page-is-worth-waking',
      spent >= alert.budgetShare * (1 - 1e-9),
      `${alert.name} pages for ${(100 * spent).toPrecision(2)}% of the budget`,
    );
    this.#study.holds(
      'page-has-more-than-one-failure',
      failed > 1,
      `${alert.name} pages for a single failed request`,
    );
  }
}
