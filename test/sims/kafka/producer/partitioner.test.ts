/**
 * Goal: keys go to the partitions to which every Kafka client sends them, and records without a key
 * stick to one partition for a batch's worth of bytes.
 * Method: the vectors of Kafka's own tests (UtilsTest.testMurmur2, BuiltInPartitionerTest).
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { murmur2OfText } from '../../../../sims/kafka/producer/murmur2.ts';
import {
  chooseByWeight,
  javaAbs,
  partitionOfKey,
  StickyPartitioner,
  toPositive,
  weightsOf,
} from '../../../../sims/kafka/producer/partitioner.ts';
import { utf8 } from '../../../../src/kernel/utf8.ts';

describe('murmur2', () => {
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s', (key, hash) => {
    expect(murmur2OfText(key)).toBe(hash);
  });

  test.prop([fc.string({ unit: 'grapheme' })])('hashes the bytes of UTF-8', (text) => {
    expect(utf8(text)).toEqual(new TextEncoder().encode(text));
  });

  test('half a surrogate pair is a question mark, as in Java', () => {
    expect([...utf8('a\ud800b')]).toEqual([0x61, 0x3f, 0x62]);
  });
});

describe('the partition of a key', () => {
  const partitionOf = (key: string, partitions: number) => partitionOfKey(utf8(key), partitions);

  test('is the one that other clients choose', () => {
    const orders = [1, 2, 3, 4, 5, 6].map((order) => partitionOf(`order-${order}`, 6));
    expect(orders).toEqual([4, 3, 3, 2, 2, 3]);
  });

  test('is another one when there are more partitions', () => {
    expect([3, 6, 8, 12].map((partitions) => partitionOf('user-42', partitions))).toEqual([
      1, 4, 4, 4,
    ]);
  });

  test.prop([fc.string(), fc.integer({ min: 1, max: 10_000 })])('exists', (key, partitions) => {
    const partition = partitionOf(key, partitions);
    expect(Number.isInteger(partition) && partition >= 0 && partition < partitions).toBe(true);
  });

  test('Math.abs of Java leaves the smallest integer negative; dropping the sign bit does not', () => {
    expect([javaAbs(-(2 ** 31)), toPositive(-(2 ** 31))]).toEqual([-(2 ** 31), 0]);
    expect([javaAbs(-5), toPositive(5)]).toEqual([5, 5]);
  });
});

describe('without a key', () => {
  test('longer queues get fewer records (KIP-794)', () => {
    expect(weightsOf([5, 0, 3, 0, 1])).toEqual([1, 6, 3, 6, 5]);
    // Queues 0 3 1 have the cumulative weights 4 5 8.
    const places = [0, 1, 2, 3, 4, 5, 6, 7].map((draw) =>
      chooseByWeight(weightsOf([0, 3, 1]), draw / 8),
    );
    expect(places).toEqual([0, 0, 0, 0, 1, 2, 2, 2]);
  });

  test.prop([fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 100 }), fc.boolean()])(
    'moves on after one batch where it is ready, after two at the latest',
    (sizes, ready) => {
      let draws = 0;
      const partitioner = new StickyPartitioner(1000, () => (draws++ % 7) / 7);
      let since = 0;
      for (const bytes of sizes) {
        const before = partitioner.current(7);
        expect(partitioner.current(7)).toBe(before);
        since += bytes;
        partitioner.produced(bytes, 7, ready);
        const limit = ready ? 1000 : 2000;
        if (since < limit) expect(partitioner.current(7)).toBe(before);
        else {
          expect(partitioner.current(7)).not.toBe(before);
          since = 0;
        }
      }
    },
  );

  test('equal queues are as good as none', () => {
    const partitioner = new StickyPartitioner(1, () => 0.99);
    partitioner.updateLoads([2, 2, 2]);
    expect(partitioner.current(3)).toBe(2);
    partitioner.updateLoads([0, 9, 9]);
    partitioner.produced(1, 3, true);
    // Weights 10 1 1: 0.99 of 12 falls on the last.
    expect(partitioner.current(3)).toBe(2);
  });
});
