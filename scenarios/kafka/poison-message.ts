/**
 * Two groups read the same topic: one gives up a record after a few retries, the other never does.
 * For contrast, a queue counts deliveries.
 */

import * as z from 'zod';
import { newPushQueue, newQueueWorker, publish, startQueueWorker } from '../../sims/kafka/queue.ts';
import { Fate, mark } from '../../sims/kafka/records.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import {
  balancedKeys,
  firstAssignmentMs,
  type HasGroup,
  KafkaBuilder,
  lagOf,
  send,
} from './builder.ts';
import { aboutKafka, eventually, gauge, real, scenario, series, sometimes, whole } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { atLeastOnceInOrder, exactly, within } from './promises.ts';

const params = z.object({
  retries: whole(0, 20, 3, 'retries before a record is given up'),
  retryMs: real(10, 10_000, 500, 'time between retries'),
  ratePerSecond: real(5, 200, 20, 'arrival rate of records'),
});

const poisonAtMs = firstAssignmentMs + 5_000;
const loadUntilMs = poisonAtMs + 60_000;
const endMs = loadUntilMs + 15_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/poison-message',
  asks: 'One record fails at every consumer. What happens with and without a dead-letter topic?',
  claims: [],
  code: ['sims/kafka/consumer/processing.ts#withRetries', 'sims/kafka/queue.ts#giveBack'],
  params,
  durationMs: () => endMs,
  metrics: {
    deadLetters: gauge('records', 'in the dead-letter topic'),
    lagWith: gauge('records', 'of lag at the end, with a dead-letter topic'),
    lagWithout: gauge('records', 'of lag at the end, without'),
    queueDead: gauge('messages', 'that the queue dead-lettered'),
    queueDone: gauge('messages', 'of the queue that were processed'),
    lagWithOverTime: series('records', 'of the group with a dead-letter topic', 1_000),
    lagWithoutOverTime: series('records', 'of the group without', 1_000),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('orders', { partitions: 4 });
    const reader = (name: string, hasDeadLetterTopic: boolean) => {
      const { retryMs, retries: retriesMax } = params;
      const failures = { retryMs, retriesMax, hasDeadLetterTopic };
      return kafka.group(name, [topic], {
        count: 2,
        recordMs: 10,
        commit: 'each',
        work: { failures },
      });
    };
    const giving = reader('with-dead-letters', true);
    const stubborn = reader('without', false);
    const producer = kafka.load(topic, {
      everyMs: 1000 / params.ratePerSecond,
      untilMs: loadUntilMs,
      tickMs: 50,
      config: { 'linger.ms': 10 },
    });
    const [key] = balancedKeys(cluster, topic);
    world.at(poisonAtMs, () => mark(cluster.records, send(producer, key), Fate.poison));

    const queue = newPushQueue('queue', params.retries + 1);
    const worker = { prefetch: 10, drawMs: () => 10, acknowledges: 'after-work' } as const;
    startQueueWorker(cluster, queue, newQueueWorker({ name: 'queue/w1', ...worker }));
    for (let place = 0; place < 100; place++)
      world.at(place * 100, () => publish(cluster, queue, place === 50));
    followLag(giving, metrics.lagWithOverTime);
    followLag(stubborn, metrics.lagWithoutOverTime);
    world.at(endMs - 1, () => {
      metrics.deadLetters.set(giving.effects.deadLettered);
      metrics.lagWith.set(lagOf(giving));
      metrics.lagWithout.set(lagOf(stubborn));
      metrics.queueDead.set(queue.dead.length);
      metrics.queueDone.set(queue.effects.size);
    });
    return { cluster, group: giving };
  },
  invariants: atLeastOnceInOrder,
  goals: () => [
    sometimes<HasGroup>('poisoned', 'the poison is in the log', ({ cluster: { records } }) =>
      records.fate.some((fate) => (fate & Fate.poison) !== 0),
    ),
    eventually<HasGroup>(
      'log-is-drained',
      'the group that gives records up drains everything that came in',
      0,
      ({ cluster, group }) => cluster.nowMs > loadUntilMs && lagOf(group) === 0,
    ),
  ],
  expect: ({ ratePerSecond }) => [
    exactly(1, 'deadLetters', 'one-dead-letter').says(
      'records in the dead-letter topic: the one that fails, and no other',
    ),
    // Half of the partitions belong to the other consumer.
    within('lagWithout', 'blocks-without', {
      atLeast: Math.floor((0.4 * ratePerSecond * (loadUntilMs - poisonAtMs)) / 1000),
      atMost: Math.ceil((0.6 * ratePerSecond * (loadUntilMs - poisonAtMs)) / 1000) + 10,
    }).says(
      'records that wait behind the failing one without a dead-letter topic, in all partitions of its consumer',
    ),
    exactly(1, 'queueDead', 'queue-puts-it-aside').says(
      'messages dead-lettered by a queue that counts deliveries',
    ),
    exactly(99, 'queueDone', 'queue-does-the-rest').says(
      'messages processed from that queue: all others',
    ),
  ],
  tells: ({ params, metrics }) =>
    `Without a dead-letter topic the consumer retries the record for ever, and ${rounded(metrics.lagWithout.value)} records waited ` +
    `behind it; with one it gives the record up after ${counted(params.retries, 'retry', 'retries')}, writes it there and goes on: ${counted(metrics.deadLetters.value ?? 0, 'dead letter')}, and a lag of ${rounded(metrics.lagWith.value)} at the end. ` +
    'The records that wait are in every partition that this consumer reads. ' +
    `A queue with a delivery limit dead-lettered ${counted(metrics.queueDead.value ?? 0, 'message')} too.`,
  plots: ({ metrics }) => [
    lagPlot({ 'with dead letters': metrics.lagWithOverTime, without: metrics.lagWithoutOverTime }, [
      { x: poisonAtMs, label: 'poison' },
    ]),
  ],
});

// Left out: max.poll.interval.ms. After five minutes the group removes the consumer that hangs on
// the record, and the next one gets it.
