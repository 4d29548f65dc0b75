/** Databases, leases, reads and id generators whose clocks are moved at random within their bound: every law holds. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { idInvariants, idSubject } from '../../sims/clocks/ids/cluster.ts';
import { holdUntil, waitOut } from '../../sims/clocks/lease/holder.ts';
import { clocksRules } from '../../sims/clocks/rules.ts';
import {
  database,
  readAt,
  transact,
  truetimeInvariants,
} from '../../sims/clocks/truetime/cluster.ts';
import {
  readThrough,
  uncertaintySubject,
  writeThrough,
} from '../../sims/clocks/uncertainty/cluster.ts';
import { uncertaintyInvariants } from '../../sims/clocks/uncertainty/laws.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { pick } from '../../src/kernel/random.ts';
import { clockJump, crash, network, pause, restart } from '../../src/world/fault.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { World } from '../../src/world/world.ts';

const rules = clocksRules.without();
const faultyMs = 2_000;

interface Move {
  readonly node: string;
  readonly atMs: number;
  /** Where in its bound the clock is from then on, from -1 to 1. */
  readonly to: number;
}

const inBound = fc.constantFrom(-1, -0.9, -0.5, 0, 0.5, 0.9, 1);
/** Of each node where in its bound its clock is at first, and moves of them within it. */
const clocksOf = (nodes: readonly string[]) =>
  fc.record({
    starts: fc.array(inBound, { minLength: nodes.length, maxLength: nodes.length }),
    moves: fc.array(
      fc.record({
        node: fc.constantFrom(...nodes),
        atMs: fc.integer({ min: 1, max: faultyMs }),
        to: inBound,
      }),
      { maxLength: 12 },
    ),
  });

/** Moves clocks that started there, so that none leaves its bound. */
function moveClocks(
  world: World,
  boundMs: number,
  starts: ReadonlyMap<string, number>,
  moves: readonly Move[],
): void {
  const places = new Map(starts);
  const inOrder = [...moves].sort((a, b) => a.atMs - b.atMs);
  world.plan(
    inOrder.map(({ node, atMs, to }) => {
      const byMs = (to - (places.get(node) ?? 0)) * boundMs;
      places.set(node, to);
      return { atMs, fault: clockJump(node, byMs) };
    }),
  );
}

function hold<Subject>(invariants: readonly Invariant<Subject>[], subject: Subject): void {
  const broken = invariants.map((each) => {
    if ('check' in each) return each.check(subject);
    throw new Error(`${each.id} is not a matter of the whole world`);
  });
  expect(broken).toEqual(broken.map(() => undefined));
}

const faults = (nodes: readonly string[]) =>
  fc.array(
    fc.record({
      node: fc.constantFrom(...nodes),
      atMs: fc.integer({ min: 1, max: faultyMs }),
      forMs: fc.integer({ min: 1, max: 300 }),
    }),
    { maxLength: 6 },
  );

