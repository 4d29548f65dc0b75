/**
 * Rates from counts that were read from time to time, with their uncertainty, and how long a lag takes
 * to drain.
 *
 * A count that grows by independent amounts has one best estimate of its rate: its growth divided by
 * the time. How much the growth of single intervals differs from that shows how far to trust the
 * estimate (a random walk with drift; Student's t with one degree of freedom fewer than intervals).
 */
import { pow } from '../../../src/kernel/elementary.ts';
import { must } from '../../../src/kernel/must.ts';
import { studentQuantileOfTail } from '../../../src/statistics/student.ts';

export interface Count {
  readonly atMs: number;
  readonly value: number;
}

/** Per second, with a 95% interval. */
export interface Rate {
  readonly perSecond: number;
  readonly low: number;
  readonly high: number;
}

/** Undefined unless there are two counts at different times. O(n). */
export function rateOf(counts: readonly Count[]): Rate | undefined {
  const first = counts[0];
  const last = counts.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return undefined;
  const seconds = (last.atMs - first.atMs) / 1000;
  const perSecond = (last.value - first.value) / seconds;
  let squares = 0;
  let intervals = 0;
  for (let place = 1; place < counts.length; place++) {
    const from = must(counts[place - 1], 'count of the sample');
    const to = must(counts[place], 'count of the sample');
    const span = (to.atMs - from.atMs) / 1000;
    if (span <= 0) continue;
    squares += pow(to.value - from.value - perSecond * span, 2) / span;
    intervals += 1;
  }
  if (intervals < 2) return { perSecond, low: -Infinity, high: Infinity };
  const error =
    studentQuantileOfTail(0.025, intervals - 1) * Math.sqrt(squares / (intervals - 1) / seconds);
  return { perSecond, low: perSecond - error, high: perSecond + error };
}

/** In seconds; `high` is Infinity if the lag may never drain. */
export interface Drain {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How long until no lag is left: lag / (consumption - production). `change` is the rate at which
 * the lag grows. Infinity if it does not fall.
 */
export function drainOf(lag: number, change: Rate): Drain {
  const seconds = (rate: number) => (lag === 0 ? 0 : rate < 0 ? lag / -rate : Infinity);
  return {
    seconds: seconds(change.perSecond),
    low: seconds(change.low),
    high: seconds(change.high),
  };
}
