/**
 * Goal: the judges of replication report violations, and nothing else: each law has the smallest
 * story that breaks it, next to one that just keeps it. And logs share the positions that arrays
 * would share.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DurabilityJudge,
  type DurabilityLaw,
  durabilityMetrics,
  halvesOf,
} from '../../../sims/replication/durability/laws.ts';
import { PrimaryJudge } from '../../../sims/replication/primary/judge.ts';
import type { PrimaryLaw } from '../../../sims/replication/primary/laws.ts';
import { Log } from '../../../sims/replication/primary/log.ts';
import { isAtLeast, type Position } from '../../../sims/replication/primary/messages.ts';
import { primaryMetrics } from '../../../sims/replication/primary/metrics.ts';
import { QuorumJudge } from '../../../sims/replication/quorum/judge.ts';
import type { QuorumLaw } from '../../../sims/replication/quorum/laws.ts';
import { newestOf } from '../../../sims/replication/quorum/versions.ts';
import { Breaches } from '../../../src/check/breaches.ts';
import { createMetrics } from '../../../src/check/metric.ts';

/** A log as text: an epoch for each entry; equal places of equal epochs are the same write. */
const logOf = (epochs: readonly number[]): Log => {
  const log = new Log();
  for (const [place, epoch] of epochs.entries())
    log.push({ epoch, key: 'k', write: 10 * place + epoch, atMs: 0 });
  return log;
};
const at = (epoch: number, lsn: number): Position => ({ epoch, lsn });

describe('logs', () => {
  const epochs = fc
    .array(fc.integer({ min: 1, max: 3 }), { maxLength: 6 })
    .map((all) => all.sort((a, b) => a - b));

  test('have what stands in them, and share at most what is no later in epoch and place', () => {
    fc.assert(
      fc.property(epochs, fc.nat(3), fc.nat(7), (own, epoch, lsn) => {
        const log = logOf(own);
        expect(log.length).toBe(own.length);
        expect(log.end).toEqual(at(own.at(-1) ?? 0, own.length));
        expect(log.has(at(epoch, lsn))).toBe(lsn === 0 || own[lsn - 1] === epoch);
        const shared = own.filter((one, place) => place < lsn && one <= epoch).length;
        expect(log.sharedAtMost(at(epoch, lsn))).toEqual(at(own[shared - 1] ?? 0, shared));
        expect(log.between(1, lsn).map((entry) => entry.epoch)).toEqual(own.slice(1, lsn));
        log.cutAfter(lsn);
        expect(log.length).toBe(Math.min(lsn, own.length));
        expect([log.entryAt(0), log.entryAt(lsn + 1)]).toEqual([undefined, undefined]);
      }),
      { numRuns: 100 },
    );
  });

  test('are further by epoch first, then by place', () => {
    const all = [0, 1, 2].flatMap((epoch) => [0, 1, 2].map((lsn) => at(epoch, lsn)));
    for (const [place, one] of all.entries())
      for (const [other, two] of all.entries()) expect(isAtLeast(one, two)).toBe(place >= other);
  });
});

