/**
 * Two topics: one is repartitioned at once; for the other, consumers first read the old partitions
 * to the end (the rule `drain-before-repartitioning`).
 */

import * as z from 'zod';
import { addPartitions, repartition } from '../../sims/kafka/broker/topic.ts';
import { topicsChanged } from '../../sims/kafka/group/coordinator.ts';
import type { Cluster } from '../../sims/kafka/model.ts';
import { toPositive } from '../../sims/kafka/producer/partitioner.ts';
import type { KeyId } from '../../sims/kafka/records.ts';
import { must } from '../../src/kernel/must.ts';
import { inSeconds, percent, rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, type HasGroup, KafkaBuilder, lagOf } from './builder.ts';
import { aboutKafka, gauge, scenario, sometimes, whole } from './kit.ts';
import { endsWithoutLag, none, onceInOrder, some, within } from './promises.ts';

const params = z.object({
  before: whole(1, 200, 10, 'initial number of partitions'),
  after: whole(2, 400, 20, 'number of partitions afterwards'),
  keys: whole(50, 20_000, 2_000, 'keys'),
});

const changeAtMs = firstAssignmentMs + 8_000;
const loadUntilMs = changeAtMs + 20_000;
const endMs = loadUntilMs + 40_000;

const partitionIn = ({ records }: Cluster, key: number, partitions: number) =>
  toPositive(must(records.hashes[key], 'hash of the key')) % partitions;

/**
 * The share of residues that differ: 1 - smaller / larger if one count is a multiple of the other.
 */
function expectedMoved(before: number, after: number): number {
  const period = (before * after) / greatestCommonDivisor(before, after);
  let same = 0;
  for (let hash = 0; hash < period; hash++) if (hash % before === hash % after) same += 1;
  return 1 - same / period;
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

export default scenario({
  ...aboutKafka,
  id: 'kafka/add-partitions',
  asks: 'A topic gets more partitions while keyed records wait. What happens to their order?',
  claims: ['q7-more-partitions-breaks-keys', 'mq-kafka-order-per-partition'],
  code: [
    'sims/kafka/broker/topic.ts#repartition',
    'sims/kafka/producer/partitioner.ts#partitionOfKey',
  ],
  params: params.refine(({ before, after }) => before < after, {
    path: ['after'],
    message: 'it must be more than before',
  }),
  durationMs: () => endMs,
  metrics: {
    moved: gauge('of 1', 'the share of keys that move to another partition'),
    atOnceOutOfOrder: gauge('records', 'that came after a later one of their key, changed at once'),
    drainedOutOfOrder: gauge('records', 'the same, drained first'),
    pausedMs: gauge('ms', 'for which producers waited until the old partitions were read'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const keys = kafka.keys(params.keys);
    const otherKeys = kafka.keys(params.keys);
    const build = (name: string, ownKeys: readonly KeyId[], isPaused: () => boolean) => {
      const topic = kafka.topic(name, { partitions: params.before });
      // Somewhat less than the arrival rate, so that records wait when the partitions are added.
      const group = kafka.group(`${name}-readers`, [topic], {
        exempt: name === 'at-once' ? ['keys-in-order'] : [],
        count: 5,
        recordMs: 30,
        config: { 'max.poll.records': 20 },
      });
      const drawKey = kafka.anyOf(ownKeys, name);
      const load = { drawKey, tickMs: 100, isPaused, config: { 'linger.ms': 20 } };
      const [fromMs, untilMs] = [changeAtMs + 2_000, loadUntilMs];
      kafka.load(topic, { ...load, name: `${name}-producer`, everyMs: 5, untilMs: fromMs });
      kafka.load(topic, { ...load, name: `${name}-later`, everyMs: 50, fromMs, untilMs });
      return { topic, group };
    };
    let waits = false;
    const atOnce = build('at-once', keys, () => false);
    const drained = build('drained', otherKeys, () => waits);
    const stays = (key: KeyId) =>
      partitionIn(cluster, key, params.before) === partitionIn(cluster, key, params.after);
    metrics.moved.set(keys.filter((key) => !stays(key)).length / keys.length);
    world.at(changeAtMs, () => {
      addPartitions(cluster, atOnce.topic, params.after);
      atOnce.topic.keyedPartitions = params.after;
      topicsChanged(atOnce.group);
      world.spawn(
        repartition(cluster, drained.topic, params.after, [drained.group], (isPaused) => {
          waits = isPaused;
          if (!isPaused) metrics.pausedMs.set(cluster.nowMs - changeAtMs);
        }),
      );
    });
    world.at(endMs - 1, () => {
      metrics.atOnceOutOfOrder.set(atOnce.group.effects.outOfOrder);
      metrics.drainedOutOfOrder.set(drained.group.effects.outOfOrder);
    });
    return { cluster, group: drained.group };
  },
  invariants: onceInOrder,
  goals: () => [
    sometimes<HasGroup>(
      'waiting',
      'records wait when the partitions are added',
      (subject) => subject.cluster.nowMs < changeAtMs && lagOf(subject.group) > 50,
    ),
    endsWithoutLag('all-read', 'in the end every record has been read', loadUntilMs),
  ],
  expect: ({ before, after, keys }) => {
    const share = expectedMoved(before, after);
    // Keys hash like random draws: five standard errors of a share, plus one key.
    const error = 5 * Math.sqrt((share * (1 - share)) / keys) + 1 / keys;
    return [
      within('moved', 'keys-move', { atLeast: share - error, atMost: share + error }).says(
        `share of the keys that move to another partition: those whose hash leaves a different remainder, ${percent(share, 0)} in theory`,
        'q7-more-partitions-breaks-keys',
      ),
      some('atOnceOutOfOrder', 'at-once-breaks-order').says(
        'records processed after a later one of their key, if the number of partitions changes at once',
        'q7-more-partitions-breaks-keys',
      ),
      none('drainedOutOfOrder', 'drained-keeps-order').says(
        'records processed after a later one of their key, if the old partitions are read to their end first',
        'mq-kafka-order-per-partition',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `A key’s partition is its hash modulo the number of partitions, so ${percent(metrics.moved.value, 0)} of the keys moved when ${params.before} partitions became ${params.after}, and their new records can overtake old ones that still wait; let consumers drain the old ones first, or start with enough partitions. ` +
    `Changed at once, ${rounded(metrics.atOnceOutOfOrder.value)} records were processed after a later one of their key; drained first, ${rounded(metrics.drainedOutOfOrder.value)}, but producers waited ${inSeconds(metrics.pausedMs.value)}.`,
});

// Left out: consumers that keep state by key, which has to move with the key.
