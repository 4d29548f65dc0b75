/**
 * Goal: a queue keeps every message in exactly one place, delivers again what was not acknowledged, and
 * puts aside what was delivered too often.
 * Method: workers that crash and start at random.
 */

import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { kafkaCluster } from '../../../sims/kafka/cluster.ts';
import {
  lostFrom,
  newPushQueue,
  newQueueWorker,
  publish,
  repeatedIn,
  startQueueWorker,
} from '../../../sims/kafka/queue.ts';
import { kafkaRules } from '../../../sims/kafka/rules.ts';
import { must } from '../../../src/kernel/must.ts';
import { World } from '../../../src/world/world.ts';

const crashes = fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 8 });

function queueWith(
  acknowledges: 'on-delivery' | 'after-work',
  crashTimes: readonly number[],
  poison: number | undefined,
  limit: number,
) {
  const world = new World('queue');
  const cluster = kafkaCluster(world, kafkaRules.without());
  const queue = newPushQueue('q', limit);
  for (let place = 0; place < 60; place++) publish(cluster, queue, place === poison);
  const workers = ['w1', 'w2'].map((name) =>
    newQueueWorker({ name, prefetch: 5, drawMs: () => 20, acknowledges, acknowledgesEvery: 3 }),
  );
  for (const worker of workers) startQueueWorker(cluster, queue, worker);
  for (const [place, atMs] of crashTimes.entries()) {
    const worker = must(workers[place % 2], 'worker in turn');
    world.kernel.schedule(
      atMs,
      () => {
        world.node(worker.name).crash();
        world.node(worker.name).start();
      },
      undefined,
    );
  }
  const problems: string[] = [];
  while (world.kernel.nextTimeMs <= 20_000 && world.kernel.step()) {
    const problem = lostFrom(queue);
    if (problem !== undefined) problems.push(problem);
  }
  expect(problems).toEqual([]);
  return queue;
}

test.prop([crashes])('acknowledged after the work, nothing is lost', (crashTimes) => {
  const queue = queueWith('after-work', crashTimes, undefined, Infinity);
  expect([queue.effects.size, queue.lost, queue.acknowledged]).toEqual([60, 0, 60]);
  // Two done and not acknowledged, and no more, are done again for each crash.
  expect(repeatedIn(queue)).toBeLessThanOrEqual(3 * crashTimes.length);
});

test.prop([crashes])(
  'acknowledged on delivery, nothing is done twice, and what is lost is counted',
  (crashTimes) => {
    const queue = queueWith('on-delivery', crashTimes, undefined, Infinity);
    expect(repeatedIn(queue)).toBe(0);
    expect(queue.effects.size + queue.lost).toBe(60);
  },
);

test.prop([fc.nat(59), fc.integer({ min: 1, max: 6 })])(
  'a message that fails always is dead after its last delivery',
  (poison, limit) => {
    const queue = queueWith('after-work', [], poison, limit);
    expect(queue.dead.map(({ id, deliveries }) => [id, deliveries])).toEqual([[poison, limit]]);
    expect(queue.effects.size).toBe(59);
  },
);
