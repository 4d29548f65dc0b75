/**
 * Counts the requests at a station, and checks Little's law for them: over any time that begins and
 * ends with an empty station, the number of requests, summed over time, is the sum of the requests’
 * times. That is not an average: it holds in every run, whatever the arrivals (Stidham, A Last Word
 * on L = λW, 1974).
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { QueueLaw } from './laws.ts';

/** Start and end of the measurement: before the start a station fills up. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Sums over the span. */
export interface Tally {
  /** Of requests at the station, and of those waiting, over time. */
  presentMs: number;
  waitingMs: number;
  arrivals: number;
  /** Of these: had to wait; found no room. */
  delayed: number;
  lost: number;
  /** Gave up while waiting. */
  gaveUp: number;
  /** Waits of requests that reached a server. */
  waitMs: number;
  begun: number;
  done: boolean;
}

export const emptyTally = (): Tally => ({
  presentMs: 0,
  waitingMs: 0,
  arrivals: 0,
  delayed: 0,
  lost: 0,
  gaveUp: 0,
  waitMs: 0,
  begun: 0,
  done: false,
});

const isNear = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, a, b);

export class Meter {
  readonly #span: Span;
  readonly #tally: Tally;
  readonly #breaches: Breaches<QueueLaw>;
  #present = 0;
  #waiting = 0;
  #changedMs = 0;
  /** From the start of the run, for Little's law. */
  #areaMs = 0;
  #reportedMs = 0;

  constructor(span: Span, tally: Tally, breaches: Breaches<QueueLaw>) {
    this.#span = span;
    this.#tally = tally;
    this.#breaches = breaches;
  }

  get present(): number {
    return this.#present;
  }

  get waiting(): number {
    return this.#waiting;
  }

  arrives(nowMs: number, mustWait: boolean): void {
    this.#move(nowMs, 1, mustWait ? 1 : 0);
    if (!this.#counts(nowMs)) return;
    this.#tally.arrivals += 1;
    if (mustWait) this.#tally.delayed += 1;
  }

  findsNoRoom(nowMs: number): void {
    if (!this.#counts(nowMs)) return;
    this.#tally.arrivals += 1;
    this.#tally.lost += 1;
  }

  begins(nowMs: number, waitedMs: number, hadToWait: boolean): void {
    if (hadToWait) this.#move(nowMs, 0, -1);
    if (!this.#counts(nowMs - waitedMs)) return;
    this.#tally.waitMs += waitedMs;
    this.#tally.begun += 1;
  }

  /** `reportedMs`: how long the request took, as the meter says. */
  leaves(nowMs: number, reportedMs: number): void {
    this.#move(nowMs, -1, 0);
    this.#reportedMs += reportedMs;
    if (this.#present > 0 || isNear(this.#areaMs, this.#reportedMs)) return;
    const [area, reported] = [this.#areaMs.toFixed(1), this.#reportedMs.toFixed(1)];
    this.#breaches.report(
      'littles-law',
      `the server counts ${area} ms in which requests were present, but the times of the requests add up to ${reported} ms`,
    );
  }

  /** It has waited in vain, and that is the time that it took. */
  givesUp(nowMs: number, waitedMs: number): void {
    this.#move(nowMs, 0, -1);
    if (this.#counts(nowMs - waitedMs)) this.#tally.gaveUp += 1;
    this.leaves(nowMs, waitedMs);
  }

  ends(nowMs: number): void {
    this.#move(nowMs, 0, 0);
    this.#tally.done = true;
  }

  #counts(nowMs: number): boolean {
    return nowMs >= this.#span.fromMs && nowMs < this.#span.untilMs;
  }

  #move(nowMs: number, present: number, waiting: number): void {
    const elapsedMs = nowMs - this.#changedMs;
    const { fromMs, untilMs } = this.#span;
    const countedMs = Math.min(nowMs, untilMs) - Math.max(this.#changedMs, fromMs);
    this.#areaMs += this.#present * elapsedMs;
    if (countedMs > 0) {
      this.#tally.presentMs += this.#present * countedMs;
      this.#tally.waitingMs += this.#waiting * countedMs;
    }
    this.#changedMs = nowMs;
    this.#present += present;
    this.#waiting += waiting;
  }
}
