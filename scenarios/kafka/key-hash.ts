/**
 * Among the keys is one whose murmur2 is -2^31, the one integer whose absolute value is negative in Java.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Producer } from '../../sims/kafka/model.ts';
import { javaAbs } from '../../sims/kafka/producer/partitioner.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { addKey, addKeys } from '../../sims/kafka/records.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutKafka, clusterOf, partitionsParam, whole } from './common.ts';

const params = z.object({
  partitions: partitionsParam(12),
  keys: z.int().min(1).max(100_000).default(1_000).describe('keys besides the one'),
});

/** Found by inverting murmur2: its hash is -2^31. */
export const unluckyKey = 'order-001145f27l';

interface Subject {
  readonly cluster: Cluster;
  readonly producer: Producer;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/key-hash',
  asks: 'A partitioner of one’s own takes Math.abs(hash) % partitions. When does that go wrong?',
  claims: [],
  params,
  durationMs: () => 1_000,
  metrics: {
    hash: gauge('hash', 'of the unlucky key'),
    absolute: gauge('hash', 'its absolute value, as Java has it'),
    failed: gauge('records', 'that went to no partition'),
    written: gauge('records', 'that were written'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: params.partitions });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const unlucky = addKey(cluster.records, unluckyKey);
    for (const key of [...addKeys(cluster.records, 'order', params.keys), unlucky])
      send(producer, key);
    const hash = cluster.records.hashes[unlucky] as number;
    metrics.hash.set(hash);
    metrics.absolute.set(javaAbs(hash));
    world.kernel.schedule(
      999,
      () => {
        metrics.failed.set(producer.counts.failed);
        metrics.written.set(producer.counts.acknowledged);
      },
      undefined,
    );
    return { cluster, producer };
  },
  invariants: protocolInvariants,
  goals: ({ keys }) => [
    sometimes<Subject>(
      'all-settled',
      'every record is written or refused',
      ({ producer: { counts } }) => {
        return counts.acknowledged + counts.failed === keys + 1;
      },
    ),
  ],
  expect: ({ keys }) => [
    {
      id: 'hash-is-the-smallest',
      text: 'the hash of the unlucky key is -2^31',
      measured: ({ hash }) => hash.value,
      bound: { atLeast: -(2 ** 31), atMost: -(2 ** 31) },
    },
    {
      id: 'abs-stays-negative',
      text: 'and so is its absolute value, in Java',
      measured: ({ absolute }) => absolute.value,
      bound: { atLeast: -(2 ** 31), atMost: -(2 ** 31) },
    },
    {
      id: 'all-written',
      text: 'with the sign bit dropped every record has a partition',
      measured: ({ written }) => written.value,
      bound: { atLeast: keys + 1, atMost: keys + 1 },
    },
  ],
  tells: ({ params, metrics }) =>
    `The hash of "${unluckyKey}" is ${metrics.hash.value}, and so is its absolute value in Java. With the sign bit dropped all ` +
    `${whole(metrics.written.value)} records went to one of ${params.partitions} partitions. With Math.abs one key in four billion goes to none: ` +
    `the one that nobody tests.`,
});

// Left out: partitioners that hash differently (hashCode, CRC32): then the same key goes to two partitions,
// by who sends it.
