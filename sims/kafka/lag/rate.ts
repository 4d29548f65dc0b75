/**
 * Rates from counts that were read now and then, with their uncertainty, and how long a lag takes to
 * drain.
 *
 * A count that grows by independent amounts has one best estimate of its rate: what it grew by, over
 * the time it took. How much the growth of single intervals differs from that tells how far to trust
 * it (a random walk with drift; Student's t with one degree of freedom fewer than intervals).
 */

export interface Count {
  readonly atMs: number;
  readonly value: number;
}

/** A second, with a 95% interval. */
export interface Rate {
  readonly perSecond: number;
  readonly low: number;
  readonly high: number;
}

/** Undefined where there are not two counts at different times. O(n). */
export function rateOf(counts: readonly Count[]): Rate | undefined {
  const first = counts[0];
  const last = counts.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return undefined;
  const seconds = (last.atMs - first.atMs) / 1000;
  const perSecond = (last.value - first.value) / seconds;
  let squares = 0;
  let intervals = 0;
  for (let place = 1; place < counts.length; place++) {
    const from = counts[place - 1] as Count;
    const to = counts[place] as Count;
    const span = (to.atMs - from.atMs) / 1000;
    if (span <= 0) continue;
    squares += (to.value - from.value - perSecond * span) ** 2 / span;
    intervals += 1;
  }
  if (intervals < 2) return { perSecond, low: -Infinity, high: Infinity };
  const error = t975(intervals - 1) * Math.sqrt(squares / (intervals - 1) / seconds);
  return { perSecond, low: perSecond - error, high: perSecond + error };
}

/** In seconds; `high` is Infinity where the lag may just as well never drain. */
export interface Drain {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How long until no lag is left: lag / (consumption - production). `change` is the rate at which the
 * lag grows. Infinity where it does not fall.
 */
export function drainOf(lag: number, change: Rate): Drain {
  const seconds = (rate: number) => (lag === 0 ? 0 : rate < 0 ? lag / -rate : Infinity);
  return {
    seconds: seconds(change.perSecond),
    low: seconds(change.low),
    high: seconds(change.high),
  };
}

/** The 0.975 quantiles of Student's t with 1, 2, 3… degrees of freedom (R 4: qt(0.975, 1:30)). */
const quantiles = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788,
  2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639,
  2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
];

/** Beyond the table by the expansion of Cornish and Fisher, which is exact to four digits there. */
function t975(degrees: number): number {
  const z = 1.959964;
  const fromTable = quantiles[degrees - 1];
  return (
    fromTable ??
    z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2)
  );
}
