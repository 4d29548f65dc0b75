/**
 * Three topics with the same records: one partition; several with a key for each entity; several and no
 * keys.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import { effectsOnce, keysInOrder, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inSeconds,
  inTurn,
  ms,
  roundTripMs,
  startTeam,
  whenProcessed,
  whole,
} from './common.ts';

const params = z.object({
  consumers: z.int().min(2).max(16).default(4).describe('consumers in each group'),
  records: z.int().min(200).max(20_000).default(1_000).describe('how many there are'),
  recordMs: z.number().positive().max(100).default(10).describe('time to process one record'),
});

type Params = z.output<typeof params>;

const slackMs = ({ records }: Params) => 4 * roundTripMs * (Math.ceil(records / 50) + 3);

interface Subject {
  readonly cluster: Cluster;
  readonly one: Group;
  readonly keyed: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/global-order',
  asks: 'All records must be processed in one order. What does that cost?',
  claims: [
    'mq-global-order-single-partition',
    'mq-partition-by-entity',
    'mq-kafka-order-per-partition',
  ],
  params,
  durationMs: (params) =>
    firstAssignmentMs + params.records * params.recordMs + slackMs(params) + 100,
  metrics: {
    oneMs: gauge('ms', 'to process all from one partition'),
    keyedMs: gauge('ms', 'to process all from a partition for each consumer, by key'),
    oneActive: gauge('consumers', 'that had anything to do with one partition'),
    oneInversions: gauge('records', 'processed after a later one, of all, with one partition'),
    keyedInversions: gauge('records', 'processed after a later one, of all, with several'),
    keyedOutOfOrder: gauge('records', 'processed after a later one of their key, with several'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const build = (name: string, partitions: number) => {
      const topic = createTopic(cluster, name, { partitions });
      const group = createGroup(cluster, `${name}-readers`, [topic]);
      const consumers = startTeam(cluster, group, {
        count: params.consumers,
        work: { commit: 'batch' },
        recordMs: ms(params.recordMs),
        config: { 'max.poll.records': 50 },
      });
      const producer = newProducer(cluster, topic, `${name}-producer`, { 'linger.ms': 5 });
      const keys = balancedKeys(cluster, topic, name);
      const drawKey = inTurn(keys);
      for (let sent = 0; sent < params.records; sent++) send(producer, drawKey());
      const count = inversionsOf(group);
      return { group, consumers, count };
    };
    const one = build('one', 1);
    const keyed = build('keyed', params.consumers);
    whenProcessed(cluster, one.group, params.records, (spentMs) => {
      metrics.oneMs.set(spentMs);
      metrics.oneActive.set(one.consumers.filter(({ counts }) => counts.records > 0).length);
      metrics.oneInversions.set(one.count());
    });
    whenProcessed(cluster, keyed.group, params.records, (spentMs) => {
      metrics.keyedMs.set(spentMs);
      metrics.keyedInversions.set(keyed.count());
      metrics.keyedOutOfOrder.set(keyed.group.effects.outOfOrder);
    });
    return { cluster, one: one.group, keyed: keyed.group };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder],
  goals: ({ records }) => [
    sometimes<Subject>('all-done', 'both groups have processed everything', ({ one, keyed }) =>
      [one, keyed].every(({ effects }) => effects.processed === records),
    ),
  ],
  expect: (params) => {
    const alone = params.records * params.recordMs;
    return [
      {
        id: 'one-works',
        text: 'of one partition one consumer reads, and the others watch',
        claim: 'mq-global-order-single-partition',
        measured: ({ oneActive }) => oneActive.value,
        bound: { atLeast: 1, atMost: 1 },
      },
      {
        id: 'one-order',
        text: 'then all records are processed in the order of sending',
        claim: 'mq-global-order-single-partition',
        measured: ({ oneInversions }) => oneInversions.value,
        bound: { atMost: 0 },
      },
      {
        id: 'at-the-speed-of-one',
        text: 'at the speed of that one consumer',
        claim: 'mq-global-order-single-partition',
        measured: ({ oneMs }) => oneMs.value,
        bound: { atLeast: alone, atMost: alone + slackMs(params) },
      },
      {
        id: 'keys-in-order',
        text: 'with several partitions every key keeps its order',
        claim: 'mq-partition-by-entity',
        measured: ({ keyedOutOfOrder }) => keyedOutOfOrder.value,
        bound: { atMost: 0 },
      },
      {
        id: 'but-not-all',
        text: 'but all together do not',
        claim: 'mq-kafka-order-per-partition',
        measured: ({ keyedInversions }) => keyedInversions.value,
        bound: { atLeast: 1 },
      },
      {
        id: 'at-the-speed-of-all',
        text: 'and all consumers work',
        claim: 'mq-partition-by-entity',
        measured: ({ keyedMs }) => keyedMs.value,
        bound: {
          atMost:
            (Math.ceil(params.records / params.consumers) + 1) * params.recordMs + slackMs(params),
        },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `One partition: in order, by ${metrics.oneActive.value} of ${params.consumers} consumers, in ${inSeconds(metrics.oneMs.value)}. ` +
    `${params.consumers} partitions by key: ${inSeconds(metrics.keyedMs.value)}, every key in order, but ${whole(metrics.keyedInversions.value)} records were processed after a later one of another key.`,
});

/** Counts the records of a group that have their effect after a record that was sent later. */
function inversionsOf(group: Group): () => number {
  let inversions = 0;
  let latest = -1;
  group.onEffect = (id) => {
    if (id < latest) inversions += 1;
    latest = Math.max(latest, id);
  };
  return () => inversions;
}

// Left out: several producers, between which not even one partition knows an order of sending.
