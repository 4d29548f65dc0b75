/**
 * Goal: no message appears from nowhere and none vanishes, whatever strikes; links do what their
 * conditions say. Method: random fault plans over chattering nodes, with the counts checked after
 * every event and the trace counted anew.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { messagesConserved } from '../../src/check/conservation.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { cut, type FaultPlan, heal, hold, partition, release } from '../../src/world/fault.ts';
import type { NetworkConditions } from '../../src/world/network.ts';
import { World } from '../../src/world/world.ts';
import { faultPlans } from '../support/arbitraries.ts';
import { contains, intervalOfProbability } from '../support/confidence.ts';
import { pingPong } from '../support/ping-pong.ts';

const nodes = ['a', 'b', 'c'];

function ring(seed: string, plan: FaultPlan, conditions: Partial<NetworkConditions> = {}) {
  const world = new World(seed, { latencyMs: uniform(1, 30), ...conditions });
  const events: TraceEvent[] = [];
  world.trace.onEvery((event) => events.push(event));
  for (const [place, id] of nodes.entries()) {
    world.addNode(id, pingPong(must(nodes[(place + 1) % nodes.length], 'next node')));
  }
  world.plan(plan);
  return { world, events };
}

describe('network', () => {
  test.prop([fc.string(), faultPlans(nodes, 1_000)], { numRuns: 150 })(
    'conserves messages under any faults',
    (seed, plan) => {
      const { world, events } = ring(seed, plan, { loss: 0.1, duplication: 0.1 });
      while (world.kernel.step(1_200)) expect(messagesConserved.check(world)).toBeUndefined();

      const count = (kind: string) => events.filter((event) => event.kind === kind).length;
      const { sent, duplicated, delivered, dropped, inFlight } = world.network;
      expect([sent, duplicated, delivered, dropped]).toEqual(
        ['send', 'duplicate', 'deliver', 'drop'].map(count),
      );
      // What is in flight is exactly what was sent or doubled and neither arrived nor was dropped.
      const ended = new Set(
        events
          .filter(({ kind }) => kind === 'deliver' || kind === 'drop')
          .map(({ cause }) => cause),
      );
      const onTheWay = events
        .filter(({ kind, id }) => (kind === 'send' || kind === 'duplicate') && !ended.has(id))
        .map(({ id }) => id);
      expect(inFlight.map(({ id }) => id).sort((a, b) => a - b)).toEqual(onTheWay);
    },
  );

  test.prop([fc.string()], { numRuns: 50 })(
    'ordered links deliver in the order of sending',
    (seed) => {
      const { world, events } = ring(seed, [], { ordered: true });
      world.kernel.runUntil(1_000);
      for (const from of nodes) {
        for (const to of nodes) {
          const arrived = events
            .filter(({ kind, node, peer }) => kind === 'deliver' && node === to && peer === from)
            .map(({ cause }) => cause);
          expect(arrived).toEqual([...arrived].sort((a, b) => a - b));
        }
      }
    },
  );

  test('messages overtake one another where links are not ordered', () => {
    const { world, events } = ring('seed', []);
    world.kernel.runUntil(1_000);
    const arrived = events
      .filter(({ kind, node, peer }) => kind === 'deliver' && node === 'b' && peer === 'a')
      .map(({ cause }) => cause);
    expect(arrived).not.toEqual([...arrived].sort((a, b) => a - b));
  });

  test('loses and doubles the share of messages that it is told to', () => {
    const { world } = ring('seed', [], { loss: 0.2, duplication: 0.3 });
    world.kernel.runUntil(60_000);
    const { sent, dropped, duplicated } = world.network;
    expect(contains(intervalOfProbability(dropped, sent), 0.2)).toBe(true);
    expect(contains(intervalOfProbability(duplicated, sent - dropped), 0.3)).toBe(true);
  });

  test('a cut in one direction stops that direction only', () => {
    const { world, events } = ring('seed', [{ atMs: 0, fault: cut('a', 'b') }]);
    world.kernel.runUntil(500);
    const delivered = events.filter(({ kind }) => kind === 'deliver');
    expect(delivered.some(({ node, peer }) => node === 'b' && peer === 'a')).toBe(false);
    expect(delivered.some(({ node, peer }) => node === 'a' && peer === 'c')).toBe(true);
    expect(events.some(({ kind, detail }) => kind === 'drop' && detail === 'cut')).toBe(true);
  });

  test('a partition cuts both ways between groups, and heals', () => {
    const { world, events } = ring('seed', [
      { atMs: 100, fault: partition(['a']) },
      { atMs: 300, fault: heal() },
    ]);
    world.kernel.runUntil(500);
    const crossing = events.filter(
      ({ kind, node, peer }) => kind === 'send' && (node === 'a') !== (peer === 'a'),
    );
    const dropped = new Set(events.filter(({ kind }) => kind === 'drop').map(({ cause }) => cause));
    for (const { id, atMs } of crossing) expect(dropped.has(id)).toBe(atMs >= 100 && atMs < 300);
  });

  test('held messages stay in flight, and arrive in order when they are released', () => {
    const { world, events } = ring('seed', [
      { atMs: 0, fault: hold('a', 'b') },
      { atMs: 200, fault: release('a', 'b') },
    ]);
    world.kernel.runUntil(199);
    const toB = (kind: string) =>
      events.filter((e) => e.kind === kind && e.node === 'b' && e.peer === 'a');
    expect(toB('deliver')).toEqual([]);
    const held = world.network.inFlight.filter(
      ({ link: { source, target } }) => source.self === 'a' && target.self === 'b',
    ).length;
    expect(held).toBeGreaterThan(10);
    world.kernel.runUntil(200);
    const arrived = toB('deliver').map(({ cause }) => cause);
    expect(arrived.length).toBe(held);
    expect(arrived).toEqual([...arrived].sort((a, b) => a - b));
    expect(new Set(toB('deliver').map(({ atMs }) => atMs))).toEqual(new Set([200]));
  });

  test('a message to nobody is an error', () => {
    const { world } = ring('seed', []);
    world.addNode('stray', pingPong('nobody'));
    expect(() => world.kernel.runUntil(100)).toThrow('there is no node "nobody"');
  });

  test('taking a fault out of a plan leaves every draw of other links in place', () => {
    const latencies = (plan: FaultPlan) => {
      const { world, events } = ring('seed', plan);
      world.kernel.runUntil(400);
      const sentAt = new Map(events.filter((e) => e.kind === 'send').map((e) => [e.id, e.atMs]));
      return events
        .filter(({ kind, node, peer }) => kind === 'deliver' && node === 'a' && peer === 'c')
        .map(({ atMs, cause }) => atMs - (sentAt.get(cause) ?? 0));
    };
    const undisturbed = latencies([]);
    const disturbed = latencies([{ atMs: 50, fault: cut('a', 'b') }]);
    const shared = Math.min(undisturbed.length, disturbed.length);
    expect(shared).toBeGreaterThan(20);
    // Arrival order may differ by a neighbour; the drawn values may not.
    expect(new Set(disturbed.slice(0, shared - 5).map((x) => x.toFixed(9)))).toEqual(
      new Set(undisturbed.slice(0, shared - 5).map((x) => x.toFixed(9))),
    );
  });
});