describe('of a primary', () => {
  const judging = (breaks: readonly PrimaryLaw[] = []) => {
    const breaches = new Breaches<PrimaryLaw>();
    const metrics = createMetrics(primaryMetrics);
    const judge = new PrimaryJudge(breaches, breaks, metrics);
    const broken = () => [...breaches.all.keys()];
    const lead = (node: string, epoch: number, log: Log) => {
      judge.leads(epoch, log);
      judge.serves(node, epoch, log);
    };
    return { judge, metrics, broken, lead };
  };

  test('a new one has every write that was acknowledged; each that it lacks is lost once', () => {
    const { judge, metrics, broken, lead } = judging();
    const first = logOf([1, 1, 1]);
    lead('n1', 1, first);
    expect([judge.primary, judge.reigns, metrics.failovers.value]).toEqual(['n1', 1, 0]);
    for (const lsn of [1, 2, 3]) judge.acknowledges('n1', 10 * (lsn - 1) + 1, at(1, lsn));
    expect([judge.acked, metrics.acked.value]).toEqual([3, 3]);
    lead('n2', 2, logOf([1, 1, 1, 2]));
    // A lease that is renewed is no failover, nor is an older epoch.
    judge.serves('n2', 2, logOf([]));
    judge.serves('n1', 1, first);
    expect([judge.primary, judge.reigns, metrics.failovers.value, broken()]).toEqual([
      'n2',
      2,
      1,
      [],
    ]);
    lead('n3', 3, logOf([1, 2]));
    lead('n4', 4, logOf([1]));
    expect([metrics.lost.value, metrics.failovers.value, broken()]).toEqual([
      2,
      3,
      ['acked-survives-failover'],
    ]);
  });

  test('one at a time: an acknowledgement of an older epoch while a later one serves', () => {
    const { judge, metrics, broken, lead } = judging();
    lead('n1', 1, logOf([1]));
    lead('n2', 2, logOf([1, 2]));
    judge.acknowledges('n2', 12, at(2, 2));
    expect(broken()).toEqual([]);
    // It has that write all the same.
    judge.acknowledges('n1', 1, at(1, 1));
    expect([broken(), metrics.lost.value]).toEqual([['one-primary'], 0]);
    judge.acknowledges('n1', 11, at(1, 2));
    expect([broken(), metrics.lost.value]).toEqual([['one-primary', 'acked-survives-failover'], 1]);
    const told = judging(['one-primary', 'acked-survives-failover']);
    told.lead('n2', 2, logOf([]));
    told.judge.acknowledges('n1', 1, at(1, 1));
    expect([told.broken(), told.metrics.lost.value]).toEqual([[], 1]);
    const early = judging();
    early.judge.acknowledges('n1', 1, at(1, 1));
    expect([early.judge.primary, early.broken()]).toEqual([undefined, []]);
  });

  test('replicas have what it has, where both have something', () => {
    const primary = logOf([1, 1]);
    const { judge, broken } = judging();
    judge.leads(1, primary);
    const same = new Log();
    for (const lsn of [1, 2]) {
      const entry = primary.entryAt(lsn);
      if (entry !== undefined) same.push(entry);
    }
    judge.follows('n2', 1, same, 0, 2);
    judge.follows('n2', 1, logOf([1, 1, 1]), 2, 3);
    judge.follows('n2', 9, logOf([1]), 0, 1);
    judge.follows('n2', 1, logOf([2, 2]), 2, 2);
    expect(broken()).toEqual([]);
    judge.follows('n2', 1, logOf([2]), 0, 1);
    expect(broken()).toEqual(['prefix-of-primary']);
    const hole = judging();
    hole.judge.leads(1, primary);
    hole.judge.follows('n2', 1, logOf([]), 1, 2);
    expect(hole.broken()).toEqual(['prefix-of-primary']);
  });

  test('sessions read their own writes, and never back, key by key', () => {
    const { judge, metrics, broken } = judging();
    judge.sessionReads('s', 'k', 0, at(0, 0));
    judge.sessionWrites('s', 'k', at(1, 5));
    judge.sessionReads('s', 'k', 1, at(1, 5));
    judge.sessionReads('s', 'k', 2, at(2, 1));
    judge.sessionReads('s', 'other', 0, at(0, 0));
    judge.sessionReads('t', 'k', 0, at(1, 4));
    expect([metrics.reads.value, broken()]).toEqual([5, []]);
    judge.sessionReads('s', 'k', 1, at(1, 9));
    expect([metrics.backwardReads.value, metrics.staleOwnReads.value, broken()]).toEqual([
      1,
      0,
      ['monotonic-reads'],
    ]);
    // What it has read last is what counts, not the older one in between.
    judge.sessionReads('s', 'k', 1, at(1, 9));
    judge.sessionWrites('t', 'k', at(3, 1));
    judge.sessionReads('t', 'k', 0, at(2, 9));
    expect([metrics.backwardReads.value, metrics.staleOwnReads.value, broken()]).toEqual([
      2,
      1,
      ['monotonic-reads', 'read-your-writes'],
    ]);
  });
});

