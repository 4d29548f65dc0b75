/**
 * Goal: generators of a fleet have a node id exactly as long as their lease allows, record times
 * before they use them, and answer every request in one way; and their judge reports violations,
 * and nothing else.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type IdFleet, type IdOptions, idSubject } from '../../../sims/clocks/ids/cluster.ts';
import { IdJudge, type IdJudgeOptions, type IdLaw } from '../../../sims/clocks/ids/laws.ts';
import { idLayouts, unpack } from '../../../sims/clocks/ids/layout.ts';
import { type LeaseRequest, registry } from '../../../sims/clocks/ids/registry.ts';
import { Snowflakes } from '../../../sims/clocks/ids/snowflake.ts';
import { Ulids } from '../../../sims/clocks/ids/ulid.ts';
import { clocksNotes } from '../../../sims/clocks/notes.ts';
import { clocksRules } from '../../../sims/clocks/rules.ts';
import { Breaches } from '../../../src/check/breaches.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { crash, restart } from '../../../src/world/fault.ts';
import type { Plan } from '../../../src/world/plan.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const rules = clocksRules.without();

/** Runs one fleet, and records when each request was answered or refused. */
function runFleet(
  options: Partial<IdOptions>,
  plan: Plan,
  untilMs: number,
  without: string[] = [],
) {
  const world = new World('fleet', { latencyMs: constant(1) });
  const givenAtMs: number[] = [];
  const refusedAtMs: number[] = [];
  const reserved: number[] = [];
  const first: bigint[] = [];
  clocksNotes.listen(world.trace, 'gives-ids', (said, _by, atMs) => {
    givenAtMs.push(atMs);
    first.push(BigInt(said.first));
  });
  clocksNotes.listen(world.trace, 'refused', (_, __, atMs) => refusedAtMs.push(atMs));
  clocksNotes.listen(world.trace, 'reserves', (said) => reserved.push(said.untilMs));
  const { fleets } = idSubject(world, clocksRules.without(...without), [options]);
  world.plan(plan);
  world.kernel.runUntil(untilMs);
  const fleet: IdFleet = must(fleets[0], 'fleet');
  return { fleet, givenAtMs, refusedAtMs, reserved, first };
}
const ones = (count: number) => Array.from({ length: count }, () => 1);

describe('a generator', () => {
  test('has its node id for one lease after it asked for it, less 1% for drift, and no longer', () => {
    const leaseMs = 900;
    const leased = { leasesNodeIds: true, leaseMs, everyMs: 5, startsMs: 50, batches: ones(600) };
    const { fleet, givenAtMs, refusedAtMs } = runFleet(
      leased,
      [{ atMs: 1_000, fault: crash('registry') }],
      10_000,
    );
    // It asks every third of a lease, and once more after each answer: the last time before 1000 is known to both.
    const lastMs = Math.max(...givenAtMs);
    expect(lastMs).toBeLessThanOrEqual(1_000 + leaseMs);
    expect(lastMs).toBeGreaterThan(1_000 - leaseMs / 3 - 20 + 0.99 * leaseMs - 5);
    expect(Math.min(...refusedAtMs)).toBeGreaterThan(lastMs);
    expect(fleet.judge.issued).toBe(givenAtMs.length);
    expect([fleet.answered, fleet.refused, fleet.timedOut]).toEqual([
      givenAtMs.length,
      600 - givenAtMs.length,
      0,
    ]);
  });

  test('answers each request, refuses it, or lets it time out: never two of these', () => {
    const plan = [
      { atMs: 130, fault: crash('g1') },
      { atMs: 190, fault: restart('g1') },
    ];
    const { fleet } = runFleet({ everyMs: 3, batches: ones(100) }, plan, 20_000);
    const { answered, refused, timedOut } = fleet;
    expect(answered + refused + timedOut).toBe(100);
    expect([answered > 0, refused > 0]).toEqual([true, true]);
  });

  test('writes down each time once, before it uses it', () => {
    // Four requests a millisecond: as long as the disk takes, all of them wait for one record.
    const { reserved, givenAtMs } = runFleet(
      { reserveMs: 0, everyMs: 0.25, batches: ones(40), startsBelow: 1 },
      [],
      2_000,
    );
    expect(givenAtMs).toHaveLength(40);
    expect(reserved).toEqual([...new Set(reserved)].sort((a, b) => a - b));
    const ahead = runFleet({ reserveMs: 4, everyMs: 1, batches: ones(40) }, [], 2_000).reserved;
    // One record for every 5 ms: the time itself and 4 ahead.
    expect(ahead.slice(1).map((ms, place) => ms - (ahead[place] ?? 0))).toEqual(
      ahead.slice(1).map(() => 5),
    );
  });

  test('begins each millisecond at sequence 0 without the rule against it, and anywhere with it', () => {
    const sequencesOf = (without: string[]) =>
      runFleet({ everyMs: 3, batches: ones(60) }, [], 2_000, without).first.map(
        (id) => unpack(idLayouts.twitter, id)['sequence'],
      );
    expect(new Set(sequencesOf(['sequence-not-always-0']))).toEqual(new Set([0n]));
    const drawn = sequencesOf([]);
    expect(new Set(drawn).size).toBeGreaterThan(20);
    expect(drawn.every((sequence = 64n) => sequence < 64n)).toBe(true);
  });

  test.each([
    ['refuse', { noneUntilMs: 12, because: 'back' }],
    ['borrow', { ms: 12, sequence: 1 }],
  ] as const)('whose clock is back does: %s', (whenBack, expected) => {
    const options = { sequenceBits: 1, whenBack, startOf: () => 0 };
    const snowflakes = new Snowflakes(rules, options, 5);
    expect(snowflakes.take(5.9)).toEqual({ noneUntilMs: 6, because: 'spent' });
    expect(snowflakes.take(12)).toEqual({ ms: 12, sequence: 0 });
    expect(snowflakes.take(11.9)).toEqual(expected);
    // The sequence is spent: a borrowed millisecond begins a new one.
    if (whenBack === 'borrow') expect(snowflakes.take(11.9)).toEqual({ ms: 13, sequence: 0 });
  });
});

