/**
 * Three topics with the same records: one partition; several with a key for each entity; several
 * without keys.
 */

import * as z from 'zod';
import type { Group } from '../../sims/kafka/model.ts';
import { inSeconds, rounded } from '../../src/words/numbers.ts';
import {
  consumersOf,
  firstAssignmentMs,
  KafkaBuilder,
  roundTripMs,
  whenProcessed,
} from './builder.ts';
import { aboutKafka, gauge, positive, scenario, whole } from './kit.ts';
import { allProcessed, exactly, none, onceInOrder, some, within } from './promises.ts';

const params = z.object({
  consumers: whole(2, 16, 4, 'consumers in each group'),
  records: whole(200, 20_000, 1_000, 'number of records'),
  recordMs: positive(100, 10, 'time to process one record'),
});

type Params = z.output<typeof params>;

const slackMs = ({ records }: Params) => 4 * roundTripMs * (Math.ceil(records / 50) + 3);

export default scenario({
  ...aboutKafka,
  id: 'kafka/global-order',
  asks: 'All records must be processed in one order. What does that cost?',
  claims: [
    'mq-global-order-single-partition',
    'mq-partition-by-entity',
    'mq-kafka-order-per-partition',
  ],
  code: [
    'sims/kafka/producer/partitioner.ts#partitionOfKey',
    'sims/kafka/consumer/processing.ts#inOrder',
    'sims/kafka/assignors/sticky.ts#byCounting',
  ],
  params,
  durationMs: (params) =>
    firstAssignmentMs + params.records * params.recordMs + slackMs(params) + 100,
  metrics: {
    oneMs: gauge('ms', 'to process all records from one partition'),
    keyedMs: gauge('ms', 'to process all records from a partition for each consumer, by key'),
    oneActive: gauge('consumers', 'that read anything with one partition'),
    oneInversions: gauge(
      'records',
      'processed after a later one, of all records, with one partition',
    ),
    keyedInversions: gauge('records', 'processed after a later one, of all records, with several'),
    keyedOutOfOrder: gauge('records', 'processed after a later one of their key, with several'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const build = (name: string, partitions: number) => {
      const topic = kafka.topic(name, { partitions });
      const group = kafka.group(`${name}-readers`, [topic], {
        count: params.consumers,
        recordMs: params.recordMs,
        config: { 'max.poll.records': 50 },
      });
      const drawKey = kafka.balanced(topic, name);
      kafka.backlog(topic, params.records, { name: `${name}-producer`, drawKey });
      return { group, inversions: inversionsOf(group) };
    };
    const one = build('one', 1);
    const keyed = build('keyed', params.consumers);
    whenProcessed(one.group, params.records, (spentMs) => {
      metrics.oneMs.set(spentMs);
      metrics.oneActive.set(
        consumersOf(one.group).filter(({ counts }) => counts.records > 0).length,
      );
      metrics.oneInversions.set(one.inversions());
    });
    whenProcessed(keyed.group, params.records, (spentMs) => {
      metrics.keyedMs.set(spentMs);
      metrics.keyedInversions.set(keyed.inversions());
      metrics.keyedOutOfOrder.set(keyed.group.effects.outOfOrder);
    });
    return { cluster: kafka.cluster };
  },
  invariants: onceInOrder,
  goals: ({ records }) => [
    allProcessed('all-done', 'both groups have processed every record', records),
  ],
  expect: (params) => {
    const alone = params.records * params.recordMs;
    return [
      exactly(1, 'oneActive', 'one-works').says(
        'consumers that read anything, with one partition',
        'mq-global-order-single-partition',
      ),
      none('oneInversions', 'one-order').says(
        'records processed after a later one, with one partition',
        'mq-global-order-single-partition',
      ),
      within('oneMs', 'at-the-speed-of-one', {
        atLeast: alone,
        atMost: alone + slackMs(params),
      }).says(
        'ms until all records are processed, with one partition: records x time per record',
        'mq-global-order-single-partition',
      ),
      none('keyedOutOfOrder', 'keys-in-order').says(
        'records processed after a later one of their key, with several partitions',
        'mq-partition-by-entity',
      ),
      some('keyedInversions', 'but-not-all').says(
        'records processed after a later one of any key, with several partitions',
        'mq-kafka-order-per-partition',
      ),
      within('keyedMs', 'at-the-speed-of-all', {
        atMost:
          (Math.ceil(params.records / params.consumers) + 1) * params.recordMs + slackMs(params),
      }).says(
        'ms until all records are processed, with several partitions: records / consumers x time per record, and the start',
        'mq-partition-by-entity',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `One order for all records costs parallelism, because only one partition keeps one order, so ask whether an order for each key is enough: ${metrics.oneActive.value} of ${params.consumers} consumers works, for ${inSeconds(metrics.oneMs.value)}. ` +
    `${params.consumers} partitions by key take ${inSeconds(metrics.keyedMs.value)}; every key stays in order, but ${rounded(metrics.keyedInversions.value)} records were processed after a later one of another key.`,
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

// Left out: several producers, whose records have no order of sending even within one partition.
