/**
 * Goal: a replica asks a majority or answers by itself, as the request demands; gossiped data is
 * the same everywhere soon after the network has healed; and the counts of a partition match what
 * happened. Every link takes 1 ms here.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutsOf, partitionSubject } from '../../../sims/replication/partition/cluster.ts';
import { partitionMetrics } from '../../../sims/replication/partition/laws.ts';
import {
  type ClientRequest,
  isLater,
  replicaServer,
} from '../../../sims/replication/partition/node.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import { createMetrics } from '../../../src/check/metric.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { cut, mend } from '../../../src/world/fault.ts';
import type { Plan } from '../../../src/world/plan.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const rules = replicationRules.without();
const replicaIds = ['r1', 'r2', 'r3'];
const apart = (
  atMs: number,
  id: string,
  others: readonly string[],
  fault: typeof cut | typeof mend,
) =>
  others.flatMap((other) => [
    { atMs, fault: fault(id, other) },
    { atMs, fault: fault(other, id) },
  ]);

type Asked = readonly [atMs: number, of: string, write: number | undefined, isStrong: boolean];

function ask(asked: readonly Asked[], plan: Plan = [], without: readonly string[] = []) {
  const world = new World('partition', { latencyMs: constant(1) });
  const server = replicaServer(replicationRules.without(...without), {
    replicaIds,
    timeoutMs: 10,
    gossipMs: 50,
  });
  const replicas = replicaIds.map((id) => world.addServer(id, server));
  const told: string[] = asked.map(() => 'nothing');
  function* one(node: ServerContext, place: number): Process<void> {
    const [atMs = 0, of = '', write, isStrong = false] = asked[place] ?? [];
    yield* node.sleep(atMs);
    const request: ClientRequest = {
      key: 'k',
      isStrong,
      ...(write === undefined ? {} : { write }),
    };
    try {
      told[place] = `${yield* node.call<number>(of, request)} at ${node.now()}`;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      told[place] = `${'reason' in failure ? failure.reason : 'none'} at ${node.now()}`;
    }
  }
  const start = (node: ServerContext) => {
    for (const place of asked.keys()) node.spawn(one(node, place));
  };
  world.addServer('client', client('client', start));
  world.plan(plan);
  world.kernel.runUntil(400);
  return { told, states: replicas.map(({ state }) => state) };
}

test('versions are ordered by count, then by writer: exactly one of two different ones is later', () => {
  const version = fc.record({
    value: fc.constant(0),
    count: fc.integer({ min: 0, max: 2 }),
    writer: fc.constantFrom('a', 'b', 'c'),
  });
  fc.assert(
    fc.property(version, version, (one, other) => {
      const order =
        one.count - other.count ||
        (one.writer < other.writer ? -1 : one.writer === other.writer ? 0 : 1);
      expect([isLater(one, other), isLater(other, one)]).toEqual([order > 0, order < 0]);
    }),
  );
});

describe('a replica', () => {
  test('asks and stores at a majority in two round trips, or answers at once and tells the others', () => {
    const asked: Asked[] = [
      [0, 'r1', 5, true],
      [10, 'r2', undefined, true],
      [10, 'r2', undefined, false],
      [20, 'r3', 6, false],
      [20.5, 'r2', undefined, false],
      [22, 'r2', undefined, false],
      [30, 'r1', undefined, true],
      [0, 'r3', undefined, false],
    ];
    const { told, states } = ask(asked);
    expect(told).toEqual([
      '5 at 6',
      '5 at 16',
      '5 at 12',
      '6 at 22',
      '5 at 22.5',
      '6 at 24',
      '6 at 36',
      '0 at 2',
    ]);
    expect(states).toEqual(replicaIds.map(() => ({ k: 6 })));
  });

  test('cut off from a majority refuses what is strong, and answers what is not', () => {
    const plan = apart(0, 'r1', ['r2', 'r3'], cut);
    const asked: Asked[] = [
      [1, 'r1', 7, true],
      [1, 'r2', 8, true],
      [1, 'r1', undefined, false],
      [20, 'r3', undefined, true],
      [20, 'r1', undefined, true],
    ];
    // It waits for replicas that do not answer; a majority answers after as long, in each of two
    // phases.
    expect(ask(asked, plan).told).toEqual([
      'UNAVAILABLE at 13',
      '8 at 23',
      '0 at 3',
      '8 at 42',
      'UNAVAILABLE at 32',
    ]);
    expect(ask(asked.slice(4), plan, ['minority-refuses']).told).toEqual(['0 at 42']);
    expect(ask([[1, 'r1', undefined, false]], plan, ['any-replica-answers']).told).toEqual([
      'UNAVAILABLE at 13',
    ]);
  });

  test('after the cut all have the later of two writes, with the next round of gossip', () => {
    const plan = [...apart(10, 'r1', ['r2', 'r3'], cut), ...apart(60, 'r1', ['r2', 'r3'], mend)];
    const asked: Asked[] = [
      [20, 'r1', 1, false],
      [20, 'r3', 2, false],
      // Rounds of gossip begin at 50, 100, …; until then each side has its own.
      [98, 'r1', undefined, false],
      [98, 'r2', undefined, false],
      [101, 'r1', undefined, false],
    ];
    const { told, states } = ask(asked, plan);
    expect(told).toEqual(['1 at 22', '2 at 22', '1 at 100', '2 at 100', '2 at 103']);
    expect(states).toEqual(replicaIds.map(() => ({ k: 2 })));
    // Two writes on one side make its version the later one.
    const twice: Asked[] = [
      [20, 'r1', 1, false],
      [30, 'r1', 3, false],
      [20, 'r3', 2, false],
    ];
    expect(ask(twice, plan).states).toEqual(replicaIds.map(() => ({ k: 3 })));
  });
});

describe('the cut', () => {
  const options = {
    name: 's',
    replicas: 5,
    minority: 2,
    cutFromMs: 100,
    cutUntilMs: 200,
    keys: 3,
    isStrong: (key: number) => key === 1,
    everyMs: 4,
    writeShare: 0.5,
    untilMs: 300,
    timeoutMs: 10,
    gossipMs: 20,
  };

  test('parts every node of one side from every one of the other, both ways, and only for a while', () => {
    const plan = cutsOf(options);
    expect(plan.map(({ atMs }) => atMs).filter((ms) => ms === 100)).toHaveLength(12);
    expect(plan.map(({ atMs }) => atMs).filter((ms) => ms === 200)).toHaveLength(12);
    const pairs = new Set(plan.map((step) => JSON.stringify({ ...step, atMs: 0 })));
    expect(pairs.size).toBe(24);
    for (const pair of pairs) {
      const ids = [...pair.matchAll(/s\/replica(\d)/g)].map(([, digit]) => Number(digit) <= 2);
      expect([...ids].sort()).toEqual([false, true]);
    }
  });

  test('is counted by what happened: requests once each, keys that both sides wrote once each', () => {
    const world = new World('counted', { latencyMs: constant(1) });
    const metrics = createMetrics(partitionMetrics);
    const { systems, breaches } = partitionSubject({ world, rules }, [{ ...options, metrics }]);
    world.plan(cutsOf(options));
    world.kernel.runUntil(600);
    const history = systems[0]?.history ?? [];
    const of = (type: string) => history.filter((event) => event.type === type).length;
    expect(of('invoke')).toBeGreaterThan(200);
    expect(metrics.answered.value).toBe(of('ok'));
    expect(metrics.refused.value).toBe(of('fail') + of('info'));
    expect(metrics.answered.value + metrics.refused.value).toBe(of('invoke'));
    // 25 writes a key on each side: both wrote every key.
    expect(metrics.conflicts.value).toBe(3);
    expect(metrics.refused.value).toBeGreaterThan(0);
    const refused = history.filter(({ type }) => type === 'fail' || type === 'info');
    expect(new Set(refused.map(({ key }) => key))).toEqual(new Set(['k1']));
    expect(breaches.of('live-nodes-answer')).toBeUndefined();
  });
});
