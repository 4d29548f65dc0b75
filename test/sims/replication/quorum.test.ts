/**
 * Goal: the parts of the quorum store do what they claim. Method: Merkle trees are compared with a
 * comparison of every item; the ring’s shares and moves with those of consistent hashing; quorums
 * with all pairs of sets; and the store itself, run as nodes and links, with WARS, which knows
 * neither.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Wars } from '../../../sims/replication/pbs/wars.ts';
import { addQuorumClient, quorumCluster } from '../../../sims/replication/quorum/cluster.ts';
import {
  differing,
  hashesAt,
  hashesCompared,
  leafOf,
  treeOf,
} from '../../../sims/replication/quorum/merkle.ts';
import { readsNeeded, writesNeeded } from '../../../sims/replication/quorum/parts.ts';
import { Ring } from '../../../sims/replication/quorum/ring.ts';
import { type Item, isNewer } from '../../../sims/replication/quorum/versions.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import { constant, exponential } from '../../../src/kernel/distribution.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { World } from '../../../src/world/world.ts';

const rules = replicationRules.without();
const item = fc.record({
  version: fc.record({
    count: fc.integer({ min: 0, max: 3 }),
    writer: fc.constantFrom('a', 'b', 'c'),
  }),
  value: fc.option(fc.constantFrom('x', 'y')),
});
const items = fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), item, { maxKeys: 40 });

describe('Merkle trees', () => {
  test('find the leaves of exactly the keys that differ, in as many hashes as they say', () => {
    fc.assert(
      fc.property(items, items, fc.integer({ min: 0, max: 8 }), (first, changes, depth) => {
        const second: Record<string, Item> = { ...first, ...changes };
        const differ = Object.keys(second).filter(
          (key) => JSON.stringify(first[key]) !== JSON.stringify(second[key]),
        );
        const [one, other] = [first, second].map((all) => treeOf(Object.entries(all), depth));
        let [branches, compared] = [[0], 0];
        for (let level = 0; level <= depth && branches.length > 0; level++) {
          compared += branches.length;
          const unequal = differing(
            one ?? [],
            level,
            branches,
            hashesAt(other ?? [], level, branches),
          );
          branches = level === depth ? unequal : unequal.flatMap((b) => [2 * b, 2 * b + 1]);
        }
        const leaves = [...new Set(differ.map((key) => leafOf(key, depth)))].sort((a, b) => a - b);
        expect(branches).toEqual(leaves);
        expect(compared).toBe(differ.length === 0 ? 1 : hashesCompared(differ, depth));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the ring', () => {
  const keys = Array.from({ length: 2_000 }, (_, place) => `key ${place}`);
  const names = (count: number) => Array.from({ length: count }, (_, place) => `n${place + 1}`);

  test('lists every node once, and a node that joins only takes keys', () => {
    const [before, after] = [new Ring(names(5), 64), new Ring(names(6), 64)];
    let moved = 0;
    for (const key of keys) {
      const [old, now] = [before.nodesFor(key), after.nodesFor(key)];
      expect([...old].sort()).toEqual(names(5));
      // The others stay in their order.
      expect(now.filter((node) => node !== 'n6')).toEqual(old);
      if (now[0] === 'n6') moved += 1;
    }
    // A sixth, with the spread of 64 points a node: 1/8 of it each way is one standard deviation.
    expect(Math.abs(moved / keys.length - 1 / 6)).toBeLessThan(3 / 8 / 6);
  });
});

test('versions are totally ordered: exactly one of two different ones is newer', () => {
  const version = item.map((one) => one.version);
  fc.assert(
    fc.property(version, version, (one, other) => {
      const isSame = one.count === other.count && one.writer === other.writer;
      expect([isNewer(one, other), isNewer(other, one)].filter(Boolean)).toHaveLength(
        isSame ? 0 : 1,
      );
    }),
  );
});

test('quorums meet: every read set every write set, and every two write sets', () => {
  for (let replicas = 1; replicas <= 9; replicas++) {
    const parts = { rules, options: { replicas } } as Parameters<typeof readsNeeded>[0];
    const sets = (size: number) =>
      Array.from({ length: 2 ** replicas }, (_, bits) => bits).filter(
        (bits) => bits.toString(2).replaceAll('0', '').length === size,
      );
    const [readers, writers] = [sets(readsNeeded(parts)), sets(writesNeeded(parts))];
    for (const writer of writers) {
      expect([...readers, ...writers].every((set) => (set & writer) !== 0)).toBe(true);
    }
    // One fewer of either would miss one.
    const fewer = sets(readsNeeded(parts) - 1);
    expect(writers.some((writer) => fewer.some((set) => (set & writer) === 0))).toBe(true);
  }
});

test('nodes and links are as stale as WARS says', () => {
  const [trials, latencyMs] = [600, exponential(5)];
  const world = new World('store and model', { latencyMs });
  const options = { nodes: 3, reads: 1, writes: 1, timeoutMs: 10_000, keepsHints: false };
  const quiet = { repairsReads: false, antiEntropyEveryMs: 0, diskMs: constant(0) };
  const cluster = quorumCluster(world, rules, { ...options, ...quiet });
  addQuorumClient(world, cluster, 'client', function* (coordinator) {
    for (let trial = 0; trial < trials; trial++) {
      yield* coordinator.put(`key ${trial}`, 'written', { follows: 0 });
      yield* coordinator.get(`key ${trial}`);
    }
  });
  world.kernel.runUntil(1e6);
  const { judge } = cluster.parts;
  expect(judge.reads).toBe(trials);

  const all = { write: latencyMs, ack: latencyMs, read: latencyMs, response: latencyMs };
  const wars = new Wars(3, { ...all, remoteMs: 0 }, new RandomStreams('model').stream('wars'));
  let stale = 0;
  for (let trial = 0; trial < 20_000; trial++) {
    wars.next();
    if (wars.freshAfterMs(1, 1) > 0) stale += 1;
  }
  const share = stale / 20_000;
  expect(share).toBeGreaterThan(0.1);
  const deviation = Math.sqrt(share * (1 - share) * (1 / trials + 1 / 20_000));
  expect(Math.abs(judge.staleReads / trials - share)).toBeLessThan(3.3 * deviation);
});