/** What calls to the registry answer, each made at its time. */
function leases(calls: readonly (readonly [atMs: number, life: string])[], plan: Plan = []) {
  const world = new World('leases', { latencyMs: constant(0) });
  const options = { nodeIds: 2, leaseMs: 100, restMs: 50 };
  world.addServer('registry', registry(options), { diskMs: constant(0) });
  const told: (number | string)[] = [];
  function* asks(node: ServerContext): Process<void> {
    for (const [atMs, life] of calls) {
      yield* node.sleep(atMs - world.kernel.nowMs);
      const request: LeaseRequest = { do: 'lease', life };
      try {
        told.push(yield* node.call<number>('registry', request));
      } catch (failure) {
        if (!isCallFailure(failure)) throw failure;
        told.push('reason' in failure ? failure.reason : 'none');
      }
    }
  }
  world.addServer(
    'asker',
    client('asker', (node) => node.spawn(asks(node))),
  );
  world.plan(plan);
  world.kernel.runUntil(2_000);
  return told;
}

describe('the registry', () => {
  const none = 'every node id is leased';
  test('gives a node id to one life at a time, and to the next when it has rested', () => {
    const calls = [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      // A renewal: from now on for another lease.
      [60, 'a'],
      [140, 'c'],
      // b’s lease was over at 102, and its rest at 152.
      [153, 'c'],
      [159, 'a'],
      // Both are over, c’s at 253 and a’s at 259, and rest for 50 more.
      [300, 'a'],
      [330, 'a'],
    ] as const;
    expect(leases(calls)).toEqual([0, 1, none, 0, none, 1, 0, none, 0]);
  });

  test('takes all leases for new ones after a crash', () => {
    const plan = [
      { atMs: 90, fault: crash('registry') },
      { atMs: 95, fault: restart('registry') },
    ];
    const calls = [
      [1, 'a'],
      [2, 'b'],
      [240, 'c'],
      [246, 'c'],
    ] as const;
    expect(leases(calls, plan)).toEqual([0, 1, none, 0]);
  });
});

