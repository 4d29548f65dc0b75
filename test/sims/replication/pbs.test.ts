/**
 * Goal: reads are as stale as the WARS model says. Method: if writes are exponential and everything
 * else takes no time, freshness has a closed form; a second program evaluates the definition for
 * one t at a time, replica by replica; strict quorums are never stale; and staleness in versions is
 * counted over all pairs of quorums. The paper's table is checked with a few trials here, and with
 * many by `pbs.deep.ts`.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isOlderThan,
  isStrict,
  missesWrite,
  readsBackwards,
} from '../../../sims/replication/pbs/k-staleness.ts';
import { fits, type Latencies } from '../../../sims/replication/pbs/latencies.ts';
import { pbsWords } from '../../../sims/replication/pbs/notes.ts';
import { Wars } from '../../../sims/replication/pbs/wars.ts';
import { constant, exponential, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { quantileInterval } from '../../../src/statistics/quantile-interval.ts';
import { contains, intervalOfProbability } from '../../support/confidence.ts';
import { holdTable } from '../../support/pbs-table.ts';

const streamOf = (seed: string) => new RandomStreams(seed).stream('wars');
const range = (count: number) => Array.from({ length: count }, (_, place) => place + 1);
const pairsOf = (replicas: number) =>
  range(replicas).flatMap((reads) => range(replicas).map((writes) => ({ reads, writes })));

holdTable(15_000);

describe('WARS', () => {
  test('of exponential writes and instant reads: stale at t with C(N-W,R)/C(N,R) e^(-Rt/mean)', () => {
    const instant = constant(0);
    const meanMs = 5;
    const latencies: Latencies = {
      write: exponential(meanMs),
      ack: instant,
      read: instant,
      response: instant,
      remoteMs: 0,
    };
    for (const replicas of [2, 3, 5]) {
      const trials = 10_000;
      const wars = new Wars(replicas, latencies, streamOf(`exponential ${replicas}`));
      const asked = pairsOf(replicas).flatMap((pair) => [0, 1, 4].map((t) => ({ ...pair, t })));
      const fresh = asked.map(() => 0);
      for (let trial = 0; trial < trials; trial++) {
        wars.next();
        asked.forEach(({ reads, writes, t }, place) => {
          if (wars.freshAfterMs(reads, writes) <= t) fresh[place] = must(fresh[place], 'count') + 1;
        });
      }
      asked.forEach(({ t, ...pair }, place) => {
        const stale = missesWrite({ replicas, ...pair }) * Math.exp((-pair.reads * t) / meanMs);
        const interval = intervalOfProbability(must(fresh[place], 'count'), trials);
        expect([pair, t, contains(interval, 1 - stale)]).toEqual([pair, t, true]);
      });
    }
  });

  test('as a second program has it, which asks for each t anew', () => {
    const trials = 5_000;
    for (const [name, t] of [
      ['lnkd-disk', 0],
      ['lnkd-disk', 8],
      ['ymmr', 2],
      ['lnkd-ssd', 0.2],
    ] as const) {
      const [reads, writes] = [1, 2];
      const wars = new Wars(3, fits[name], streamOf('first'));
      let [first, second] = [0, 0];
      const isFresh = freshByDefinition(fits[name], { replicas: 3, reads, writes });
      for (let trial = 0; trial < trials; trial++) {
        wars.next();
        if (wars.freshAfterMs(reads, writes) <= t) first += 1;
        if (isFresh(t)) second += 1;
      }
      const share = (first + second) / (2 * trials);
      const deviation = Math.sqrt((2 * share * (1 - share)) / trials);
      expect(Math.abs(first - second) / trials).toBeLessThan(4.5 * deviation);
    }
  });

  test('strict quorums are never stale, wherever their coordinators are', () => {
    const pair = fc.integer({ min: 1, max: 6 }).chain((replicas) =>
      fc.record({
        replicas: fc.constant(replicas),
        reads: fc.integer({ min: 1, max: replicas }),
        writes: fc.integer({ min: 1, max: replicas }),
      }),
    );
    const strict = pair.filter(isStrict);
    fc.assert(
      fc.property(
        strict,
        fc.constantFrom(...Object.values(fits)),
        fc.string(),
        (sizes, fit, seed) => {
          const wars = new Wars(sizes.replicas, fit, streamOf(seed));
          for (let trial = 0; trial < 20; trial++) {
            wars.next();
            if (wars.freshAfterMs(sizes.reads, sizes.writes) > 0) return false;
          }
          return true;
        },
      ),
    );
  });
});

/** The definition, for one trial and one t, with all replicas written out and sorted. */
function freshByDefinition(
  latencies: Latencies,
  sizes: { replicas: number; reads: number; writes: number },
) {
  const stream = streamOf('second');
  const draw = {
    w: sampler(latencies.write, stream),
    a: sampler(latencies.ack, stream),
    r: sampler(latencies.read, stream),
    s: sampler(latencies.response, stream),
  };
  return (t: number): boolean => {
    const all = range(sizes.replicas).map(() => ({
      w: draw.w(),
      a: draw.a(),
      r: draw.r(),
      s: draw.s(),
    }));
    const acks = all.map(({ w, a }) => w + a).sort((x, y) => x - y);
    const commit = must(acks[sizes.writes - 1], 'W-th acknowledgement');
    const first = [...all].sort((x, y) => x.r + x.s - y.r - y.s).slice(0, sizes.reads);
    return first.some(({ w, r }) => w <= commit + t + r);
  };
}

