import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import { effectsOnce, keysInOrder, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import {
  lostFrom,
  newPushQueue,
  newQueueWorker,
  type PushQueue,
  publish,
  startQueueWorker,
} from '../../sims/kafka/queue.ts';
import { sometimes } from '../../src/check/goal.ts';
import { invariant } from '../../src/check/invariant.ts';
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
  records: z.int().min(100).max(20_000).default(1_000).describe('how many there are'),
  slowMs: z
    .number()
    .min(5)
    .max(1_000)
    .default(100)
    .describe('time for one record in the slow group'),
});

const everyMs = 10;
const loadEndMs = ({ records }: z.output<typeof params>) =>
  firstAssignmentMs + records * everyMs + 2_000;
const endMs = (given: z.output<typeof params>) =>
  loadEndMs(given) + firstAssignmentMs + given.records * 0.5 + 10_000;

interface Subject {
  readonly cluster: Cluster;
  readonly fast: Group;
  readonly slow: Group;
  readonly second: Group;
  readonly queue: PushQueue;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/queue-or-log',
  asks: 'A queue deletes what is acknowledged, a log keeps it. What does that mean for a second reader?',
  claims: ['q7-rabbit-deletes-kafka-retains', 'q7-groups-independent'],
  params,
  durationMs: endMs,
  metrics: {
    logSecond: gauge('records', 'that a second group read from the log afterwards'),
    queueSecond: gauge('messages', 'that a second worker got from the queue afterwards'),
    fastLag: gauge('records', 'of lag of the fast group, at most, while the slow one fell behind'),
    slowLag: gauge('records', 'of lag of the slow group then'),
    fast: series('records', 'lag of the fast group', 500),
    slow: series('records', 'lag of the slow group', 500),
    second: series('records', 'lag of the second group', 500),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 2 });
    const groups = { fast: 1, slow: params.slowMs, second: 0.1 };
    const [fast, slow, second] = Object.entries(groups).map(([name, recordMs]) => {
      const group = createGroup(cluster, name, [topic]);
      const startsAtMs = () => (name === 'second' ? loadEndMs(params) : 0);
      startTeam(cluster, group, {
        count: 1,
        work: { commit: 'batch' },
        recordMs: ms(recordMs),
        startsAtMs,
        config: { 'max.poll.records': 20 },
      });
      followLag(cluster, group, metrics[name as keyof typeof groups]);
      return group;
    }) as [Group, Group, Group];
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const untilMs = firstAssignmentMs + params.records * everyMs;
    world.spawn(
      load(producer, { everyMs: ms(everyMs), drawKey, fromMs: firstAssignmentMs, untilMs }),
    );

    const queue = newPushQueue('queue');
    const worker = (name: string) =>
      newQueueWorker({ name, prefetch: 10, drawMs: () => 1, acknowledges: 'after-work' });
    startQueueWorker(cluster, queue, worker('queue/w1'));
    for (let sent = 0; sent < params.records; sent++) {
      world.kernel.schedule(
        firstAssignmentMs + sent * everyMs,
        () => publish(cluster, queue),
        undefined,
      );
    }
    world.kernel.schedule(untilMs, () => metrics.slowLag.set(lagOf(slow)), undefined);
    let readBefore = 0;
    world.kernel.schedule(
      loadEndMs(params),
      () => {
        readBefore = queue.effects.size;
        startQueueWorker(cluster, queue, worker('queue/w2'));
      },
      undefined,
    );
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.logSecond.set(second.effects.processed);
        metrics.queueSecond.set(queue.effects.size - readBefore);
        metrics.fastLag.set(Math.max(...metrics.fast.values));
      },
      undefined,
    );
    return { cluster, fast, slow, second, queue };
  },
  invariants: [
    ...protocolInvariants,
    effectsOnce,
    keysInOrder,
    invariant<Subject>(
      'messages-have-a-place',
      'every message of the queue is ready, unacknowledged, acknowledged or dead',
      ({ queue }) => lostFrom(queue),
    ),
  ],
  goals: () => [
    sometimes<Subject>(
      'slow-is-behind',
      'the slow group is behind while the fast one is not',
      ({ fast, slow }) => {
        return lagOf(slow) > 50 && lagOf(fast) < 5;
      },
    ),
  ],
  expect: ({ records, slowMs }) => [
    {
      id: 'log-has-all',
      text: 'a group that comes later reads the whole log',
      claim: 'q7-rabbit-deletes-kafka-retains',
      measured: ({ logSecond }) => logSecond.value,
      bound: { atLeast: records - 1, atMost: records },
    },
    {
      id: 'queue-has-none',
      text: 'from a queue a later worker gets nothing that was acknowledged',
      claim: 'q7-rabbit-deletes-kafka-retains',
      measured: ({ queueSecond }) => queueSecond.value,
      bound: { atMost: 0 },
    },
    {
      id: 'fast-is-not-held-up',
      text: 'a slow group does not hold up a fast one: its lag stays a poll’s worth',
      claim: 'q7-groups-independent',
      measured: ({ fastLag }) => fastLag.value,
      bound: { atMost: 30 },
    },
    {
      id: 'slow-falls-behind',
      text: 'while its own grows',
      claim: 'q7-groups-independent',
      measured: ({ slowLag }) => slowLag.value,
      bound: { atLeast: records * (1 - everyMs / slowMs) - 60 },
    },
  ],
  tells: ({ metrics }) =>
    `A group that came when all was over read ${whole(metrics.logSecond.value)} records from the log; a worker that came to the queue then got ` +
    `${whole(metrics.queueSecond.value)}. While the slow group fell ${whole(metrics.slowLag.value)} records behind, the fast one was never more than ${whole(metrics.fastLag.value)} behind.`,
  plots: ({ metrics }) => [
    lagPlot({ fast: metrics.fast, slow: metrics.slow, second: metrics.second }),
  ],
});

// Left out: exchanges, which copy a message to several queues, one for each kind of reader.
