/**
 * Goal: a chain takes the documented number of hops. Method: with links of exactly 1 ms, latencies
 * and messages have closed forms: a write goes to the tail and its commit comes back, a clean read
 * asks one node, and a dirty one the tail too; a wrong count of nodes fails each of them.
 */
import { describe, expect, test } from 'vitest';
import { addChain, operate } from '../../../sims/replication/chain/cluster.ts';
import { replicationRules } from '../../../sims/replication/rules.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { client } from '../../../src/world/server.ts';
import { World } from '../../../src/world/world.ts';

const rules = replicationRules.without();

/** One write to the head, and a read from a node some time later; in ms and messages. */
function run(nodes: number, readAt?: { place: number; afterMs: number }, switches = rules) {
  const world = new World('chain', { latencyMs: constant(1) });
  const chain = addChain(world, switches, { nodes, readMs: constant(0), timeoutMs: 100 });
  const took = { writeMs: 0, readMs: 0 };
  world.addServer(
    'client',
    client('client', (node) => {
      node.spawn(
        (function* () {
          yield* operate(chain, node, 'n1', 'new', 1_000);
          took.writeMs = node.now();
        })(),
      );
      if (readAt === undefined) return;
      node.spawn(
        (function* () {
          yield* node.sleep(readAt.afterMs);
          yield* operate(chain, node, `n${readAt.place}`, null, 1_000);
          took.readMs = node.now() - readAt.afterMs;
        })(),
      );
    }),
  );
  world.kernel.runUntil(1_000);
  const read = chain.events.findLast(({ f, type }) => f === 'read' && type === 'ok')?.value;
  return { ...took, read, sent: world.network.sent, chain };
}

describe.each([1, 2, 3, 5])('a chain of %i', (nodes) => {
  test('commits a write after all hops down and up again, with a message for each', () => {
    const { writeMs, sent, chain } = run(nodes);
    expect([writeMs, sent]).toEqual([2 * nodes, 2 * nodes]);
    const committed = chain.servers.map(({ state }) => state);
    expect(committed).toEqual(Array.from({ length: nodes }, () => ({ committed: 1, dirty: 0 })));
  });

  test('reads with one round trip from a clean node, and two from a dirty one', () => {
    for (let place = 1; place <= nodes; place++) {
      // The update reaches the node after `place` ms, and its commit 2 (nodes - place) later.
      const clean = run(nodes, { place, afterMs: 2 * nodes });
      expect([clean.readMs, clean.read]).toEqual([2, 'new']);
      const dirty = run(nodes, { place, afterMs: place - 0.5 });
      expect(dirty.readMs).toBe(place === nodes ? 2 : 4);
      // The tail has it by then if it is the next node.
      expect(dirty.read).toBe(nodes - place <= 1 ? 'new' : null);
    }
  });

  test('would answer a dirty read at once, and too early, without asking the tail', () => {
    const early = run(
      nodes,
      { place: 1, afterMs: 0.5 },
      { ...rules, 'dirty-read-asks-tail': false },
    );
    expect([early.readMs, early.read]).toEqual([2, 'new']);
  });
});
