/**
 * What corrected clocks promise, checked against the true time, which no node knows. The clocks do
 * not depend on the judge.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { contains, type Interval } from '../truetime/interval.ts';

export const ntpLaws = {
  'time-in-interval': 'the true time is in the interval that a clock answers with',
  'time-goes-forward': 'a clock that is wrong by less than the step threshold never goes back',
  'offset-within-filter':
    'an estimate is no more wrong than the shortest of the last round trips allows',
  'timeout-is-on-time': 'a timeout takes as long as intended',
} as const;

export type NtpLaw = keyof typeof ntpLaws;

export class NtpJudge {
  readonly #breaches: Breaches<NtpLaw>;

  constructor(breaches: Breaches<NtpLaw>) {
    this.#breaches = breaches;
  }

  answers(by: string, interval: Interval, trueMs: number): void {
    if (contains(interval, trueMs)) return;
    const { earliest, latest } = interval;
    this.#breaches.report(
      'time-in-interval',
      `the clock of ${by} says that it is between ${earliest.toFixed(3)} and ${latest.toFixed(3)} ms, but it is ${trueMs.toFixed(3)} ms`,
    );
  }

  shows(by: string, beforeMs: number, afterMs: number): void {
    if (afterMs < beforeMs)
      this.#breaches.report(
        'time-goes-forward',
        `the clock of ${by} goes back: it shows ${afterMs.toFixed(3)} ms after ${beforeMs.toFixed(3)} ms`,
      );
  }

  estimates(errorMs: number, allowedMs: number): void {
    // The same terms, summed in a different order.
    if (Math.abs(errorMs) > allowedMs + 1e-6)
      this.#breaches.report(
        'offset-within-filter',
        `an estimate of the time is ${errorMs.toFixed(3)} ms wrong, although half the round trip allows only ${allowedMs.toFixed(3)} ms`,
      );
  }

  times(wantedMs: number, tookMs: number, allowedMs: number): void {
    if (Math.abs(tookMs - wantedMs) > allowedMs)
      this.#breaches.report(
        'timeout-is-on-time',
        `a timeout of ${wantedMs} ms took ${tookMs.toFixed(3)} ms`,
      );
  }
}