/** ULID specification, Monotonicity. */
describe('ULIDs', () => {
  const random = () => new RandomStreams('ulid').stream('random');
  const partsOf = (id: bigint) => [id >> 80n, BigInt.asUintN(80, id)] as const;

  property.prop([fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 20 })], { numRuns: 50 })(
    'of one millisecond, or while the clock is back, follow each other by 1',
    (steps) => {
      const ulids = new Ulids(rules, random());
      let [ms, latest] = [100, -1];
      let last = -1n;
      for (const step of steps) {
        ms += step / 2;
        const id = ulids.next(ms);
        const [time, randomness] = partsOf(id);
        const isNew = Math.floor(ms) > latest;
        latest = Math.max(latest, Math.floor(ms));
        expect(time).toBe(BigInt(latest));
        if (!isNew) expect(randomness).toBe(last + 1n);
        last = randomness;
      }
    },
  );

  test('have 80 random bits, and none left after the largest', () => {
    const ulids = new Ulids(rules, random());
    const all = Array.from({ length: 200 }, (_, ms) => partsOf(ulids.next(ms))[1]);
    const ever = (join: (a: bigint, b: bigint) => bigint) => all.reduce(join);
    expect([ever((a, b) => a | b), ever((a, b) => a & b)]).toEqual([2n ** 80n - 1n, 0n]);
    const full = new Ulids(rules, () => 1 - 2 ** -32);
    expect(partsOf(full.next(1))[1]).toBe(2n ** 80n - 1n);
    expect(() => full.next(1)).toThrow(RangeError);
    expect(() => full.next(2)).not.toThrow();
  });
});

describe('the judge', () => {
  function judging(own: Partial<IdJudgeOptions> = {}) {
    const breaches = new Breaches<IdLaw>();
    const options = { sortedBeyondMs: 10, shards: 0, inOrder: false, breaks: [], ...own };
    const judge = new IdJudge(breaches, options);
    return { judge, broken: () => [...breaches.all.keys()] };
  }

  test('counts every id that is given out again', () => {
    const { judge, broken } = judging();
    for (const id of [1n, 2n, 3n]) judge.issues(id, 'g1', 0);
    expect([judge.issued, judge.duplicates, broken()]).toEqual([3, 0, []]);
    for (const id of [2n, 2n]) judge.issues(id, 'g2', 0);
    expect([judge.issued, judge.duplicates, broken()]).toEqual([5, 2, ['ids-unique']]);
  });

  test('wants ids sorted that were made further apart than clocks differ, and others not', () => {
    const { judge, broken } = judging();
    judge.issues(50n, 'g1', 0);
    judge.issues(40n, 'g2', 10);
    judge.issues(45n, 'g1', 11);
    expect(broken()).toEqual(['ids-k-sorted']);
    const near = judging();
    near.judge.issues(50n, 'g1', 0);
    near.judge.issues(40n, 'g2', 10);
    near.judge.issues(51n, 'g2', 10.1);
    expect(near.broken()).toEqual([]);
    near.judge.issues(49n, 'g2', 30);
    expect(near.broken()).toEqual(['ids-k-sorted']);
  });

  test('wants the ids of one generator in order, if it is to, and leaves out what a run breaks', () => {
    const { judge, broken } = judging({ inOrder: true });
    judge.issues(5n, 'g1', 0);
    judge.issues(4n, 'g2', 0);
    judge.issues(6n, 'g1', 0);
    expect(broken()).toEqual([]);
    judge.issues(5n, 'g2', 0);
    judge.issues(3n, 'g2', 0);
    expect(broken()).toEqual(['ids-unique', 'ids-in-order']);
    const told = judging({ inOrder: true, breaks: ['ids-unique'] });
    for (const id of [5n, 5n, 4n]) told.judge.issues(id, 'g1', 0);
    expect(told.broken()).toEqual(['ids-in-order']);
    const free = judging();
    for (const id of [5n, 4n]) free.judge.issues(id, 'g1', 0);
    expect(free.broken()).toEqual([]);
  });

  test('counts ids by shard, and takes for uneven what chance does once in 10^9 shards', () => {
    const even = judging({ shards: 4 });
    const uneven = judging({ shards: 4 });
    for (let id = 0n; id < 400n; id++) {
      even.judge.issues(id, 'g1', 0);
      uneven.judge.issues(id % 2n === 0n ? 4n * id : id, 'g1', 0);
    }
    expect(even.judge.byShard).toEqual([100, 100, 100, 100]);
    even.judge.ends();
    uneven.judge.ends();
    expect([even.broken(), uneven.broken()]).toEqual([
      [],
      expect.arrayContaining(['shards-share-ids']),
    ]);
    const one = judging({ shards: 1 });
    one.judge.issues(7n, 'g1', 0);
    one.judge.ends();
    expect([one.judge.byShard, one.broken()]).toEqual([[1], []]);
  });
});
