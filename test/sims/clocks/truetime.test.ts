/**
 * Goal: intervals, timestamps and waits are those of Spanner's paper, compared with its
 * definitions.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { clocksRules } from '../../../sims/clocks/rules.ts';
import { database, readAt, transact } from '../../../sims/clocks/truetime/cluster.ts';
import { around, contains, isAfter } from '../../../sims/clocks/truetime/interval.ts';
import { TruetimeJudge } from '../../../sims/clocks/truetime/laws.ts';
import { Breaches } from '../../../src/check/breaches.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const whole = (min: number, max: number) => fc.integer({ min, max });

property.prop([whole(-100, 100), whole(0, 20), whole(-150, 150)])(
  'an interval contains what is not certainly over, nor certainly to come',
  (ms, errorMs, at) => {
    const interval = around(ms, errorMs);
    // Brute force: the true time is one of these.
    const possible = Array.from({ length: 2 * errorMs + 1 }, (_, place) => ms - errorMs + place);
    expect(contains(interval, at)).toBe(possible.includes(at));
    expect(isAfter(interval, at)).toBe(possible.every((now) => now > at));
  },
);

/** Runs one client in a database of two shards, and returns its result. */
function inDatabase<Result>(
  offsetsMs: Readonly<Record<string, number>>,
  options: { epsilonMs: number; paxosMs: number; waitShare?: number },
  run: (node: ServerContext, judge: TruetimeJudge) => Process<Result>,
) {
  const world = new World('truetime', { latencyMs: constant(1) });
  const { judge, breaches } = database(world, clocksRules.without(), { offsetsMs, ...options });
  const results: Result[] = [];
  function* main(node: ServerContext): Process<void> {
    results.push(yield* run(node, judge));
  }
  world.addServer(
    'client',
    client('client', (node) => node.spawn(main(node))),
  );
  world.kernel.runUntil(1_000);
  const [result] = results;
  if (result === undefined) throw new Error('the client did not come to its end');
  return { result, breaches, judge };
}

describe('a commit', () => {
  // It arrives after 1 ms, and its answer takes 1 ms more.
  test.each([
    ['waits twice the bound', { epsilonMs: 4, paxosMs: 0 }, 0, 5, 10.001],
    ['whatever its clock shows', { epsilonMs: 4, paxosMs: 0 }, -4, 1, 10.001],
    ['and replicates meanwhile', { epsilonMs: 4, paxosMs: 5 }, 0, 5, 10.001],
    ['which may take longer', { epsilonMs: 4, paxosMs: 9 }, 0, 5, 11],
    ['half of it in a hurry', { epsilonMs: 4, paxosMs: 0, waitShare: 0.5 }, 0, 5, 6.001],
  ])('%s', (_, options, offsetMs, timestampMs, toldAtMs) => {
    const { result } = inDatabase({ s1: offsetMs }, options, function* (node, judge) {
      const stamp = yield* transact(node, judge, 1, ['s1']);
      return [stamp, node.now()];
    });
    expect(result[0]).toBeCloseTo(timestampMs, 9);
    expect(result[1]).toBeCloseTo(toldAtMs, 6);
  });

  test('of two shards has the later of their timestamps: §4.2.1', () => {
    const { result } = inDatabase({ s1: 0, s2: 3 }, { epsilonMs: 4, paxosMs: 1 }, (node, judge) =>
      transact(node, judge, 1, ['s1', 's2']),
    );
    // s1 is asked at 1 and s2 at 2, by its clock 5: the latest is 9. s1 has the answer at 4: its latest is 8.
    expect(result).toBeCloseTo(9, 9);
  });

  test('has a later timestamp than a read before it: §4.1.2', () => {
    const { result } = inDatabase({ s1: 0 }, { epsilonMs: 1, paxosMs: 0 }, function* (node, judge) {
      const saw = yield* readAt(node, judge, 's1', 50);
      return [saw.size, yield* transact(node, judge, 1, ['s1'])];
    });
    expect(result).toEqual([0, 50.001]);
  });
});

