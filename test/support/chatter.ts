/** A small run with everything that a trace can hold, for the tests of what reads traces. */
import { must } from '../../src/kernel/must.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import {
  crash,
  type FaultPlan,
  heal,
  hold,
  partition,
  pause,
  restart,
} from '../../src/world/fault.ts';
import { World } from '../../src/world/world.ts';
import { pingPong } from './ping-pong.ts';

const everyFault: FaultPlan = [
  { atMs: 60, fault: hold('a', 'b') },
  { atMs: 100, fault: partition(['a']) },
  { atMs: 150, fault: heal() },
  { atMs: 200, fault: pause('c', 50) },
  { atMs: 300, fault: crash('b') },
  { atMs: 400, fault: restart('b') },
];

export function chatter(seed: string, plan: FaultPlan = everyFault, untilMs = 500): TraceEvent[] {
  const world = new World(seed, { loss: 0.1, duplication: 0.1 });
  const events: TraceEvent[] = [];
  world.trace.onEvery((event) => events.push(event));
  const nodes = ['a', 'b', 'c'];
  for (const [place, id] of nodes.entries()) {
    world.addNode(id, pingPong(must(nodes[(place + 1) % nodes.length], 'next node')));
  }
  world.plan(plan);
  world.kernel.runUntil(untilMs);
  return events;
}
