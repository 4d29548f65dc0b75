/** Goal: plans from before machines were nodes mean what they meant. */
import { expect, test } from 'vitest';
import leaderLoss from '../../../scenarios/kafka/leader-loss.ts';
import { Run } from '../../../src/lab/run.ts';
import type { Trace } from '../../../src/trace/trace.ts';
import { crash, hold, loseDisk, pause, restart, stall } from '../../../src/world/fault.ts';

const consumer = 'readers-1/c1';

test.each([
  ['crash-broker', { broker: 'b1' }, crash('b1')],
  ['crash-broker', { broker: 'b1', loseDisk: true }, loseDisk('b1')],
  ['start-broker', { broker: 'b1' }, restart('b1')],
  ['crash-consumer', { consumer }, crash(consumer)],
  ['start-consumer', { consumer }, restart(consumer)],
  ['pause-consumer', { consumer, forMs: 500 }, pause(consumer, 500)],
  ['hang-consumer', { consumer, forMs: 500 }, stall(consumer, 500)],
  ['hold-replication', { broker: 'b2' }, hold('b2', 'broker')],
])('%s %o is a fault of the world', (kind, names, fault) => {
  const first = { atMs: 900, fault: crash('b1') };
  const isStart = kind.startsWith('start');
  const told = (step: object) => {
    const plan = [...(isStart ? [first] : []), { atMs: 1_000, ...step }];
    const events: unknown[] = [];
    const listen = (trace: Trace) =>
      trace.onEvery(({ atMs, kind, node, detail }) => {
        if (kind !== 'operation' && kind !== 'fault') events.push({ atMs, kind, node, detail });
      });
    const run = new Run(leaderLoss, { seed: '1', plan: plan as never }, { listen });
    while (run.world.kernel.nextTimeMs < 2_000) run.step();
    return { events, nodes: run.world.nodes.map(({ life, state }) => ({ life, state })) };
  };
  const faulty = told({ fault });
  expect(told({ operation: { kind, ...names } })).toEqual(faulty);
  expect(faulty.events.length).toBeGreaterThan(500);
});
