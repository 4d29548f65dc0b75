/**
 * Two topics: one is repartitioned at once; for the other the old partitions are read to the end first
 * (the rule `drain-before-repartitioning`).
 */
import { z } from 'zod';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { addPartitions, createTopic, repartition } from '../../sims/kafka/broker/topic.ts';
import { topicsChanged } from '../../sims/kafka/group/coordinator.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import { effectsOnce, keysInOrder, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { toPositive } from '../../sims/kafka/producer/partitioner.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { addKeys } from '../../sims/kafka/records.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  atRandom,
  clusterOf,
  firstAssignmentMs,
  inSeconds,
  ms,
  percent,
  startTeam,
  whole,
} from './common.ts';

const params = z.object({
  before: z.int().min(1).max(200).default(10).describe('partitions at first'),
  after: z.int().min(2).max(400).default(20).describe('partitions then'),
  keys: z.int().min(50).max(20_000).default(2_000).describe('keys'),
});

const changeAtMs = firstAssignmentMs + 8_000;
const loadUntilMs = changeAtMs + 20_000;
const endMs = loadUntilMs + 40_000;

interface Subject {
  readonly cluster: Cluster;
  readonly atOnce: Group;
  readonly drained: Group;
}

const partitionIn = ({ records }: Cluster, key: number, partitions: number) =>
  toPositive(records.hashes[key] as number) % partitions;

/** The share of residues that differ: where both counts are multiples of one another, 1 - smaller / larger. */
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
  asks: 'A topic gets more partitions while keyed records wait. What becomes of their order?',
  claims: ['q7-more-partitions-breaks-keys', 'mq-kafka-order-per-partition'],
  params: params.refine(({ before, after }) => before < after, {
    path: ['after'],
    message: 'it must be more than before',
  }),
  durationMs: () => endMs,
  metrics: {
    moved: gauge('of 1', 'the share of keys that go to another partition'),
    atOnceOutOfOrder: gauge('records', 'that came after a later one of their key, changed at once'),
    drainedOutOfOrder: gauge('records', 'the same, drained first'),
    pausedMs: gauge('ms', 'for which producers waited until the old partitions were read'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const keys = addKeys(cluster.records, 'order', params.keys);
    const otherKeys = addKeys(cluster.records, 'order', params.keys);
    const build = (
      name: string,
      ownKeys: readonly number[],
      isPaused: () => boolean,
    ): { topic: Topic; group: Group } => {
      const topic = createTopic(cluster, name, { partitions: params.before });
      const exempt = name === 'at-once' ? (['keys-in-order'] as const) : [];
      const group = createGroup(cluster, `${name}-readers`, [topic], { exempt });
      // Somewhat less than what comes in, so that records wait when the partitions are added.
      startTeam(cluster, group, {
        count: 5,
        work: { commit: 'batch' },
        recordMs: ms(30),
        config: { 'max.poll.records': 20 },
      });
      const producer = newProducer(cluster, topic, `${name}-producer`, { 'linger.ms': 20 });
      const drawKey = atRandom(cluster, name, ownKeys);
      world.spawn(
        load(producer, {
          everyMs: ms(5),
          drawKey,
          untilMs: changeAtMs + 2_000,
          tickMs: 100,
          isPaused,
        }),
      );
      world.spawn(
        load(newProducer(cluster, topic, `${name}-later`, { 'linger.ms': 20 }), {
          everyMs: ms(50),
          drawKey,
          fromMs: changeAtMs + 2_000,
          untilMs: loadUntilMs,
          tickMs: 100,
          isPaused,
        }),
      );
      return { topic, group };
    };
    let waits = false;
    const atOnce = build('at-once', keys, () => false);
    const drained = build('drained', otherKeys, () => waits);
    const moved = keys.filter(
      (key) => partitionIn(cluster, key, params.before) !== partitionIn(cluster, key, params.after),
    );
    metrics.moved.set(moved.length / keys.length);
    world.kernel.schedule(
      changeAtMs,
      () => {
        addPartitions(cluster, atOnce.topic, params.after);
        atOnce.topic.keyedPartitions = params.after;
        topicsChanged(atOnce.group);
        world.spawn(
          repartition(cluster, drained.topic, params.after, [drained.group], (isPaused) => {
            waits = isPaused;
            if (!isPaused) metrics.pausedMs.set(cluster.nowMs - changeAtMs);
          }),
        );
      },
      undefined,
    );
    world.kernel.schedule(
      endMs - 1,
      () => {
        metrics.atOnceOutOfOrder.set(atOnce.group.effects.outOfOrder);
        metrics.drainedOutOfOrder.set(drained.group.effects.outOfOrder);
      },
      undefined,
    );
    return { cluster, atOnce: atOnce.group, drained: drained.group };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder],
  goals: () => [
    sometimes<Subject>(
      'waiting',
      'records wait when the partitions are added',
      ({ cluster, drained }) => {
        return cluster.nowMs < changeAtMs && lagOf(drained) > 50;
      },
    ),
    eventually<Subject>(
      'all-read',
      'in the end everything is read',
      0,
      ({ cluster, atOnce, drained }) => {
        return cluster.nowMs > loadUntilMs && lagOf(atOnce) === 0 && lagOf(drained) === 0;
      },
    ),
  ],
  expect: ({ before, after, keys }) => {
    const share = expectedMoved(before, after);
    // Keys hash like random draws: five standard errors of a share, and a key.
    const error = 5 * Math.sqrt((share * (1 - share)) / keys) + 1 / keys;
    return [
      {
        id: 'keys-move',
        text: `${percent(share)} of the keys go to another partition: all whose hash leaves another remainder`,
        claim: 'q7-more-partitions-breaks-keys',
        measured: ({ moved }) => moved.value,
        bound: { atLeast: share - error, atMost: share + error },
      },
      {
        id: 'at-once-breaks-order',
        text: 'changed at once, their new records overtake the old ones that wait',
        claim: 'q7-more-partitions-breaks-keys',
        measured: ({ atOnceOutOfOrder }) => atOnceOutOfOrder.value,
        bound: { atLeast: 1 },
      },
      {
        id: 'drained-keeps-order',
        text: 'with the old partitions read first no key gets out of order',
        claim: 'mq-kafka-order-per-partition',
        measured: ({ drainedOutOfOrder }) => drainedOutOfOrder.value,
        bound: { atMost: 0 },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `From ${params.before} to ${params.after} partitions ${percent(metrics.moved.value)} of the keys moved. Changed at once, ` +
    `${whole(metrics.atOnceOutOfOrder.value)} records were processed after a later one of their key. With the old partitions read first it was ` +
    `${whole(metrics.drainedOutOfOrder.value)}, and producers waited ${inSeconds(metrics.pausedMs.value)} for that.`,
});

// Left out: consumers that keep state by key, which has to move with the key.
