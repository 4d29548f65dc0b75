/** Goal: nodes that share a processor wait for each other there, in the order in which messages arrive, and others do not. */
import { expect, test } from 'vitest';
import { constant } from '../../src/kernel/distribution.ts';
import { slow } from '../../src/world/fault.ts';
import type { NodeOptions } from '../../src/world/node.ts';
import { Processor } from '../../src/world/processor.ts';
import { client } from '../../src/world/server.ts';
import { World } from '../../src/world/world.ts';

/** When a message arrives at each of these nodes, to which all are sent at the beginning, 1 ms away. */
function heardAt(options: Readonly<Record<string, Partial<NodeOptions>>>, slowed: string[] = []) {
  const world = new World('1', { latencyMs: constant(1) });
  const heard: [string, number][] = [];
  for (const [id, own] of Object.entries(options)) {
    const listener = {
      kind: 'listener',
      start: () => undefined,
      serve: () => undefined,
      receive: () => heard.push([id, world.kernel.nowMs]),
      shown: () => ({}),
    };
    world.addServer(id, listener, own);
  }
  world.plan(slowed.map((id) => ({ atMs: 0, fault: slow(id, 3, 100) })));
  world.addServer(
    'speaker',
    client('speaker', (node) => {
      for (const id of Object.keys(options)) node.send(id, 'message');
    }),
  );
  world.kernel.runUntil(100);
  return heard;
}

test('messages to nodes of one machine take their turns, and each machine has its own', () => {
  const [one, other] = [new Processor(5), new Processor(2)];
  expect(
    heardAt({ a: { processor: one }, b: { processor: other }, c: { processor: one }, d: {} }),
  ).toEqual([
    ['d', 1],
    ['b', 3],
    ['a', 6],
    ['c', 11],
  ]);
});

test('what a slow node takes longer comes before its turn', () => {
  const processor = new Processor(5);
  expect(heardAt({ a: { processor, processingMs: 2 } }, ['a'])).toEqual([['a', 10]]);
});
