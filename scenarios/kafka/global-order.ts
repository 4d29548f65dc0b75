/**
 * Three topics with the same records: one partition; several with a key for each entity; several and no
 * keys.
 */

import type { Group } from '../../sims/kafka/model.ts';
import { inSeconds, rounded } from '../../src/words/numbers.ts';
import {
  consumersOf,
  firstAssignmentMs,
  KafkaBuilder,
  roundTripMs,
  whenProcessed,
} from './builder.ts';
import { aboutKafka, gauge, positive, scenario, whole, z } from './kit.ts';
import { allProcessed, exactly, none, onceInOrder, some, within } from './promises.ts';

const params = z.object({
  consumers: whole(2, 16, 4, 'consumers in each group'),
  records: whole(200, 20_000, 1_000, 'how many there are'),
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
    allProcessed('all-done', 'both groups have processed everything', records),
  ],
  expect: (params) => {
    const alone = params.records * params.recordMs;
    return [
      exactly(1, 'oneActive', 'one-works').says(
        'of one partition one consumer reads, and the others watch',
        'mq-global-order-single-partition',
      ),
      none('oneInversions', 'one-order').says(
        'then all records are processed in the order of sending',
        'mq-global-order-single-partition',
      ),
      within('oneMs', 'at-the-speed-of-one', {
        atLeast: alone,
        atMost: alone + slackMs(params),
      }).says('at the speed of that one consumer', 'mq-global-order-single-partition'),
      none('keyedOutOfOrder', 'keys-in-order').says(
        'with several partitions every key keeps its order',
        'mq-partition-by-entity',
      ),
      some('keyedInversions', 'but-not-all').says(
        'but all together do not',
        'mq-kafka-order-per-partition',
      ),
      within('keyedMs', 'at-the-speed-of-all', {
        atMost:
          (Math.ceil(params.records / params.consumers) + 1) * params.recordMs + slackMs(params),
      }).says('and all consumers work', 'mq-partition-by-entity'),
    ];
  },
  tells: ({ params, metrics }) =>
    `One partition: in order, by ${metrics.oneActive.value} of ${params.consumers} consumers, in ${inSeconds(metrics.oneMs.value)}. ` +
    `${params.consumers} partitions by key: ${inSeconds(metrics.keyedMs.value)}, every key in order, but ${rounded(metrics.keyedInversions.value)} records were processed after a later one of another key.`,
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
