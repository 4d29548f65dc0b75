/**
 * Goal: commits share fsyncs as a few sums say, what was acknowledged survives crashes at any moment,
 * and the closed forms are right. Method: a recursion over the times of arrival that has no server, no
 * disk and no process; crashes that are drawn; 99.9% intervals of 30 replications.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { groupInTheory } from '../../../scenarios/access/group-theory.ts';
import { commitLog, type FsyncTotals, type LogRequest } from '../../../sims/access/commit-log.ts';
import { type AccessRule, accessRules } from '../../../sims/access/rules.ts';
import { constant, exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { crash, restart } from '../../../src/world/fault.ts';
import { client, isCallFailure } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';
import { contains, intervalOfMean, replications } from '../../support/confidence.ts';

const hopMs = 0.5;

interface Disk {
  readonly fsyncMs: number;
  readonly delayMs: number;
  readonly groupMax: number;
}

/** When each commit is durable, if they arrive at these times, and how many share each fsync. */
function byHand(arrivedMs: readonly number[], { fsyncMs, delayMs, groupMax }: Disk) {
  const durableMs: number[] = [];
  const groups: number[] = [];
  let freeMs = 0;
  while (durableMs.length < arrivedMs.length) {
    const first = arrivedMs[durableMs.length] ?? 0;
    const beginMs = Math.max(freeMs, first) + delayMs;
    const waiting = arrivedMs.filter((ms) => ms <= beginMs).length - durableMs.length;
    const group = Math.min(waiting, groupMax);
    freeMs = beginMs + fsyncMs;
    groups.push(group);
    for (let commit = 0; commit < group; commit++) durableMs.push(freeMs);
  }
  return { durableMs, groups };
}

/** When each commit was acknowledged, and what is read at the end. */
function outcome(
  gaps: readonly number[],
  { fsyncMs, delayMs }: Pick<Disk, 'fsyncMs' | 'delayMs'>,
  off: readonly AccessRule[] = [],
  crashMs?: number,
) {
  const world = new World('1', { latencyMs: constant(hopMs) });
  const totals: FsyncTotals = { fsyncs: [] };
  const server = commitLog(accessRules.without(...off), delayMs, totals);
  world.addServer('database', server, { diskMs: constant(fsyncMs), processingMs: 0 });
  const ackedMs = new Map<number, number>();
  let left: readonly number[] = [];
  world.addServer(
    'client',
    client('client', (node) => {
      function* send(commit: number): Process<void> {
        const request: LogRequest = { commit };
        try {
          yield* node.call('database', request, { timeoutMs: 5_000 });
          ackedMs.set(commit, node.now());
        } catch (failure) {
          if (!isCallFailure(failure)) throw failure;
        }
      }
      function* all(): Process<void> {
        for (const [commit, gapMs] of gaps.entries()) {
          yield* node.sleep(gapMs);
          node.spawn(send(commit));
        }
        yield* node.sleep(10_000);
        left = yield* node.call<readonly number[]>('database', 'read');
      }
      node.spawn(all());
    }),
    { processingMs: 0 },
  );
  // What has been read back is what the disk had when the machine started.
  world.plan([
    { atMs: crashMs ?? 9_000, fault: crash('database') },
    { atMs: (crashMs ?? 9_000) + 3, fault: restart('database') },
    { atMs: 9_500, fault: crash('database') },
    { atMs: 9_600, fault: restart('database') },
  ]);
  world.kernel.runUntil(30_000);
  return { ackedMs, left, groups: totals.fsyncs.map(({ commits }) => commits) };
}

const gapsOf = fc.array(fc.double({ min: 0.013, max: 9, noNaN: true }), {
  minLength: 1,
  maxLength: 40,
});
const timesOf = fc.record({
  fsyncMs: fc.constantFrom(0.7, 2.3, 5.9),
  delayMs: fc.constantFrom(0, 1.1, 4.7),
});

property.prop([gapsOf, timesOf, fc.boolean()], { numRuns: 60 })(
  'each commit is durable when the recursion says, in groups or alone',
  (gaps, times, isGrouped) => {
    let atMs = hopMs;
    const arrivedMs = gaps.map((gapMs) => (atMs += gapMs));
    const expected = byHand(arrivedMs, { ...times, groupMax: isGrouped ? Infinity : 1 });
    const { ackedMs, groups } = outcome(gaps, times, isGrouped ? [] : ['fsync-for-all-waiting']);
    expect(groups).toEqual(expected.groups);
    for (const [commit, durableMs] of expected.durableMs.entries()) {
      expect(ackedMs.get(commit)).toBeCloseTo(durableMs + hopMs, 6);
    }
  },
);

property.prop([gapsOf, timesOf, fc.double({ min: 1, max: 150, noNaN: true })], { numRuns: 60 })(
  'a crash at any moment loses nothing that was acknowledged, and invents nothing',
  (gaps, times, crashMs) => {
    const { ackedMs, left } = outcome(gaps, times, [], crashMs);
    const found = new Set(left);
    for (const commit of ackedMs.keys()) expect(found.has(commit)).toBe(true);
    expect(left.length).toBe(found.size);
  },
);

test('a commit that is acknowledged before its fsync is lost in a crash', () => {
  const { ackedMs, left } = outcome(
    [1, 1, 1],
    { fsyncMs: 2, delayMs: 0 },
    ['acknowledge-after-fsync'],
    4.2,
  );
  expect([...ackedMs.keys()]).toEqual([0, 1, 2]);
  expect(left).toEqual([0]);
});

describe('the closed forms', () => {
  test.each([
    [2_000, 2, 0],
    [200, 2, 0],
    [1_000, 1, 3],
  ])(
    'of %i commits a second, an fsync of %f ms and a delay of %f ms',
    (perSecond, fsyncMs, delayMs) => {
      const runs = Array.from({ length: replications }, (_, at) => {
        const gap = sampler(
          exponential(1_000 / perSecond),
          new RandomStreams(`${at}`).stream('gaps'),
        );
        let atMs = 0;
        const arrivedMs = Array.from({ length: 1_500 }, () => (atMs += gap()));
        const { durableMs, groups } = byHand(arrivedMs, { fsyncMs, delayMs, groupMax: Infinity });
        const took = durableMs.map((ms, commit) => ms - (arrivedMs[commit] ?? 0));
        return {
          perFsync: arrivedMs.length / groups.length,
          meanMs: took.reduce((sum, ms) => sum + ms, 0) / took.length,
        };
      });
      const theory = groupInTheory({ perSecond, fsyncMs, delayMs });
      for (const figure of ['perFsync', 'meanMs'] as const) {
        const interval = intervalOfMean(runs.map((run) => run[figure]));
        expect(contains(interval, theory[figure]), figure).toBe(true);
        expect((interval.high - interval.low) / theory[figure]).toBeLessThan(0.05);
      }
    },
  );

  test('a lone commit takes an fsync, and a crowd one and a half', () => {
    expect(groupInTheory({ perSecond: 1e-6, fsyncMs: 2, delayMs: 0 }).meanMs).toBeCloseTo(2, 6);
    expect(groupInTheory({ perSecond: 1e9, fsyncMs: 2, delayMs: 0 }).meanMs).toBeCloseTo(3, 6);
  });
});
