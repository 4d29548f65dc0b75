import * as z from 'zod';
import type { RecordId } from '../../sims/kafka/records.ts';
import { chance } from '../../src/kernel/random.ts';
import { rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder } from './builder.ts';
import { aboutKafka, gauge, real, scenario, whole } from './kit.ts';
import { endsWithoutLag, none, onceInOrder, some } from './promises.ts';

const params = z.object({
  failing: real(0.01, 0.5, 0.05, 'share of records that fail the first time'),
  retryMs: real(10, 10_000, 300, 'time until the retry'),
  keys: whole(1, 1_000, 20, 'keys'),
});

const loadUntilMs = firstAssignmentMs + 30_000;
const endMs = loadUntilMs + 60_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/retry-topic',
  asks: 'Some records fail the first time. Retry them in place, or through a retry topic?',
  claims: ['mq-kafka-order-per-partition'],
  code: [
    'sims/kafka/consumer/processing.ts#withRetries',
    'sims/kafka/consumer/processing.ts#retryElsewhere',
  ],
  params,
  durationMs: () => endMs,
  metrics: {
    processed: gauge('records', 'processed'),
    outOfOrder: gauge('records', 'that came after a later one of their key'),
    failed: gauge('records', 'that failed the first time'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: 4 });
    const stream = world.kernel.random.stream('failures');
    let failed = 0;
    const fails = (_id: RecordId, attempt: number) => {
      const isFailing = attempt === 1 && chance(stream, params.failing);
      if (isFailing) failed += 1;
      return isFailing;
    };
    const { retryMs } = params;
    const failures = { fails, retryMs, retriesMax: 5, hasDeadLetterTopic: false };
    const group = kafka.group('billing', [topic], { count: 4, work: { failures }, recordMs: 5 });
    kafka.load(topic, {
      everyMs: 20,
      drawKey: kafka.atRandom(params.keys),
      untilMs: loadUntilMs,
      tickMs: 40,
      config: { 'linger.ms': 20 },
    });
    world.at(endMs - 1, () => {
      metrics.processed.set(group.effects.processed);
      metrics.outOfOrder.set(group.effects.outOfOrder);
      metrics.failed.set(failed);
    });
    return { cluster: kafka.cluster };
  },
  invariants: onceInOrder,
  goals: () => [
    endsWithoutLag('all-processed', 'in the end every record is processed', loadUntilMs),
  ],
  expect: () => [
    some('failed', 'some-fail').says('records that failed the first time'),
    none('outOfOrder', 'in-order').says(
      'records processed after a later one of their key, if failed ones are retried in place',
      'mq-kafka-order-per-partition',
    ),
  ],
  tells: ({ metrics }) =>
    `In place, if the order of each key matters: the records behind wait for the retry. ${rounded(metrics.failed.value)} of ${rounded(metrics.processed.value)} records failed the first time and were retried in place; ` +
    `${rounded(metrics.outOfOrder.value)} came out of order. With a retry topic no record waits, but later records of a key overtake the one that failed.`,
});

// Left out: a retry topic that holds back only the later records of a failed key, which gives both.