describe('staleness in versions', () => {
  test('as counted over all pairs of quorums', () => {
    for (const replicas of range(6)) {
      for (const { reads, writes } of pairsOf(replicas)) {
        const [readSets, writeSets] = [subsets(replicas, reads), subsets(replicas, writes)];
        const apart = readSets.flatMap((r) => writeSets.filter((w) => (r & w) === 0));
        const share = apart.length / (readSets.length * writeSets.length);
        expect(missesWrite({ replicas, reads, writes })).toBeCloseTo(share, 12);
        expect(isStrict({ replicas, reads, writes })).toBe(share === 0);
      }
    }
  });

  test('as the paper has it for N=3 (§3.1)', () => {
    const older = (versions: number, reads: number, writes: number) =>
      1 - isOlderThan(versions, { replicas: 3, reads, writes });
    expect([1, 2, 3, 5, 10].map((k) => older(k, 1, 1).toFixed(4))).toEqual([
      '0.3333',
      '0.5556',
      '0.7037',
      '0.8683',
      '0.9827',
    ]);
    for (const [r, w] of [
      [1, 2],
      [2, 1],
    ] as const) {
      expect([1, 2, 3, 5].map((k) => older(k, r, w).toFixed(4))).toEqual([
        '0.6667',
        '0.8889',
        '0.9630',
        '0.9959',
      ]);
    }
    expect(readsBackwards(1, { replicas: 3, reads: 1, writes: 1 })).toBeCloseTo(4 / 9, 12);
  });
});

/** As bits. */
const subsets = (of: number, size: number): number[] =>
  Array.from({ length: 2 ** of }, (_, bits) => bits).filter(
    (bits) => range(of).filter((place) => (bits >> (place - 1)) & 1).length === size,
  );

test('a quantile’s interval is that of the binomial distribution', () => {
  // R: qbinom(c(0.025, 0.975), 100, 0.5) is 40 and 60; with 10 samples nothing is above the 99.9th percentile.
  const ascending = range(100);
  expect(quantileInterval(ascending, 0.5)).toEqual({ low: 40, high: 61 });
  expect(quantileInterval(range(10), 0.999)).toEqual({ low: 10, high: Infinity });
});

test('a trial is told as fresh at once only if it is', () => {
  const told = (freshAfterMs: number) =>
    pbsWords.trial({ trial: 5, commitMs: 1.234, freshAfterMs });
  expect(told(0)).toContain('a read that begins then is fresh');
  expect(told(1)).toContain('fresh if it begins 1 ms after that');
});
