import * as z from 'zod';
import type { Group, HasCluster } from '../../sims/kafka/model.ts';
import {
  lostFrom,
  newPushQueue,
  newQueueWorker,
  type PushQueue,
  publish,
  startQueueWorker,
} from '../../sims/kafka/queue.ts';
import { invariant } from '../../src/check/invariant.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, lagOf } from './builder.ts';
import { aboutKafka, gauge, real, scenario, series, sometimes, whole } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { effectsOnce, keysInOrder, none, protocolInvariants, within } from './promises.ts';

const params = z.object({
  records: whole(100, 20_000, 1_000, 'number of records'),
  slowMs: real(5, 1_000, 100, 'time for one record in the slow group'),
});

type Params = z.output<typeof params>;

const everyMs = 10;
const loadEndMs = ({ records }: Params) => firstAssignmentMs + records * everyMs + 2_000;
const endMs = (params: Params) =>
  loadEndMs(params) + firstAssignmentMs + params.records * 0.5 + 10_000;

interface Subject extends HasCluster {
  readonly fast: Group;
  readonly slow: Group;
  readonly queue: PushQueue;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/queue-or-log',
  asks: 'A queue deletes acknowledged messages, a log keeps them. What does that mean for a second reader?',
  claims: ['q7-rabbit-deletes-kafka-retains', 'q7-groups-independent'],
  code: ['sims/kafka/queue.ts#acknowledge', 'sims/kafka/broker/fetch.ts#readForConsumer'],
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
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('orders', { partitions: 2 });
    const reader = (name: 'fast' | 'slow' | 'second', recordMs: number, fromMs = 0) => {
      const config = { 'max.poll.records': 20 };
      const group = kafka.group(name, [topic], { recordMs, startsAtMs: () => fromMs, config });
      followLag(group, metrics[name]);
      return group;
    };
    const [fast, slow] = [reader('fast', 1), reader('slow', params.slowMs)];
    const second = reader('second', 0.1, loadEndMs(params));
    const untilMs = firstAssignmentMs + params.records * everyMs;
    kafka.load(topic, { everyMs, fromMs: firstAssignmentMs, untilMs });

    const queue = newPushQueue('queue');
    const worker = (name: string) =>
      newQueueWorker({ name, prefetch: 10, drawMs: () => 1, acknowledges: 'after-work' });
    startQueueWorker(cluster, queue, worker('queue/w1'));
    for (let sent = 0; sent < params.records; sent++)
      world.at(firstAssignmentMs + sent * everyMs, () => publish(cluster, queue));
    world.at(untilMs, () => metrics.slowLag.set(lagOf(slow)));
    let readBefore = 0;
    world.at(loadEndMs(params), () => {
      readBefore = queue.effects.size;
      startQueueWorker(cluster, queue, worker('queue/w2'));
    });
    world.at(endMs(params) - 1, () => {
      metrics.logSecond.set(second.effects.processed);
      metrics.queueSecond.set(queue.effects.size - readBefore);
      metrics.fastLag.set(Math.max(...metrics.fast.values));
    });
    return { cluster, fast, slow, queue };
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
      ({ fast, slow }) => lagOf(slow) > 50 && lagOf(fast) < 5,
    ),
  ],
  expect: ({ records, slowMs }) => [
    within('logSecond', 'log-has-all', { atLeast: records - 1, atMost: records }).says(
      'records that a group which starts at the end reads from the log: all',
      'q7-rabbit-deletes-kafka-retains',
    ),
    none('queueSecond', 'queue-has-none').says(
      'acknowledged messages that a worker which starts at the end gets from the queue',
      'q7-rabbit-deletes-kafka-retains',
    ),
    within('fastLag', 'fast-is-not-held-up', { atMost: 30 }).says(
      'largest lag of the fast group, in records: at most the records of a poll',
      'q7-groups-independent',
    ),
    within('slowLag', 'slow-falls-behind', { atLeast: records * (1 - everyMs / slowMs) - 60 }).says(
      'largest lag of the slow group on the same log, in records',
      'q7-groups-independent',
    ),
  ],
  tells: ({ metrics }) =>
    `From a log a second reader gets everything (replay, by a new group or an older offset), from a queue only what is left: a group that started at the end read ${rounded(metrics.logSecond.value)} records from the log; a worker that came to the queue then got ` +
    `${rounded(metrics.queueSecond.value)}. Each group has its own offset, so a slow one does not hold up another: while the slow group fell ${rounded(metrics.slowLag.value)} records behind, the fast one lagged by at most ${counted(metrics.fastLag.value ?? 0, 'record')}.`,
  plots: ({ metrics }) => [
    lagPlot({ fast: metrics.fast, slow: metrics.slow, second: metrics.second }),
  ],
});

// Left out: exchanges, which copy a message to several queues, one for each kind of reader.
