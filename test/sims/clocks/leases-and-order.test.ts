/** Goal: leases end and begin where both bounds meet, clocks stamp as Lamport and Kulkarni define, reads restart as CockroachDB documents. */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { holdUntil, lookMs, waitOut } from '../../../sims/clocks/lease/holder.ts';
import { isBefore, Stamper, type Stamps, stampKinds } from '../../../sims/clocks/order/stamper.ts';
import { clocksRules } from '../../../sims/clocks/rules.ts';
import { uncertaintySubject, writeThrough } from '../../../sims/clocks/uncertainty/cluster.ts';
import { sawValue } from '../../../sims/clocks/uncertainty/laws.ts';
import { ReadTransaction } from '../../../sims/clocks/uncertainty/read-transaction.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const rules = clocksRules.without();

/** Runs a process on a node with that offset, in a world with these gateways. */
function runOn<Result>(
  world: World,
  offsetMs: number,
  run: (node: ServerContext) => Process<Result>,
): Result {
  const results: Result[] = [];
  function* main(node: ServerContext): Process<void> {
    results.push(yield* run(node));
  }
  const options = { clockOffsetMs: offsetMs };
  world.addServer(
    'client',
    client('client', (node) => node.spawn(main(node))),
    options,
  );
  world.kernel.runUntil(5_000);
  const [result] = results;
  if (result === undefined) throw new Error('the process did not come to its end');
  return result;
}

describe('a lease until 100', () => {
  test.each([
    [-5, 5, 100],
    [0, 5, 95],
    [5, 5, 90],
    [3, 0, 97],
  ])('with a clock %d ms off under a bound of %d its holder stops at %d', (offsetMs, bound, at) => {
    const stoppedMs = runOnTime(offsetMs, (node) => holdUntil(rules, node, 100, bound));
    expect(stoppedMs).toBeLessThanOrEqual(at);
    expect(stoppedMs).toBeGreaterThan(at - 0.002);
  });

  test.each([
    [-5, 5, 110],
    [0, 5, 105],
    [5, 5, 100],
    [-3, 0, 103],
  ])(
    'with a clock %d ms off under a bound of %d another may begin after %d',
    (offsetMs, bound, at) => {
      const beginsMs = runOnTime(offsetMs, (node) => waitOut(rules, node, 100, bound));
      expect(beginsMs).toBeGreaterThan(at - 1e-6);
      expect(beginsMs).toBeLessThanOrEqual(at + lookMs + 1e-6);
    },
  );

  const runOnTime = (offsetMs: number, run: (node: ServerContext) => Process<void>): number => {
    const world = new World('lease');
    return runOn(world, offsetMs, function* (node) {
      yield* run(node);
      return world.kernel.nowMs;
    });
  };
});

/** What happens at each of three nodes: a local event, or a message from another arrives. */
const steps = fc.array(
  fc.record({
    at: fc.nat(2),
    from: fc.option(fc.nat(2), { nil: undefined }),
    skewMs: fc.integer({ min: -20, max: 20 }),
  }),
  { minLength: 1, maxLength: 14 },
);

property.prop([steps], { numRuns: 120 })(
  'vectors say before exactly if there is a path of messages; Lamport and hybrid never say after then',
  (drawn) => {
    const stampers = ['a', 'b', 'c'].map((self) => new Stamper(rules, self));
    const stamps: Stamps[] = [];
    // The oracle: the causes of an event, as a set of events.
    const causes: Set<number>[] = [];
    const lastOf = [-1, -1, -1];
    for (const [event, { at, from, skewMs }] of drawn.entries()) {
      const physical = 100 + event + skewMs;
      const sent = from === undefined || from === at ? -1 : (lastOf[from] ?? -1);
      const stamper = must(stampers[at], 'stamper');
      const message = stamps[sent];
      stamps.push(
        message === undefined ? stamper.happens(physical) : stamper.receives(message, physical),
      );
      const before = [lastOf[at] ?? -1, sent].filter((cause) => cause >= 0);
      causes.push(new Set(before.flatMap((cause) => [cause, ...(causes[cause] ?? [])])));
      lastOf[at] = event;
    }
    for (const [place, a] of stamps.entries())
      for (const [other, b] of stamps.entries()) {
        const isCause = causes[other]?.has(place) ?? false;
        expect(isBefore('vector', a, b)).toBe(isCause);
        // Of two timestamps one comes before the other, or neither: never both, and none before
        // itself.
        for (const kind of stampKinds)
          expect(isBefore(kind, a, b) && isBefore(kind, b, a)).toBe(false);
        if (!isCause) continue;
        expect([isBefore('lamport', a, b), isBefore('hybrid', a, b)]).toEqual([true, true]);
      }
    // Kulkarni et al. 2014, theorem 2 and corollary 1: no earlier than its clock, no later than the latest clock known.
    for (const [place, { hybrid, physical }] of stamps.entries()) {
      expect(hybrid.ms).toBeGreaterThanOrEqual(physical);
      const known = [place, ...(causes[place] ?? [])].map((cause) => stamps[cause]?.physical ?? 0);
      expect(hybrid.ms).toBe(Math.max(...known));
    }
  },
);

