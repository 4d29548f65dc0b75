/**
 * Two groups read the same topic: one gives a record up after a few retries, the other never does. And a
 * queue, for contrast, that counts deliveries.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import type { Failures } from '../../sims/kafka/consumer/work.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  committedIsProcessed,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import {
  newPushQueue,
  newQueueWorker,
  type PushQueue,
  publish,
  startQueueWorker,
} from '../../sims/kafka/queue.ts';
import { Fate, mark } from '../../sims/kafka/records.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inTurn,
  ms,
  startTeam,
  whole,
} from './common.ts';
import { followLag, lagPlot } from './lag-plot.ts';

const params = z.object({
  retries: z.int().min(0).max(20).default(3).describe('retries before a record is given up'),
  retryMs: z.number().min(10).max(10_000).default(500).describe('time between retries'),
  ratePerSecond: z.number().min(5).max(200).default(20).describe('records that come in'),
});

const poisonAtMs = firstAssignmentMs + 5_000;
const loadUntilMs = poisonAtMs + 60_000;
const endMs = loadUntilMs + 15_000;

interface Subject {
  readonly cluster: Cluster;
  readonly giving: Group;
  readonly stubborn: Group;
  readonly queue: PushQueue;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/poison-message',
  asks: 'One record fails whoever processes it. What happens with and without a dead-letter topic?',
  claims: [],
  params,
  durationMs: () => endMs,
  metrics: {
    deadLetters: gauge('records', 'in the dead-letter topic'),
    lagWith: gauge('records', 'of lag in the end, with a dead-letter topic'),
    lagWithout: gauge('records', 'of lag in the end, without'),
    queueDead: gauge('messages', 'that the queue put aside'),
    queueDone: gauge('messages', 'of the queue that were processed'),
    lagWithOverTime: series('records', 'of the group with a dead-letter topic', 1_000),
    lagWithoutOverTime: series('records', 'of the group without', 1_000),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 4 });
    const giving = createGroup(cluster, 'with-dead-letters', [topic]);
    const stubborn = createGroup(cluster, 'without', [topic]);
    const failures: Failures = {
      retryMs: params.retryMs,
      retriesMax: params.retries,
      hasDeadLetterTopic: true,
    };
    const team = { count: 2, recordMs: ms(10) };
    startTeam(cluster, giving, { ...team, work: { commit: 'each', failures } });
    startTeam(cluster, stubborn, {
      ...team,
      work: { commit: 'each', failures: { ...failures, hasDeadLetterTopic: false } },
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 10 });
    const keys = balancedKeys(cluster, topic);
    const everyMs = ms(1000 / params.ratePerSecond);
    world.spawn(
      load(producer, { everyMs, drawKey: inTurn(keys), untilMs: loadUntilMs, tickMs: 50 }),
    );
    world.kernel.schedule(
      poisonAtMs,
      () => {
        mark(cluster.records, send(producer, keys[0]), Fate.poison);
      },
      undefined,
    );

    const queue = newPushQueue('queue', params.retries + 1);
    startQueueWorker(
      cluster,
      queue,
      newQueueWorker({
        name: 'queue/w1',
        prefetch: 10,
        drawMs: () => 10,
        acknowledges: 'after-work',
      }),
    );
    for (let place = 0; place < 100; place++) {
      world.kernel.schedule(place * 100, () => publish(cluster, queue, place === 50), undefined);
    }
    followLag(cluster, giving, metrics.lagWithOverTime);
    followLag(cluster, stubborn, metrics.lagWithoutOverTime);
    world.kernel.schedule(
      endMs - 1,
      () => {
        metrics.deadLetters.set(giving.effects.deadLettered);
        metrics.lagWith.set(lagOf(giving));
        metrics.lagWithout.set(lagOf(stubborn));
        metrics.queueDead.set(queue.dead.length);
        metrics.queueDone.set(queue.effects.size);
      },
      undefined,
    );
    return { cluster, giving, stubborn, queue };
  },
  invariants: [...protocolInvariants, committedIsProcessed, keysInOrder],
  goals: () => [
    sometimes<Subject>('poisoned', 'the poison is in the log', ({ cluster: { records } }) => {
      return records.fate.some((fate) => (fate & Fate.poison) !== 0);
    }),
    eventually<Subject>(
      'log-is-drained',
      'the group that gives records up works off all that came in',
      0,
      ({ cluster, giving }) => {
        return cluster.nowMs > loadUntilMs && lagOf(giving) === 0;
      },
    ),
  ],
  expect: ({ ratePerSecond }) => [
    {
      id: 'one-dead-letter',
      text: 'the one record is put aside, and no other',
      measured: ({ deadLetters }) => deadLetters.value,
      bound: { atLeast: 1, atMost: 1 },
    },
    {
      id: 'blocks-without',
      text: 'without, all that comes after it to the partitions of the same consumer waits',
      measured: ({ lagWithout }) => lagWithout.value,
      // Half of the partitions are with the other consumer.
      bound: {
        atLeast: Math.floor((0.4 * ratePerSecond * (loadUntilMs - poisonAtMs)) / 1000),
        atMost: Math.ceil((0.6 * ratePerSecond * (loadUntilMs - poisonAtMs)) / 1000) + 10,
      },
    },
    {
      id: 'queue-puts-it-aside',
      text: 'a queue that counts deliveries puts it aside too',
      measured: ({ queueDead }) => queueDead.value,
      bound: { atLeast: 1, atMost: 1 },
    },
    {
      id: 'queue-does-the-rest',
      text: 'and has all others processed',
      measured: ({ queueDone }) => queueDone.value,
      bound: { atLeast: 99, atMost: 99 },
    },
  ],
  tells: ({ params, metrics }) =>
    `With a dead-letter topic the record was given up after ${params.retries} retries (${metrics.deadLetters.value} dead letter), and the lag was ` +
    `${whole(metrics.lagWith.value)} in the end. Without one the consumer tried it over and over, and ${whole(metrics.lagWithout.value)} records waited ` +
    `behind it: its own partition, and the others that the same consumer reads. A queue with a delivery limit put it aside as well (${metrics.queueDead.value} dead).`,
  plots: ({ metrics }) => [
    lagPlot({ 'with dead letters': metrics.lagWithOverTime, without: metrics.lagWithoutOverTime }, [
      { x: poisonAtMs, label: 'poison' },
    ]),
  ],
});

// Left out: max.poll.interval.ms. After five minutes the consumer that hangs on the record is taken for
// dead, and the next one gets it.
