/** A server that works on several requests at once, with a queue (M/M/c), simulated. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { Fifo } from '../../../src/kernel/fifo.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import { asymptoticVariance, stationary } from '../../../src/statistics/birth-death.ts';
import { erlangC } from '../../../src/statistics/erlang.ts';

/** Times in service times, numbers in requests. */
export interface ServerRun {
  /** Mean number of requests in the system: in service and in the queue. */
  readonly inFlight: number;
  /** Mean share of the places that are busy. */
  readonly busy: number;
  /** Mean time in the queue. */
  readonly wait: number;
}

/** This share of the arrivals fills the server, which begins empty, and is not counted. */
const warmUp = 0.2;

/**
 * Requests arrive at Poisson times at `load` a service time, wait in order for one of `atOnce`
 * places, and take exponential times. The numbers present are averaged
 * over time, waits over the requests that begin.
 */
export function runServer(
  atOnce: number,
  load: number,
  requests: number,
  stream: RandomStream,
): ServerRun {
  const gap = sampler(exponential(1 / load), stream);
  const service = sampler(exponential(1), stream);
  const ends: number[] = [];
  const queue = new Fifo<number>();
  const first = Math.floor(requests * warmUp);
  let [now, present, busy, waited, begun, from] = [0, 0, 0, 0, 0, 0];
  const passesTo = (time: number): void => {
    present += (ends.length + queue.length) * (time - now);
    busy += ends.length * (time - now);
    now = time;
  };
  const begins = (arrivedAt: number): void => {
    waited += now - arrivedAt;
    begun += 1;
    insert(ends, now + service());
  };
  let arrivesAt = 0;
  for (let request = 0; request < requests; request++) {
    arrivesAt += gap();
    for (let end = ends.at(-1); end !== undefined && end <= arrivesAt; end = ends.at(-1)) {
      passesTo(end);
      ends.pop();
      const next = queue.shift();
      if (next !== undefined) begins(next);
    }
    passesTo(arrivesAt);
    if (request === first) [present, busy, waited, begun, from] = [0, 0, 0, 0, now];
    if (ends.length < atOnce) begins(now);
    else queue.push(now);
  }
  const span = now - from;
  return { inFlight: present / span, busy: busy / span / atOnce, wait: waited / begun };
}

/** Into its place of a list whose last is the earliest. O(places), and few are moved. */
function insert(ends: number[], end: number): void {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > end) low = middle + 1;
    else high = middle;
  }
  ends.splice(low, 0, end);
}

/** A mean and the standard deviation of its average over a run. */
export interface MeanOfRun {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * What queueing theory says of such a run (Kleinrock, Queueing Systems 1, 1975, §3.4; Whitt 1992):
 * the number in flight and the wait, in service times. Throws RangeError unless load < atOnce.
 */
export function theoryOfServer(
  atOnce: number,
  load: number,
  requests: number,
): { readonly inFlight: MeanOfRun; readonly wait: MeanOfRun } {
  const chain = { birthRate: () => load, deathRate: (n: number) => Math.min(n, atOnce) };
  const shares = stationary(chain);
  const span = (requests * (1 - warmUp)) / load;
  const deviationOf = (of: (n: number) => number): number =>
    Math.sqrt(asymptoticVariance(chain, shares, of) / span);
  const wait = erlangC(atOnce, load) / (atOnce - load);
  return {
    inFlight: { mean: load * (1 + wait), deviation: deviationOf((n) => n) },
    // The mean wait is the mean queue over the arrival rate (Little). Where more arrive the queue is longer:
    // the quotient varies less than the queue.
    wait: {
      mean: wait,
      deviation: deviationOf((n) => Math.max(0, n - atOnce)) / load,
    },
  };
}