describe('a read of CockroachDB', () => {
  const maxOffsetMs = 50;
  /** Writes 1 through a gateway whose clock is ahead by the given amount, waits, and reads. */
  const readAfter = (aheadMs: number, waitsMs: number) => {
    const world = new World('read', { latencyMs: constant(1) });
    uncertaintySubject(world, rules, {
      gateways: { g: { clockOffsetMs: aheadMs } },
      maxOffsetMs,
      compareMs: 0,
    });
    return runOn(world, 0, function* (node) {
      yield* writeThrough(node, 'g', 1);
      yield* node.sleep(waitsMs);
      const fromMs = node.now();
      const value = yield* new ReadTransaction(rules, node, maxOffsetMs).read('range');
      return { value, roundTrips: (node.now() - fromMs) / 2 };
    });
  };

  // The write is stamped at 1 plus the offset, and is over at 4.
  test.each([
    ['at once a value of before', 0, 0, { value: 1, roundTrips: 1 }],
    ['again a value from its future', 20, 0, { value: 1, roundTrips: 2 }],
    ['at once when that time has come', 20, 17, { value: 1, roundTrips: 1 }],
    ['again one ms before', 20, 16, { value: 1, roundTrips: 2 }],
    ['again at the end of the window', 53, 0, { value: 1, roundTrips: 2 }],
    ['nothing from beyond it: the bound was wrong', 53.001, 0, { value: 0, roundTrips: 1 }],
  ])('sees %s', (_, aheadMs, waitsMs, seen) => {
    expect(readAfter(aheadMs, waitsMs)).toEqual(seen);
  });

  test('of two ranges reads the first again if it changed up to where the second sends it', () => {
    const world = new World('two', { latencyMs: constant(1) });
    uncertaintySubject(world, rules, {
      ranges: ['x', 'y'],
      gateways: { early: {}, late: { clockOffsetMs: 10 } },
      maxOffsetMs,
      compareMs: 0,
    });
    const seen = runOn(world, 0, function* (node) {
      const reads: Record<string, number>[] = [];
      for (const [value, ofX, ofY] of [
        [1, 'early', 'late'],
        [2, 'late', 'early'],
      ] as const) {
        const transaction = new ReadTransaction(rules, node, maxOffsetMs);
        yield* transaction.read('x');
        yield* writeThrough(node, ofX, value, 'x');
        yield* writeThrough(node, ofY, value, 'y');
        yield* transaction.read('y');
        reads.push(Object.fromEntries(transaction.seen));
        yield* node.sleep(100);
      }
      return reads;
    });
    // Stamps in the order of time: both are seen. Against it: the later write alone, a causal reverse.
    expect(seen).toEqual([
      { x: 1, y: 1 },
      { x: 1, y: 2 },
    ]);
  });

  test('of three ranges reads again only those that it had read, however often it restarts', () => {
    const world = new World('three', { latencyMs: constant(1) });
    uncertaintySubject(world, rules, {
      ranges: ['x', 'y', 'z'],
      gateways: { early: {}, late: { clockOffsetMs: 15 }, later: { clockOffsetMs: 30 } },
      maxOffsetMs,
      compareMs: 0,
    });
    const { seen, roundTrips } = runOn(world, 0, function* (node) {
      const transaction = new ReadTransaction(rules, node, maxOffsetMs);
      yield* transaction.read('x');
      yield* transaction.read('y');
      for (const [value, gateway, range] of [
        [1, 'early', 'x'],
        [2, 'early', 'y'],
        [3, 'later', 'x'],
        [4, 'late', 'z'],
      ] as const)
        yield* writeThrough(node, gateway, value, range);
      const fromMs = node.now();
      yield* transaction.read('z');
      return { seen: Object.fromEntries(transaction.seen), roundTrips: (node.now() - fromMs) / 2 };
    });
    expect(seen).toEqual({ x: 3, y: 2, z: 4 });
    // z sends it to 4’s time, where x is another; so x, which sends it to 3’s time; there x, y and z.
    expect(roundTrips).toBe(6);
  });

  test('counts as stale what is older than a write that was over', () => {
    const world = new World('none');
    const subject = uncertaintySubject(world, rules, { gateways: {}, maxOffsetMs, compareMs: 0 });
    for (const [seen, written] of [
      [3, 3],
      [4, 3],
      [2, 3],
      [0, 1],
    ] as const)
      sawValue(subject, 'g', seen, written);
    expect([subject.reads, subject.stale]).toEqual([4, 2]);
    expect(subject.breaches.of('read-sees-earlier-write')).toContain('saw value 2');
  });
});

/** CockroachDB docs: a node that is more than 80% of the maximum offset away from at least half of the others stops. */
describe('a gateway that compares clocks', () => {
  const stopsAmong = (offsetsMs: readonly number[], without: string[] = []) => {
    const world = new World('gateways', { latencyMs: constant(1) });
    const names = offsetsMs.map((_, place) => `g${place}`);
    uncertaintySubject(world, clocksRules.without(...without), {
      gateways: Object.fromEntries(
        offsetsMs.map((clockOffsetMs, place) => [`g${place}`, { clockOffsetMs }]),
      ),
      maxOffsetMs: 100,
      compareMs: 200,
    });
    world.kernel.runUntil(1_000);
    return names.filter((name) => (world.node(name).state as { stopped: boolean }).stopped);
  };

  test.each([
    [[79.9, 0, 0], []],
    // By the letter: of two others one is half, so that each of three is away from half of the others.
    [
      [80.1, 0, 0],
      ['g0', 'g1', 'g2'],
    ],
    [[-80.1, 0, 0, 0], ['g0']],
    [[80.1, 0, 0, 0], ['g0']],
    // Of four others two are half of them.
    [[80.1, 0, 0, 40, 40], ['g0']],
    [[80.1, 0, 40, 40, 40], []],
  ])('of clocks %j these stop: %j', (offsetsMs, stopped) => {
    expect(stopsAmong(offsetsMs)).toEqual(stopped);
    expect(stopsAmong(offsetsMs, ['node-outside-bound-stops'])).toEqual([]);
  });
});