describe('of a store of quorums', () => {
  const item = (count: number, value: string | null = 'v', writer = 'a') => ({
    version: { count, writer },
    value,
  });
  const judging = () => {
    const breaches = new Breaches<QuorumLaw>();
    const judge = new QuorumJudge(breaches);
    return { judge, broken: () => [...breaches.all.keys()] };
  };

  test('reads see what was acknowledged before they began, or something newer', () => {
    const { judge, broken } = judging();
    const early = judge.begins('k');
    judge.acknowledges('k', item(2), early);
    judge.sees('k', undefined, early);
    judge.sees('k', item(2), judge.begins('k'));
    judge.sees('k', item(3), judge.begins('k'));
    judge.sees('another', undefined, judge.begins('another'));
    expect([judge.reads, judge.staleReads, judge.writes, broken()]).toEqual([4, 0, 1, []]);
    judge.sees('k', item(1), judge.begins('k'));
    judge.sees('k', undefined, judge.begins('k'));
    expect([judge.staleReads, broken()]).toEqual([2, ['reads-see-acked-writes']]);
  });

  test('what is deleted may be gone, or newer than that, but not there again', () => {
    const { judge, broken } = judging();
    judge.acknowledges('k', item(2), judge.begins('k'));
    judge.acknowledges('k', item(3, null), judge.begins('k'));
    judge.sees('k', undefined, judge.begins('k'));
    judge.sees('k', item(3, null), judge.begins('k'));
    judge.sees('k', item(4), judge.begins('k'));
    expect(broken()).toEqual([]);
    judge.sees('k', item(2), judge.begins('k'));
    expect(broken()).toEqual(['reads-see-acked-writes', 'deleted-stays-deleted']);
  });

  test('a later write has the newer version, an older tombstone takes nothing back', () => {
    const { judge, broken } = judging();
    const early = judge.begins('k');
    judge.acknowledges('k', item(5), early);
    judge.acknowledges('k', item(4, null), early);
    judge.sees('k', item(5), judge.begins('k'));
    expect([judge.hiddenWrites, broken()]).toEqual([0, []]);
    judge.acknowledges('k', item(5, 'v', 'b'), judge.begins('k'));
    expect([judge.hiddenWrites, broken()]).toEqual([0, []]);
    judge.acknowledges('k', item(5, 'v', 'a'), judge.begins('k'));
    expect([judge.hiddenWrites, broken()]).toEqual([1, ['last-acked-write-wins']]);
  });

  test('one write replaces a version, and no replica goes back', () => {
    const { judge, broken } = judging();
    judge.acknowledges('k', item(1), judge.begins('k'), 0);
    judge.acknowledges('k', item(2), judge.begins('k'), 1);
    judge.acknowledges('l', item(1), judge.begins('l'), 0);
    judge.stores('n1', 'k', item(1), undefined);
    judge.stores('n1', 'k', item(1), item(1));
    judge.stores('n1', 'k', item(2), item(1));
    expect([judge.lostUpdates, broken()]).toEqual([0, []]);
    judge.acknowledges('k', item(3), judge.begins('k'), 1);
    expect([judge.lostUpdates, broken()]).toEqual([1, ['no-lost-update']]);
    judge.stores('n1', 'k', item(1), item(2));
    expect(broken()).toEqual(['no-lost-update', 'monotonic-versions']);
  });

  test('the newest of several is the one that no other is newer than', () => {
    const items = [item(1), undefined, item(3, 'b', 'b'), item(3), item(2)];
    expect(newestOf(items)).toEqual(item(3, 'b', 'b'));
    expect(newestOf([undefined])).toBeUndefined();
  });
});

describe('of a crash', () => {
  const judging = (syncsEach: boolean, windowMs: number) => {
    const breaches = new Breaches<DurabilityLaw>();
    const metrics = createMetrics(durabilityMetrics);
    const judge = new DurabilityJudge(breaches, metrics, syncsEach, windowMs);
    for (const [place, ms] of [10, 20, 30, 40].entries()) judge.acknowledges(place + 1, ms);
    return { judge, metrics, broken: () => [...breaches.all.keys()] };
  };

  test('halves: the last odd and the last even of the first writes', () => {
    for (let upTo = 0; upTo < 9; upTo++) {
      const writes = Array.from({ length: upTo }, (_, place) => place + 1);
      const last = (parity: number) => writes.filter((write) => write % 2 === parity).at(-1);
      const { odd, even } = halvesOf(upTo);
      expect([Math.max(0, odd), even]).toEqual([last(1) ?? 0, last(0) ?? 0]);
    }
  });

  test.each([
    // Acknowledged at 10, 20, 30 and 40; down at 45: what spans how long is lost?
    [4, true, 0, [], 0, 0],
    [3, false, 0, [], 1, 5],
    [3, true, 0, ['acked-survives-power-loss'], 1, 5],
    [2, false, 10, [], 2, 15],
    [2, false, 9.9, ['loss-within-window'], 2, 15],
    [0, false, 30, [], 4, 35],
  ])(
    'up to write %d, each synced %j, within %d: breaks %j, loses %d',
    (upTo, each, window, laws, lost, age) => {
      const { judge, metrics, broken } = judging(each, window);
      expect([judge.hasRestarted, metrics.acked.value]).toEqual([false, 4]);
      judge.recovers(halvesOf(upTo), 4, 45);
      expect([broken(), metrics.lost.value, metrics.windowMs.max, judge.hasRestarted]).toEqual([
        laws,
        lost,
        age,
        true,
      ]);
    },
  );

  test.each([
    [{ odd: 3, even: 4 }, 4, true],
    [{ odd: 3, even: 2 }, 4, true],
    [{ odd: 3, even: 0 }, 4, false],
    [{ odd: 0, even: 4 }, 4, false],
    [{ odd: 5, even: 4 }, 4, false],
  ])('%j of %d writes is the first ones: %j', (halves, written, isPrefix) => {
    const { judge, broken } = judging(false, Number.POSITIVE_INFINITY);
    judge.recovers(halves, written, 45);
    expect(broken()).toEqual(isPrefix ? [] : ['recovery-is-prefix']);
  });
});
