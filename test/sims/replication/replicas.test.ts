/**
 * Goal: a quorum store delivers hints, repairs outdated versions that a read found, compares trees,
 * and forgets tombstones only when every replica has had them (Dynamo, SOSP 2007, §4.5 to §4.7;
 * Cassandra's gc_grace). Every link takes 1 ms here.
 */
import { describe, expect, test } from 'vitest';
import { addQuorumClient, quorumCluster } from '../../../sims/replication/quorum/cluster.ts';
import type { Coordinator } from '../../../sims/replication/quorum/coordinator.ts';
import { quorumWords } from '../../../sims/replication/quorum/notes.ts';
import { homeOf, type QuorumOptions } from '../../../sims/replication/quorum/parts.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { crash, restart } from '../../../src/world/fault.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const quiet: Partial<QuorumOptions> = {
  keepsHints: false,
  repairsReads: false,
  antiEntropyEveryMs: 0,
  timeoutMs: 10,
};

/**
 * A key whose home is the first three of the five nodes of its ring, in that order: `home` names
 * them.
 */
function store(
  options: Partial<QuorumOptions>,
  does: (coordinator: Coordinator, node: ServerContext) => Process<void>,
  {
    down = [] as readonly (readonly [place: number, fromMs: number, toMs: number])[],
    untilMs = 1_000,
    without = [] as readonly string[],
  } = {},
) {
  const world = new World('store', { latencyMs: constant(1) });
  const own = { nodes: 5, ...quiet, ...options };
  const cluster = quorumCluster(world, replicationRules.without(...without), {
    ...own,
    diskMs: constant(0),
  });
  const ring = cluster.parts.ring.nodesFor('k');
  addQuorumClient(world, cluster, 'client', does);
  world.plan(
    down.flatMap(([place, fromMs, toMs]) => [
      { atMs: fromMs, fault: crash(ring[place] ?? '') },
      { atMs: toMs, fault: restart(ring[place] ?? '') },
    ]),
  );
  world.kernel.runUntil(untilMs);
  const held = () => ring.map((id) => cluster.itemsAt(id)['k']?.value);
  return { world, cluster, ring, held };
}
const tried = function* (process: Process<unknown>): Process<string> {
  try {
    yield* process;
    return 'done';
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    return 'reason' in failure ? failure.reason : 'timed out';
  }
};

test('a key is at home on the first three of its ring, and a write takes two round trips', () => {
  const times: number[] = [];
  const { held, cluster, ring } = store({}, function* (coordinator, node) {
    yield* coordinator.put('k', 'x');
    times.push(node.now());
    yield* coordinator.put('k', 'y', { follows: 1 });
    times.push(node.now());
    yield* coordinator.get('k');
    times.push(node.now());
  });
  expect(homeOf(cluster.parts, 'k')).toEqual(ring.slice(0, 3));
  expect(held()).toEqual(['y', 'y', 'y', undefined, undefined]);
  // It asks for the last version first, unless it knows one.
  expect(times).toEqual([4, 6, 8]);
});

test('one of three homes may be down, two may not: then neither reads nor writes succeed', () => {
  const said: string[] = [];
  const asks = function* (coordinator: Coordinator, node: ServerContext): Process<void> {
    yield* node.sleep(5);
    said.push(yield* tried(coordinator.put('k', 'x')));
    said.push(yield* tried(coordinator.get('k')));
    said.push(`${node.now()}`);
  };
  store({}, asks, { down: [[0, 1, 500]] });
  expect(said.splice(0)).toEqual(['done', 'done', '11']);
  const { cluster } = store({}, asks, {
    down: [
      [0, 1, 500],
      [1, 1, 500],
    ],
  });
  // Each gives up when the second of its calls has timed out.
  expect(said).toEqual(['no quorum', 'no quorum', '25']);
  expect([cluster.parts.judge.failedWrites, cluster.parts.judge.failedReads]).toEqual([1, 1]);
});

