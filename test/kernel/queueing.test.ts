/**
 * Goal: stations built from processes behave as queueing theory says. Method: M/M/1 and M/M/c
 * stations; the formula's mean waiting time, and its probability of having to wait (Erlang C), lie
 * in 99.9% intervals made of 30 independent replications with fixed seeds; Little's law holds in
 * each.
 */
import { describe, expect, test } from 'vitest';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { type Process, sleep, startProcess } from '../../src/kernel/process.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { contains, intervalOfMean, replications } from '../support/confidence.ts';

/** The share that is not counted: the station starts empty, and has to fill first. */
const warmUpShare = 1 / 12;

interface Measured {
  meanWaitMs: number;
  shareWaiting: number;
  /**
   * Over the whole run, in customer-milliseconds: the line's length over time, and everybody's
   * waiting.
   */
  lineArea: number;
  allWaitedMs: number;
}

function station(
  seed: string,
  servers: number,
  meanGapMs: number,
  meanServiceMs: number,
  customers: number,
): Measured {
  const kernel = new Kernel(seed);
  const drawGap = sampler(exponential(meanGapMs), kernel.random.stream('arrivals'));
  const drawService = sampler(exponential(meanServiceMs), kernel.random.stream('services'));
  const server = new Resource(servers);
  let waitedMs = 0;
  let waiters = 0;
  let counted = 0;
  let allWaitedMs = 0;
  let lineArea = 0;
  let changedAtMs = 0;
  const integrate = () => {
    lineArea += server.waiting * (kernel.nowMs - changedAtMs);
    changedAtMs = kernel.nowMs;
  };
  function* visit(counts: boolean): Process<void> {
    const arrivedAtMs = kernel.nowMs;
    integrate();
    yield* server.acquire();
    const waitMs = kernel.nowMs - arrivedAtMs;
    allWaitedMs += waitMs;
    if (counts) {
      counted += 1;
      waitedMs += waitMs;
      if (waitMs > 0) waiters += 1;
    }
    yield* sleep(drawService());
    integrate();
    server.release();
  }
  startProcess(
    kernel,
    (function* (): Process<void> {
      for (let customer = 0; customer < customers; customer++) {
        yield* sleep(drawGap());
        startProcess(kernel, visit(customer >= warmUpShare * customers));
      }
    })(),
  );
  kernel.runUntil(Infinity, 10_000_000);
  const meanWaitMs = waitedMs / counted;
  return { meanWaitMs, shareWaiting: waiters / counted, lineArea, allWaitedMs };
}

/**
 * The probability that an arrival has to wait, for `load` = arrival rate x service time (Erlang
 * 1917).
 */
function erlangC(servers: number, load: number): number {
  // Erlang B by its recursion, then C from B: exact, and without large factorials.
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

describe('queueing theory', () => {
  test.each([
    { servers: 1, utilisation: 0.5, customers: 4_000 },
    { servers: 1, utilisation: 0.8, customers: 12_000 },
    { servers: 3, utilisation: 0.7, customers: 8_000 },
    { servers: 10, utilisation: 0.85, customers: 24_000 },
  ])('M/M/$servers at utilisation $utilisation', ({ servers, utilisation, customers }) => {
    const meanServiceMs = 10;
    const meanGapMs = meanServiceMs / (servers * utilisation);
    const measured = Array.from({ length: replications }, (_, replication) =>
      station(`replication ${replication}`, servers, meanGapMs, meanServiceMs, customers),
    );
    const probability = erlangC(servers, servers * utilisation);
    const meanWaitMs = (probability * meanServiceMs) / (servers * (1 - utilisation));
    const waits = intervalOfMean(measured.map((one) => one.meanWaitMs));
    const shares = intervalOfMean(measured.map((one) => one.shareWaiting));
    expect(contains(waits, meanWaitMs)).toBe(true);
    expect(contains(shares, probability)).toBe(true);
    // The interval means something: it is narrow.
    expect((waits.high - waits.low) / meanWaitMs).toBeLessThan(0.25);
    // Little's law, over a run that ends with an empty line, is an identity.
    for (const { lineArea, allWaitedMs } of measured) {
      expect(Math.abs(lineArea / allWaitedMs - 1)).toBeLessThan(1e-9);
    }
  });
});
