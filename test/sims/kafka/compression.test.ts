/**
 * Goal: batches are encoded as Kafka does it, and compressed by a real deflate. Method: varints of the documentation of
 * Protocol Buffers, a record by hand, and zlib, which reads what was compressed and compresses the same records.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { fc, test as property } from '@fast-check/vitest';
import { strToU8 } from 'fflate/browser';
import { expect, test } from 'vitest';
import {
  compress,
  decompress,
  encodeRecords,
  gzipBytes,
  pushVarint,
  storedBlockBytes,
} from '../../../sims/kafka/producer/compression.ts';
import { RandomStreams, randomInteger } from '../../../src/kernel/random.ts';

// Protocol Buffers, Encoding: zigzag of 0, -1, 1, -2, and of the ends of 32 bits; 150 without it is 96 01.
test.each([
  [0, [0]],
  [-1, [1]],
  [1, [2]],
  [-2, [3]],
  [75, [0x96, 1]],
  [63, [126]],
  [64, [0x80, 1]],
  [0x7fffffff, [0xfe, 0xff, 0xff, 0xff, 0x0f]],
  [-0x80000000, [0xff, 0xff, 0xff, 0xff, 0x0f]],
])('%i is written in sevens of bits', (value, bytes) => {
  const written: number[] = [];
  pushVarint(written, value);
  expect(written).toEqual(bytes);
});

test('a record has length, attributes, time, offset, no key, its value and no headers', () => {
  expect([...encodeRecords([strToU8('hi'), strToU8('you')])]).toEqual([
    ...[16, 0, 0, 0, 1, 4, 104, 105, 0],
    ...[18, 0, 2, 2, 1, 6, 121, 111, 117, 0],
  ]);
});

property.prop([fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1 })], {
  numRuns: 20,
})('zlib reads what was compressed, and the other way round', (values) => {
  const records = encodeRecords(values);
  const compressed = compress(records);
  expect(new Uint8Array(gunzipSync(compressed))).toEqual(records);
  expect(decompress(compressed)).toEqual(records);
  expect(decompress(gzipSync(records))).toEqual(records);
});

test('the same records give the same bytes, without the time of day', () => {
  const records = encodeRecords([strToU8('the same'), strToU8('the same')]);
  expect(compress(records)).toEqual(compress(records));
  expect([...compress(records).subarray(4, 8)]).toEqual([0, 0, 0, 0]);
});

test('random bytes are stored: headers and a few bytes for each block of 7,000 or more', () => {
  const stream = new RandomStreams('compression').stream('random');
  for (const length of [1, 100, 6_999, 7_001, 65_535, 200_000]) {
    const bytes = Uint8Array.from({ length }, () => randomInteger(stream, 0, 255));
    const most = length + gzipBytes + storedBlockBytes * Math.ceil(length / 7_000);
    expect(compress(bytes).length).toBeGreaterThanOrEqual(length + gzipBytes);
    expect(compress(bytes).length).toBeLessThanOrEqual(most);
  }
});

test('zlib finds that batches of similar messages compress better, too', () => {
  const stream = new RandomStreams('compression').stream('similar');
  const values = Array.from({ length: 1_000 }, () =>
    strToU8(JSON.stringify({ order: randomInteger(stream, 1e5, 1e6 - 1), status: 'paid' })),
  );
  const ratioOf = (gzip: (records: Uint8Array) => Uint8Array, size: number) => {
    let [plain, gzipped] = [0, 0];
    for (let from = 0; from < values.length; from += size) {
      const records = encodeRecords(values.slice(from, from + size));
      plain += records.length;
      gzipped += gzip(records).length;
    }
    return plain / gzipped;
  };
  for (const gzip of [compress, (records: Uint8Array) => gzipSync(records)]) {
    const ratios = [1, 10, 100, 1_000].map((size) => ratioOf(gzip, size));
    expect(ratios[0]).toBeLessThan(1);
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
  }
});
