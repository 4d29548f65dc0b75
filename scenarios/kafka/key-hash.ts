/**
 * One of the keys has the murmur2 hash -2^31, the one integer whose absolute value is negative in
 * Java.
 */

import * as z from 'zod';
import { javaAbs } from '../../sims/kafka/producer/partitioner.ts';
import { addKeys } from '../../sims/kafka/records.ts';
import { must } from '../../src/kernel/must.ts';
import { rounded } from '../../src/words/numbers.ts';
import { addKey, type HasProducer, KafkaBuilder, send } from './builder.ts';
import { aboutKafka, gauge, scenario, sometimes, whole } from './kit.ts';
import { exactly, protocolInvariants } from './promises.ts';

const params = z.object({
  partitions: whole(1, 1000, 12, 'partitions of the topic'),
  keys: whole(1, 100_000, 1_000, 'keys besides that one'),
});

/** Found by inverting murmur2: its hash is -2^31. */
export const unluckyKey = 'order-001145f27l';

export default scenario({
  ...aboutKafka,
  id: 'kafka/key-hash',
  asks: 'A custom partitioner uses Math.abs(hash) % partitions. When does that go wrong?',
  claims: [],
  code: [
    'sims/kafka/producer/partitioner.ts#partitionOfHash',
    'sims/kafka/producer/partitioner.ts#javaAbs',
  ],
  params,
  durationMs: () => 1_000,
  metrics: {
    hash: gauge('hash', 'of the unlucky key'),
    absolute: gauge('hash', 'its absolute value, as Java computes it'),
    failed: gauge('records', 'that went to no partition'),
    written: gauge('records', 'that were written'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const producer = kafka.producer(kafka.topic('orders', { partitions: params.partitions }));
    const unlucky = addKey(cluster.records, unluckyKey);
    for (const key of [...addKeys(cluster.records, 'order', params.keys), unlucky])
      send(producer, key);
    const hash = must(cluster.records.hashes[unlucky], 'hash of the key');
    metrics.hash.set(hash);
    metrics.absolute.set(javaAbs(hash));
    world.at(999, () => {
      metrics.failed.set(producer.counts.failed);
      metrics.written.set(producer.counts.acknowledged);
    });
    return { cluster, producer };
  },
  invariants: protocolInvariants,
  goals: ({ keys }) => [
    sometimes<HasProducer>(
      'all-settled',
      'every record is written or refused',
      ({ producer: { counts } }) => counts.acknowledged + counts.failed === keys + 1,
    ),
  ],
  expect: ({ keys }) => [
    exactly(-(2 ** 31), 'hash', 'hash-is-the-smallest').says(
      'hash of the unlucky key: -2^31, the smallest 32-bit integer',
    ),
    exactly(-(2 ** 31), 'absolute', 'abs-stays-negative').says(
      'its absolute value in Java: still -2^31, because 2^31 is not an int',
    ),
    exactly(keys + 1, 'written', 'all-written').says(
      'records written with the sign bit dropped: all',
    ),
  ],
  tells: ({ params, metrics }) =>
    `When the hash is the smallest 32-bit integer, ${metrics.hash.value}, as for the key "${unluckyKey}": in Java its absolute value is the same negative number, so the partition is negative and the record goes to none. ` +
    'One key in four billion has that hash, and no test is likely to include it. ' +
    `With the sign bit dropped instead (hash & 0x7fffffff) all ${rounded(metrics.written.value)} written records are in one of ${params.partitions} partitions.`,
});

// Left out: partitioners that hash differently (hashCode, CRC32): then a key goes to a different
// partition for each kind of producer.
