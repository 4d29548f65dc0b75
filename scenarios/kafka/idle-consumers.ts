import * as z from 'zod';
import { inSeconds } from '../../src/words/numbers.ts';
import {
  balancedKeys,
  consumersOf,
  firstAssignmentMs,
  KafkaBuilder,
  roundTripMs,
  send,
  whenProcessed,
} from './builder.ts';
import { aboutKafka, gauge, positive, scenario, whole } from './kit.ts';
import { exactly, onceInOrder, readAll, within } from './promises.ts';

const params = z.object({
  partitions: whole(1, 1000, 100, 'partitions of the topic'),
  consumers: whole(
    1,
    500,
    200,
    'consumers in the larger group; the other has one for each partition',
  ),
  backlog: whole(1, 10_000, 50, 'records that wait in each partition'),
  recordMs: positive(1_000, 10, 'time to process one record'),
});

type Params = z.output<typeof params>;

/** The partitions of the consumer in the larger group that has the most. */
const share = ({ partitions, consumers }: Params) => Math.ceil(partitions / consumers);

const workMs = (params: Params) => share(params) * params.backlog * params.recordMs;

/** Overhead in addition to the work: polls, commits, and the start. */
const slackMs = (params: Params) =>
  firstAssignmentMs + (Math.ceil((share(params) * params.backlog) / 500) + 2) * 2 * roundTripMs;

export default scenario({
  ...aboutKafka,
  id: 'kafka/idle-consumers',
  asks: 'A topic has 100 partitions. Do 200 consumers drain its backlog twice as fast as 100?',
  claims: ['mq-consumers-capped-by-partitions', 'q7-adding-consumers-beyond-p'],
  code: ['sims/kafka/assignors/sticky.ts#byCounting', 'sims/kafka/consumer/tuning.ts#membersFor'],
  params,
  durationMs: (params) => workMs(params) + slackMs(params) + 1_000,
  metrics: {
    matchedMs: gauge(
      'ms',
      'until the group with a consumer for each partition had drained the backlog',
    ),
    largerMs: gauge('ms', 'until the larger group had'),
    idle: gauge('consumers', 'of the larger group that never read anything'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('orders', { partitions: params.partitions });
    const producer = kafka.producer(topic, 'shop', { 'linger.ms': 1 });
    const keys = balancedKeys(cluster, topic);
    for (let count = 0; count < params.backlog; count++)
      for (const key of keys) send(producer, key);
    const team = { work: { rows: 25 }, recordMs: params.recordMs };
    const matched = kafka.group('matched', [topic], { ...team, count: params.partitions });
    const larger = kafka.group('larger', [topic], { ...team, count: params.consumers });
    const count = params.partitions * params.backlog;
    whenProcessed(matched, count, () => metrics.matchedMs.set(cluster.nowMs));
    whenProcessed(larger, count, () => {
      metrics.largerMs.set(cluster.nowMs);
      metrics.idle.set(consumersOf(larger).filter(({ counts }) => counts.records === 0).length);
    });
    return { cluster };
  },
  invariants: onceInOrder,
  goals: () => [readAll('both-done', 'both groups have read every record')],
  expect: (params) => [
    exactly(Math.max(0, params.consumers - params.partitions), 'idle', 'the-rest-is-idle').says(
      'consumers of the larger group that read nothing: those beyond the number of partitions',
      'mq-consumers-capped-by-partitions',
    ),
    within('largerMs', 'no-faster', {
      atLeast: workMs(params),
      atMost: workMs(params) + slackMs(params),
    }).says(
      'ms until the larger group has drained the backlog: the work of one partition, whose only reader is one consumer',
      'q7-adding-consumers-beyond-p',
    ),
  ],
  tells: ({ params, metrics }) =>
    `No: a partition has one reader in a group, so ${metrics.idle.value} of ${params.consumers} consumers were idle. ` +
    `${params.partitions} consumers drained the backlog in ${inSeconds(metrics.matchedMs.value)}, ${params.consumers} in ${inSeconds(metrics.largerMs.value)}. More readers need more partitions.`,
});

// Left out: records that arrive in the meantime, and brokers with a limited throughput.
