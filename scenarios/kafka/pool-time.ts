/**
 * How long a pool of threads takes for records that are all available, if each thread takes the
 * next one as soon as it is free (list scheduling, Graham, Bounds on Multiprocessing Timing
 * Anomalies, 1969).
 */

import { meanOf, type Typical } from '../../src/kernel/distribution.ts';
import { exp, pow } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { quantileOfTail } from '../../src/statistics/distributions.ts';

/** A random time: bounds on its mean, and its variance. */
interface Time {
  readonly leastMs: number;
  readonly mostMs: number;
  readonly variance: number;
}

export interface Poll {
  readonly records: number;
  readonly threads: number;
  /** Exponential with this mean, or drawn from measured values. */
  readonly recordMs: Typical;
}

/** One poll's records. O(threads), or O(values). */
export function poolTime({ records, threads, recordMs }: Poll): Time {
  if (typeof recordMs !== 'number') return measuredPoolTime(recordMs, records, threads);
  // With all threads busy the time to the next end is exponential, with a mean that is `threads`
  // times smaller. Once no record waits, k threads are still busy: for each k there is one such
  // time.
  const waiting = Math.max(0, records - threads);
  let ms = (waiting * recordMs) / threads;
  let variance = waiting * pow(recordMs / threads, 2);
  for (let working = Math.min(records, threads); working > 0; working--) {
    ms += recordMs / working;
    variance += pow(recordMs / working, 2);
  }
  return { leastMs: ms, mostMs: ms, variance };
}

/** Graham's bound: no thread rests before the last record is taken. */
function measuredPoolTime(
  recordMs: Exclude<Typical, number>,
  records: number,
  threads: number,
): Time {
  const mean = meanOf(recordMs);
  const { max, values = [recordMs.min, max] } = recordMs;
  let squares = 0;
  for (let place = 0; place < values.length; place++)
    squares += pow(must(values[place], 'value at the place') - mean, 2);
  const ofOne = squares / values.length;
  const shareMs = (records * mean) / threads;
  return {
    leastMs: shareMs,
    mostMs: shareMs + (1 - 1 / threads) * max,
    variance: (records * ofOne) / pow(threads, 2),
  };
}

/** One poll after another, each of `pollMax` records except the last. */
export function pollsTime(poll: Poll, pollMax: number): Time {
  const full = poolTime({ ...poll, records: pollMax });
  const last = poolTime({ ...poll, records: poll.records % pollMax });
  const polls = Math.floor(poll.records / pollMax);
  return {
    leastMs: polls * full.leastMs + last.leastMs,
    mostMs: polls * full.mostMs + last.mostMs,
    variance: polls * full.variance + last.variance,
  };
}

/**
 * Bounds on the quotient of two such times, in all but one run in a million, if each includes up to
 * `extraMs` of overhead. To first order in the variances.
 */
export function quotientBound(of: Time, by: Time, extraMs: number) {
  const spread = Math.sqrt(of.variance / pow(of.leastMs, 2) + by.variance / pow(by.leastMs, 2));
  const factor = exp(quantileOfTail(0.5e-6) * spread);
  return {
    atLeast: of.leastMs / (by.mostMs + extraMs) / factor,
    atMost: ((of.mostMs + extraMs) / by.leastMs) * factor,
  };
}
