import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import { effectsOnce, keysInOrder, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { addKeys, type RecordId } from '../../sims/kafka/records.ts';
import { eventually } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { chance } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  atRandom,
  clusterOf,
  firstAssignmentMs,
  ms,
  startTeam,
  whole,
} from './common.ts';

const params = z.object({
  failing: z
    .number()
    .min(0.01)
    .max(0.5)
    .default(0.05)
    .describe('share of records that fail the first time'),
  retryMs: z.number().min(10).max(10_000).default(300).describe('time until the retry'),
  keys: z.int().min(1).max(1_000).default(20).describe('keys'),
});

const loadUntilMs = firstAssignmentMs + 30_000;
const endMs = loadUntilMs + 60_000;

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/retry-topic',
  asks: 'Some records fail the first time. Retry them in place, or by way of a retry topic?',
  claims: ['mq-kafka-order-per-partition'],
  params,
  durationMs: () => endMs,
  metrics: {
    processed: gauge('records', 'processed'),
    outOfOrder: gauge('records', 'that came after a later one of their key'),
    failed: gauge('records', 'that failed the first time'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 4 });
    const group = createGroup(cluster, 'billing', [topic]);
    const stream = world.kernel.random.stream('failures');
    let failed = 0;
    const fails = (_id: RecordId, attempt: number) => {
      const isFailing = attempt === 1 && chance(stream, params.failing);
      if (isFailing) failed += 1;
      return isFailing;
    };
    startTeam(cluster, group, {
      count: 4,
      work: {
        commit: 'batch',
        failures: { fails, retryMs: params.retryMs, retriesMax: 5, hasDeadLetterTopic: false },
      },
      recordMs: ms(5),
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 20 });
    const drawKey = atRandom(cluster, 'shop', addKeys(cluster.records, 'order', params.keys));
    world.spawn(load(producer, { everyMs: ms(20), drawKey, untilMs: loadUntilMs, tickMs: 40 }));
    world.kernel.schedule(
      endMs - 1,
      () => {
        metrics.processed.set(group.effects.processed);
        metrics.outOfOrder.set(group.effects.outOfOrder);
        metrics.failed.set(failed);
      },
      undefined,
    );
    return { cluster, group };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder],
  goals: () => [
    eventually<Subject>(
      'all-processed',
      'in the end everything is processed',
      0,
      ({ cluster, group }) => {
        return cluster.nowMs > loadUntilMs && lagOf(group) === 0 && group.effects.processed > 0;
      },
    ),
  ],
  expect: () => [
    {
      id: 'some-fail',
      text: 'some records fail the first time',
      measured: ({ failed }) => failed.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'in-order',
      text: 'retried in place, they hold up what is behind them, and no key gets out of order',
      claim: 'mq-kafka-order-per-partition',
      measured: ({ outOfOrder }) => outOfOrder.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ metrics }) =>
    `${whole(metrics.failed.value)} of ${whole(metrics.processed.value)} records failed the first time and were tried again in place; ` +
    `${whole(metrics.outOfOrder.value)} came out of order. By way of a retry topic nothing waits for them, and later records of their keys overtake them.`,
});

// Left out: a retry topic that holds back only the later records of a failed key, which keeps both.