describe('a hint', () => {
  const writes = function* (coordinator: Coordinator, node: ServerContext): Process<void> {
    yield* node.sleep(5);
    yield* coordinator.put('k', 'x');
  };
  const options = { keepsHints: true, handOffEveryMs: 50 };
  const hints = ({ world, ring }: ReturnType<typeof store>) =>
    ring.map((id) => (world.node(id).state as { hints: number } | undefined)?.hints);

  test('is kept by the first stand-in for each home that is down, and delivered when that is up', () => {
    const down = [[2, 1, 300]] as const;
    const before = store(options, writes, { down, untilMs: 250 });
    expect([before.held(), hints(before)]).toEqual([
      ['x', 'x', undefined, undefined, undefined],
      [0, 0, undefined, 1, 0],
    ]);
    const after = store(options, writes, { down, untilMs: 420 });
    expect([after.held(), hints(after)]).toEqual([
      ['x', 'x', 'x', undefined, undefined],
      [0, 0, 0, 0, 0],
    ]);
    const never = store(options, writes, { down, untilMs: 420, without: ['hint-is-delivered'] });
    expect(never.held()[2]).toBeUndefined();
  });

  test('is not kept of a write that replaces a version, nor by a store that keeps none', () => {
    const down = [[2, 1, 300]] as const;
    const replaces = function* (coordinator: Coordinator, node: ServerContext): Process<void> {
      yield* node.sleep(5);
      yield* coordinator.put('k', 'x', { replaces: 0 });
    };
    for (const [own, does] of [
      [options, replaces],
      [{}, writes],
    ] as const)
      expect(hints(store(own, does, { down, untilMs: 250 }))).toEqual([0, 0, undefined, 0, 0]);
  });

  test('does not count for the quorum, unless that is sloppy; and is gone with its keeper', () => {
    const down = [
      [1, 1, 300],
      [2, 1, 300],
    ] as const;
    const said: string[] = [];
    const asks = function* (coordinator: Coordinator, node: ServerContext): Process<void> {
      yield* node.sleep(5);
      said.push(yield* tried(coordinator.put('k', 'x', { follows: 0 })));
    };
    const strict = store(options, asks, { down, untilMs: 250 });
    expect([said.splice(0), hints(strict)]).toEqual([
      ['no quorum'],
      [0, undefined, undefined, 1, 1],
    ]);
    store(options, asks, { down, untilMs: 250, without: ['only-home-replicas-count'] });
    expect(said).toEqual(['done']);
    const lost = store(options, asks, {
      down: [...down, [3, 100, 110], [4, 100, 110]],
      untilMs: 500,
    });
    expect(lost.held()).toEqual(['x', undefined, undefined, undefined, undefined]);
  });
});

test('a read repairs every replica that answered something older, once all may have answered', () => {
  const asks = function* (coordinator: Coordinator, node: ServerContext): Process<void> {
    yield* node.sleep(5);
    yield* coordinator.put('k', 'x');
    yield* node.sleep(95);
    yield* coordinator.get('k');
  };
  const down = [[1, 1, 50]] as const;
  const repairs = { repairsReads: true };
  expect(store(repairs, asks, { down, untilMs: 116 }).held().slice(0, 3)).toEqual([
    'x',
    undefined,
    'x',
  ]);
  expect(store(repairs, asks, { down, untilMs: 118 }).held().slice(0, 3)).toEqual(['x', 'x', 'x']);
  expect(store({}, asks, { down, untilMs: 130 }).held().slice(0, 3)).toEqual(['x', undefined, 'x']);
});

test('of two that replace one version the second is refused, and one that knows the version is not', () => {
  const said: string[] = [];
  const { held } = store({}, function* (coordinator) {
    yield* coordinator.put('k', 'x', { replaces: 0 });
    said.push(yield* tried(coordinator.put('k', 'y', { replaces: 0 })));
    said.push(yield* tried(coordinator.put('k', 'z', { replaces: 1 })));
  });
  expect([said, held().slice(0, 3)]).toEqual([
    ['no quorum', 'done'],
    ['z', 'z', 'z'],
  ]);
});

describe('a tombstone', () => {
  const deletes = function* (coordinator: Coordinator, node: ServerContext): Process<void> {
    yield* coordinator.put('k', 'x');
    yield* node.sleep(20);
    yield* coordinator.put('k', null);
  };
  const down = [[1, 10, 450]] as const;
  const kept = ({ held }: ReturnType<typeof store>) => held().slice(0, 3);
  const comparing = { nodes: 3, antiEntropyEveryMs: 20, graceMs: 200 };

  test('stays for its time of grace, and is gone a quarter of that later', () => {
    expect(kept(store(comparing, deletes, { untilMs: 220 }))).toEqual([null, null, null]);
    expect(kept(store(comparing, deletes, { untilMs: 300 }))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('stays longer if a replica was not compared with since: that would bring the value back', () => {
    expect(kept(store(comparing, deletes, { down, untilMs: 449 }))).toEqual([
      null,
      undefined,
      null,
    ]);
    const after = store(comparing, deletes, { down, untilMs: 1_000 });
    expect(kept(after)).toEqual([undefined, undefined, undefined]);
    const without = ['tombstones-outlive-repair'];
    expect(kept(store(comparing, deletes, { down, untilMs: 1_000, without }))).toEqual([
      'x',
      'x',
      'x',
    ]);
  });

  test('is there again after a crash, with its time of grace begun anew', () => {
    const asks = { ...comparing, nodes: 3 };
    const crashed = [
      [0, 100, 110],
      [1, 100, 110],
      [2, 100, 110],
    ] as const;
    expect(kept(store(asks, deletes, { down: crashed, untilMs: 309 }))).toEqual([null, null, null]);
    expect(kept(store(asks, deletes, { down: crashed, untilMs: 400 }))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('a comparison is told only if keys differ', () => {
  const told = (keys: number) =>
    quorumWords.compares({ with: 'n2', compared: 9, keys, rule: 'anti-entropy-runs' });
  expect([told(0), told(2)]).toEqual([undefined, 'compares 9 hashes with n2: 2 keys differ']);
});