describe('a read at a timestamp', () => {
  test('sees what was committed up to it, and nothing later', () => {
    const { result } = inDatabase({ s1: 0 }, { epsilonMs: 1, paxosMs: 0 }, function* (node, judge) {
      const first = yield* transact(node, judge, 1, ['s1']);
      const second = yield* transact(node, judge, 2, ['s1']);
      const seen: number[][] = [];
      for (const atMs of [first - 0.001, first, second - 0.001, second])
        seen.push([...(yield* readAt(node, judge, 's1', atMs))]);
      return seen;
    });
    expect(result).toEqual([[], [1], [1], [1, 2]]);
  });

  test('waits for a transaction that is under way, if that may lie before it', () => {
    const { result } = inDatabase({ s1: 0 }, { epsilonMs: 5, paxosMs: 0 }, function* (node, judge) {
      node.spawn(
        (function* () {
          yield* transact(node, judge, 1, ['s1']);
        })(),
      );
      yield* node.sleep(1);
      // The transaction got 6 at 1, and is over at 11.001; reads arrive at 2.
      const early = [...(yield* readAt(node, judge, 's1', 5.9))];
      const earlyMs = node.now();
      const late = [...(yield* readAt(node, judge, 's1', 6))];
      return { early, earlyMs, late, lateMs: node.now() };
    });
    expect(result).toMatchObject({ early: [], late: [1] });
    expect(result.earlyMs).toBeCloseTo(3, 9);
    expect(result.lateMs).toBeCloseTo(12.001, 6);
  });
});

describe('the judge', () => {
  const commit = (transaction: number, timestampMs: number) => ({
    transaction,
    timestampMs,
    shards: ['s1'],
  });

  test.each([
    [10, 11, 0],
    [10, 10, 1],
    [10, 9, 1],
  ])('holds %d against %d, of a transaction that began later', (first, second, inverted) => {
    const breaches = new Breaches<'external-consistency' | 'snapshot-read-sees-all-before'>();
    const judge = new TruetimeJudge(breaches, []);
    judge.committed(commit(1, first), judge.begins());
    judge.committed(commit(2, second), judge.begins());
    expect(judge.inverted).toBe(inverted);
    expect(breaches.of('external-consistency') !== undefined).toBe(inverted === 1);
  });

  test('allows concurrent transactions any order', () => {
    const judge = new TruetimeJudge(new Breaches(), []);
    const [before, beforeToo] = [judge.begins(), judge.begins()];
    judge.committed(commit(1, 10), before);
    judge.committed(commit(2, 5), beforeToo);
    expect(judge.inverted).toBe(0);
    // One that begins now has to be later than both.
    judge.committed(commit(3, 7), judge.begins());
    expect(judge.inverted).toBe(1);
  });

  test('holds a commit that comes later against a read before', () => {
    const breaches = new Breaches<'external-consistency' | 'snapshot-read-sees-all-before'>();
    const judge = new TruetimeJudge(breaches, []);
    judge.reads({ atMs: 10, shard: 's1', saw: new Set([1]) });
    judge.committed(commit(1, 9), undefined);
    judge.committed(commit(2, 10.1), undefined);
    expect(judge.missed).toBe(0);
    judge.committed(commit(3, 10), undefined);
    expect(judge.missed).toBe(1);
    expect(breaches.of('snapshot-read-sees-all-before')).toContain('did not see transaction 3');
  });
});

test('TT.after is true of what has passed for certain, and not of the earliest moment itself', () => {
  const now = around(10, 4);
  expect([isAfter(now, 5.999), isAfter(now, 6), isAfter(now, 14)]).toEqual([true, false, false]);
  expect([5.999, 6, 14, 14.001].map((ms) => contains(now, ms))).toEqual([false, true, true, false]);
});
