/** Goal: faults find whom they mean, and a plan is plain data. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import {
  crash,
  cut,
  type Fault,
  faultInWords,
  faultPlanSchema,
  faultSchema,
  network,
  partition,
  pause,
} from '../../src/world/fault.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import { World } from '../../src/world/world.ts';
import { faultPlans, faults } from '../support/arbitraries.ts';
import { pingPong } from '../support/ping-pong.ts';

const nodes = ['a', 'b', 'c'];

function threeNodes() {
  const world = new World('seed');
  for (const id of nodes) world.addNode(id, pingPong('a'));
  world.nameRole('odd', () => ['a', 'c']);
  world.nameRole('nobody', () => []);
  return world;
}

describe('selectors', () => {
  test('name a node, a role, one of a role, all, or those that are down', () => {
    const world = threeNodes();
    expect(world.select('b')).toEqual(['b']);
    expect(world.select('odd')).toEqual(['a', 'c']);
    expect(world.select('odd#2')).toEqual(['c']);
    expect(world.select('odd#3')).toEqual([]);
    expect(world.select('all')).toEqual(nodes);
    expect(world.select('down')).toEqual([]);
    world.node('b').crash();
    expect(world.select('down')).toEqual(['b']);
  });

  test('are looked up when the fault strikes; where nobody fits, nothing happens', () => {
    const world = threeNodes();
    world.plan([{ atMs: 1, fault: crash('nobody') }]);
    world.kernel.runUntil(10);
    expect(world.nodes.every(({ life }) => life === 'up')).toBe(true);
  });

  test('that mean nothing are an error', () => {
    expect(() => threeNodes().select('leeder')).toThrow('no node and no role is named "leeder"');
    expect(() => threeNodes().node('d')).toThrow('there is no node "d"');
    expect(() => threeNodes().addNode('a', pingPong('a'))).toThrow('already');
  });
});

describe('faults', () => {
  test.prop([faultPlans(nodes, 1_000)])('survive a round trip through JSON', (plan) => {
    expect(faultPlanSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  test.prop([faults(nodes)])('are told in words', (fault) => {
    expect(faultInWords(fault)).toMatch(/^[a-z].+/);
  });

  test.each<[Fault, string]>([
    [crash('leader'), 'crash leader'],
    [pause('n1', 40), 'pause n1 for 40 ms'],
    [partition(['n1', 'n2'], ['n3']), 'partition n1 n2 | n3 | the rest'],
    [cut('n1', 'all'), 'cut the link from n1 to all'],
    [network({ loss: 0.125 }), 'lose 12.5% and double 0% of the messages'],
  ])('%j reads: %s', (fault, words) => {
    expect(faultInWords(fault)).toBe(words);
  });

  test.each([
    { kind: 'explode', node: 'a' },
    { kind: 'crash' },
    { kind: 'crash', node: 'a', hard: true },
    { kind: 'network', loss: 1.5, duplication: 0 },
    { kind: 'pause', node: 'a', durationMs: -1 },
  ])('%j is no fault', (data) => {
    expect(faultSchema.safeParse(data).success).toBe(false);
  });

  test.prop([fc.string()])('drawn plans end with everything mended', (seed) => {
    const plan = drawFaultPlan(new RandomStreams(seed).stream('plan'), {
      nodes,
      faults: 20,
      fromMs: 100,
      untilMs: 900,
      pauseMsMax: 50,
      rateMax: 0.3,
    });
    expect(plan.length).toBe(23);
    for (const { atMs } of plan) expect(atMs >= 100 && atMs <= 900).toBe(true);
    const world = threeNodes();
    world.plan(plan);
    world.kernel.runUntil(1_000);
    expect(world.nodes.map(({ life }) => life)).toEqual(['up', 'up', 'up']);
    expect(world.network.conditions).toMatchObject({ loss: 0, duplication: 0 });
    for (const from of nodes)
      for (const to of nodes) expect(world.network.isCut(from, to)).toBe(false);
  });
});

test('processes run beside the nodes', () => {
  const world = threeNodes();
  let ranAtMs = -1;
  world.spawn(
    (function* (): Process<void> {
      yield* sleep(25);
      ranAtMs = world.kernel.nowMs;
    })(),
  );
  world.kernel.runUntil(100);
  expect(ranAtMs).toBe(25);
});

describe('operations', () => {
  const plan = [
    { atMs: 5, operation: { kind: 'put', key: 'x' } },
    { atMs: 3, fault: crash('a') },
  ];

  test('are done at their time, and what they do has them for a cause', () => {
    const world = threeNodes();
    const done: unknown[] = [];
    const events: unknown[] = [];
    world.trace.onEvery(({ kind, node, detail, cause, id }) => {
      if (kind === 'operation' || kind === 'note')
        events.push([kind, node, detail, cause === id - 1]);
    });
    world.perform = (operation) => {
      done.push([world.kernel.nowMs, operation]);
      world.note('client', { kind: 'asked' });
    };
    world.plan(plan);
    world.kernel.runUntil(6);
    expect(done).toEqual([[5, { kind: 'put', key: 'x' }]]);
    expect(events).toEqual([
      ['operation', undefined, { kind: 'put', key: 'x' }, false],
      ['note', 'client', { kind: 'asked' }, true],
    ]);
    expect(world.node('a').life).toBe('down');
  });

  test('need a scenario that performs them', () => {
    const world = threeNodes();
    world.plan(plan);
    expect(() => world.kernel.runUntil(6)).toThrow('does not perform');
  });
});
