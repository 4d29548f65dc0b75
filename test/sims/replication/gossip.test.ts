/**
 * Goal: gossip spreads as the exact distributions and the papers say. Method: every choice of a few
 * nodes enumerated, published limits, and many small worlds against the exact mean.
 */
import { describe, expect, test } from 'vitest';
import { gossipCluster } from '../../../sims/replication/gossip/cluster.ts';
import {
  learnersOf,
  missedByRumour,
  pittelRounds,
  quantilesOf,
  residue,
  roundsToAll,
} from '../../../sims/replication/gossip/formulas.ts';
import type { Spreading } from '../../../sims/replication/gossip/node.ts';
import { replication } from '../../../sims/replication/replication.ts';
import { type ReplicationRule, replicationRules } from '../../../sims/replication/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { crash } from '../../../src/world/fault.ts';
import { World } from '../../../src/world/world.ts';

const ways = {
  push: { pushes: true, pulls: false },
  pull: { pushes: false, pulls: true },
  'push-pull': { pushes: true, pulls: true },
};

/** One round by enumeration: each node that is up calls each other, and each message is lost or not. */
function byEnumeration(
  known: number,
  { nodes, down, loss }: { nodes: number; down: number; loss: number },
  { pushes, pulls }: { pushes: boolean; pulls: boolean },
): number[] {
  const up = nodes - down;
  const learners = new Array<number>(up - known + 1).fill(0);
  const call = (caller: number, chance: number, learned: ReadonlySet<number>): void => {
    if (caller === up) {
      learners[learned.size] = (learners[learned.size] ?? 0) + chance;
      return;
    }
    for (let target = 0; target < nodes; target++) {
      if (target === caller) continue;
      const each = chance / (nodes - 1);
      const learner =
        caller < known
          ? pushes && target >= known && target < up && { node: target, likely: 1 - loss }
          : pulls && target < known && { node: caller, likely: (1 - loss) ** 2 };
      if (learner === false) {
        call(caller + 1, each, learned);
        continue;
      }
      call(caller + 1, each * learner.likely, new Set(learned).add(learner.node));
      call(caller + 1, each * (1 - learner.likely), learned);
    }
  };
  call(0, 1, new Set());
  return learners;
}

describe('one round', () => {
  test.each(Object.entries(ways))('%s: every choice of up to five nodes', (_, way) => {
    for (const [nodes, down] of [
      [4, 0],
      [5, 1],
    ] as const) {
      for (let known = 1; known <= nodes - down; known++) {
        const epidemic = { nodes, down, loss: 0.2 };
        const exact = byEnumeration(known, epidemic, way);
        const measured = learnersOf(known, epidemic, way);
        expect(measured).toHaveLength(exact.length);
        exact.forEach((chance, more) => {
          expect(measured[more]).toBeCloseTo(chance, 12);
        });
      }
    }
  });

  test('a pull that reaches all others is certain', () => {
    expect(learnersOf(3, { nodes: 4, down: 0, loss: 0 }, ways.pull)).toEqual([0, 1]);
  });
});

describe('published limits', () => {
  test('Demers et al. §1.4: a rumour misses 20% with k = 1, and 6% with k = 2', () => {
    expect(residue(1)).toBeCloseTo(0.2032, 4);
    expect(residue(2)).toBeCloseTo(0.0595, 4);
    for (const k of [3, 4, 5])
      expect(residue(k)).toBeCloseTo(Math.exp(-(k + 1) * (1 - residue(k))), 12);
  });

  test.each([1, 2, 3])('the exact distribution for k = %i tends to it', (k) => {
    const nodes = 600;
    const chances = missedByRumour(k, { nodes, down: 0, loss: 0 });
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
    const mean = chances.reduce((sum, chance, missed) => sum + missed * chance, 0);
    expect(Math.abs(mean / nodes - residue(k))).toBeLessThan(2 / nodes + 0.004);
  });

  test('Pittel 1987: push takes log2 n + ln n and a bounded number of rounds', () => {
    expect(pittelRounds(1_024)).toBeCloseTo(10 + 6.9315, 4);
    for (const nodes of [25, 50, 100, 200]) {
      const { mean } = roundsToAll({ nodes, down: 0, loss: 0 }, ways.push, 1e-9);
      expect(Math.abs(mean - pittelRounds(nodes))).toBeLessThan(1.5);
    }
  });

  test('Karp et al. 2000: push-pull takes about log3 n rounds, and few more', () => {
    for (const nodes of [50, 100, 200]) {
      const { mean } = roundsToAll({ nodes, down: 0, loss: 0 }, ways['push-pull'], 1e-9);
      expect(mean).toBeGreaterThan(Math.log(nodes) / Math.log(3));
      expect(mean).toBeLessThan(Math.log(nodes) / Math.log(3) + 3);
    }
  });
});