/** Declares the tests. */
export function holdClocksUnderFaults(numRuns: number): void {
  const runs = { numRuns, seed: 20_261 };

  const shards = ['s1', 's2', 's3'];
  test.prop(
    {
      seed: fc.string(),
      clocks: clocksOf(shards),
      pauses: faults(shards),
      epsilonMs: fc.constantFrom(1, 4, 20),
    },
    runs,
  )(
    'TrueTime: timestamps follow the order of time, and reads see all up to theirs',
    ({ seed, clocks: { starts, moves }, pauses, epsilonMs }) => {
      const world = new World(seed, { latencyMs: uniform(0.1, 8) });
      const at = new Map(shards.map((id, place) => [id, starts[place] ?? 0]));
      const subject = database(world, rules, {
        offsetsMs: Object.fromEntries([...at].map(([id, to]) => [id, to * epsilonMs])),
        epsilonMs,
        paxosMs: 2,
      });
      let [transaction, reads] = [0, 0];
      const ofClient = 8;
      function* runsTransactions(node: ServerContext): Process<void> {
        const stream = node.stream('what');
        for (let nth = 0; nth < ofClient; nth++) {
          const [first, second] = [pick(stream, shards), pick(stream, shards)];
          transaction += 1;
          yield* transact(node, subject.judge, transaction, [first, second]);
          yield* readAt(node, subject.judge, pick(stream, shards), node.now() + epsilonMs);
          reads += 1;
          yield* node.sleep(stream() * 200);
        }
      }
      for (const id of ['a', 'b', 'c'])
        world.addServer(
          id,
          client('client', (node) => node.spawn(runsTransactions(node))),
        );
      moveClocks(world, epsilonMs, at, moves);
      world.plan(pauses.map(({ node, atMs, forMs }) => ({ atMs, fault: pause(node, forMs) })));
      world.kernel.runUntil(20_000);
      hold(truetimeInvariants, subject);
      expect([subject.judge.all.length, reads]).toEqual([3 * ofClient, 3 * ofClient]);
    },
  );

  const pair = ['holder', 'next'];
  test.prop(
    { clocks: clocksOf(pair), epsilonMs: fc.integer({ min: 1, max: 50 }) },
    { ...runs, numRuns: 2 * numRuns },
  )(
    'leases: a holder stops before the next begins, however wrong both are within the bound',
    ({ clocks: { starts, moves }, epsilonMs }) => {
      const world = new World('leases');
      const untilMs = faultyMs / 2;
      const at = new Map(pair.map((id, place) => [id, starts[place] ?? 0]));
      const ends = new Map<string, number>();
      for (const [id, ends_] of [
        ['holder', holdUntil],
        ['next', waitOut],
      ] as const) {
        function* waits(node: ServerContext): Process<void> {
          yield* ends_(rules, node, untilMs, epsilonMs);
          ends.set(id, world.kernel.nowMs);
        }
        world.addServer(
          id,
          client('leader', (node) => node.spawn(waits(node))),
          { clockOffsetMs: (at.get(id) ?? 0) * epsilonMs },
        );
      }
      moveClocks(world, epsilonMs, at, moves);
      world.kernel.runUntil(faultyMs);
      const [held, taken] = [ends.get('holder') ?? Number.NaN, ends.get('next') ?? Number.NaN];
      // Neither by chance: both within twice the bound of the time that they agreed on.
      expect(held).toBeLessThanOrEqual(untilMs);
      expect(held).toBeGreaterThanOrEqual(untilMs - 2 * epsilonMs - 1);
      expect(taken).toBeGreaterThanOrEqual(untilMs);
      expect(taken).toBeLessThanOrEqual(untilMs + 2 * epsilonMs + 1);
    },
  );

  const gateways = ['g1', 'g2', 'g3'];
  const maxOffsetMs = 100;
  test.prop({ seed: fc.string(), clocks: clocksOf(gateways), pauses: faults(gateways) }, runs)(
    'uncertainty: a read sees the last write that was over, through whichever nodes',
    ({ seed, clocks: { starts, moves }, pauses }) => {
      const world = new World(seed, { latencyMs: uniform(0.1, 8) });
      const boundMs = maxOffsetMs / 2;
      const at = new Map(gateways.map((id, place) => [id, starts[place] ?? 0]));
      const subject = uncertaintySubject(world, rules, {
        gateways: Object.fromEntries(
          [...at].map(([id, to]) => [id, { clockOffsetMs: to * boundMs }]),
        ),
        maxOffsetMs,
        compareMs: 0,
      });
      const rounds = 30;
      function* writesAndReads(node: ServerContext): Process<void> {
        const stream = node.stream('what');
        for (let value = 1; value <= rounds; value++) {
          yield* writeThrough(node, pick(stream, gateways), value);
          yield* node.sleep(stream() * 20);
          yield* readThrough(node, pick(stream, gateways), value, subject);
        }
      }
      world.addServer(
        'client',
        client('client', (node) => node.spawn(writesAndReads(node))),
      );
      moveClocks(world, boundMs, at, moves);
      world.plan(pauses.map(({ node, atMs, forMs }) => ({ atMs, fault: pause(node, forMs) })));
      world.kernel.runUntil(20_000);
      hold(uncertaintyInvariants, subject);
      expect(subject.reads).toBe(rounds);
    },
  );

  const fleet = ['g1', 'g2', 'g3'];
  const skewMs = 40;
  test.prop(
    {
      seed: fc.string(),
      clocks: clocksOf([...fleet, 'registry']),
      crashes: faults([...fleet, 'registry']),
      loss: fc.constantFrom(0, 0.1, 0.3),
      whenBack: fc.constantFrom('refuse' as const, 'wait' as const, 'borrow' as const),
    },
    // Each run makes some ten thousand ids.
    { ...runs, numRuns: Math.ceil(numRuns / 2) },
  )(
    'snowflakes: no id twice, and sorted as far as clocks agree',
    ({ seed, clocks: { starts, moves }, crashes, loss, whenBack }) => {
      const world = new World(seed, { latencyMs: uniform(0.1, 8), duplication: 0.05 });
      const at = new Map(fleet.map((id, place) => [id, starts[place] ?? 0]));
      const reserveMs = 20;
      const subject = idSubject(world, rules, [
        {
          generators: fleet.length,
          leasesNodeIds: true,
          // Fewer than there are lives, so that node ids go round.
          nodeIds: 4,
          leaseMs: 300,
          restMs: 2 * skewMs,
          clockOffsetMs: (place) => skewMs * (starts[place] ?? 0),
          whenBack,
          reserveMs,
          startsBelow: 4_096,
          everyMs: 10,
          startsMs: 300,
          batches: Array.from({ length: 150 }, (_, request) => (request === 7 ? 4_200 : 3)),
          // Clocks differ by twice the bound; a generator may use a reserved time after a restart, and waits for its disk.
          sortedBeyondMs: 2 * skewMs + reserveMs + 10,
        },
      ]);
      moveClocks(world, skewMs, new Map([...at, ['registry', 0]]), moves);
      world.plan([
        { atMs: 0, fault: network({ loss }) },
        { atMs: faultyMs, fault: network({ loss: 0 }) },
        ...crashes.flatMap(({ node, atMs, forMs }) => [
          { atMs, fault: crash(node) },
          { atMs: atMs + forMs, fault: restart(node) },
        ]),
      ]);
      world.kernel.runUntil(2 * faultyMs + 6_000);
      hold(idInvariants, subject);
      expect(subject.fleets[0]?.judge.issued).toBeGreaterThan(0);
    },
  );
}