test('three nodes and k = 1, by hand: the second misses the third in one of four cases', () => {
  expect(missedByRumour(1, { nodes: 3, down: 0, loss: 0 })).toEqual([0.75, 0.25, 0]);
  // Feedback that is lost half of the time: (1/3) x (1/3).
  expect(missedByRumour(1, { nodes: 3, down: 0, loss: 0.5 })[1]).toBeCloseTo(1 / 9, 12);
});

test('quantiles leave at most so much on either side', () => {
  const chances = [0.01, 0.19, 0.6, 0.15, 0.05];
  expect(quantilesOf(chances, 0.04)).toEqual({ atLeast: 1, atMost: 4 });
  expect(quantilesOf(chances, 0.25)).toEqual({ atLeast: 2, atMost: 2 });
});

/** A world of nodes that gossip. */
function spread(
  spreading: Spreading,
  seed: string,
  { nodes = 20, k = 2, loss = 0, down = 0, untilRound = 100, antiEntropyFrom = 1_000 } = {},
  off: readonly ReplicationRule[] = [],
) {
  const world = new World(seed, { latencyMs: constant(0.2), loss });
  const rules = replicationRules.without(...off);
  const options = { spreading, nodes, up: nodes - down, roundMs: 10, k, antiEntropyFrom };
  const cluster = gossipCluster(world, rules, options);
  if (down > 0) world.plan([{ atMs: 1, fault: crash(`${spreading}-${nodes}`) }]);
  world.kernel.runUntil(untilRound * 10 + 5);
  return { cluster, world };
}

describe('worlds', () => {
  test.each(Object.entries(ways))('%s: the mean of 150 worlds is the exact one', (name, way) => {
    const epidemic = { nodes: 20, down: 1, loss: 0.1 };
    const rounds = Array.from({ length: 150 }, (_, seed) => {
      const { cluster } = spread(name as Spreading, `${seed}`, epidemic);
      return cluster.lastRound ?? Number.NaN;
    });
    const measured = rounds.reduce((sum, round) => sum + round, 0) / rounds.length;
    const squares = rounds.reduce((sum, round) => sum + (round - measured) ** 2, 0);
    const error = Math.sqrt(squares / (rounds.length - 1) / rounds.length);
    const { mean } = roundsToAll(epidemic, way, 1e-9);
    expect(Math.abs(measured - mean)).toBeLessThan(5 * error);
  });

  test.each([1, 2, 3])('k = %i: a told node is new, or one of k that knew it and say so', (k) => {
    for (const seed of ['a', 'b', 'c']) {
      const { cluster } = spread('rumour', seed, { k });
      expect(cluster.messages).toBe((2 * k + 1) * cluster.known - 1);
    }
  });

  test('a rumour of k = 1 misses as many of 20 nodes as the exact distribution says', () => {
    const worlds = 300;
    const chances = missedByRumour(1, { nodes: 20, down: 0, loss: 0 });
    const mean = chances.reduce((sum, chance, missed) => sum + missed * chance, 0);
    const square = chances.reduce((sum, chance, missed) => sum + missed ** 2 * chance, 0);
    let missed = 0;
    for (let seed = 0; seed < worlds; seed++)
      missed += 20 - spread('rumour', `${seed}`, { k: 1 }).cluster.known;
    const error = Math.sqrt((square - mean ** 2) / worlds);
    expect(Math.abs(missed / worlds - mean)).toBeLessThan(5 * error);
  });

  test('anti-entropy reaches the rest, and only then', () => {
    const options = { k: 1, antiEntropyFrom: 50, untilRound: 49 };
    const seed = '0';
    const before = spread('rumour', seed, options).cluster.known;
    expect(before).toBeLessThan(20);
    expect(spread('rumour', seed, { ...options, untilRound: 80 }).cluster.known).toBe(20);
    const off = ['anti-entropy-for-the-rest'] as const;
    expect(spread('rumour', seed, { ...options, untilRound: 80 }, off).cluster.known).toBe(before);
  });

  test('with fixed neighbours one node more a round', () => {
    const off = ['partner-at-random'] as const;
    expect(spread('push', '1', {}, off).cluster.lastRound).toBe(19);
    // Ahead by a push, and behind by a pull from the last of the ring.
    expect(spread('pull', '1', {}, off).cluster.lastRound).toBe(19);
  });
});

test.each([
  [{ gossip: 'call', knows: true, round: 1 }, 'call: knows it'],
  [{ gossip: 'call', knows: false, round: 1 }, 'call: knows nothing'],
  [{ gossip: 'known' }, 'known'],
])('%o is told as "%s"', (message, words) => {
  expect(replication.arrowText?.(message)).toBe(words);
});
