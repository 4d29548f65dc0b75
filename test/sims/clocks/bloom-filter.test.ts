/**
 * Goal: the filter has the textbook's size, forgets nothing, and is wrong as often as the closed
 * form says.
 */
import { expect, test } from 'vitest';
import {
  BloomFilter,
  bloomSize,
  wronglyKnownShare,
} from '../../../sims/clocks/ids/bloom-filter.ts';
import { binomialQuantiles } from '../../../src/statistics/binomial-quantiles.ts';

test.each([
  // Bits per item and hashes: 9.585 and 7 for 1%, 14.378 and 10 for 0.1%.
  [0.01, 9.585, 7],
  [0.001, 14.378, 10],
  [0.1, 4.793, 3],
])('for %d of wrong answers it takes %d bits for each item', (share, bitsEach, hashes) => {
  const size = bloomSize(1e6, share);
  expect(size.bits / 1e6).toBeCloseTo(bitsEach, 3);
  expect(size.hashes).toBe(hashes);
  expect(wronglyKnownShare(size, 1e6) / share).toBeCloseTo(1, 1);
});

test.each([
  ['of items that follow one another', (place: number) => BigInt(place)],
  ['of items that end alike', (place: number) => BigInt(place) << 22n],
])('it knows all that it has, and others by chance: %s', (_, itemAt) => {
  const [items, size] = [2_000, bloomSize(2_000, 0.05)];
  const filter = new BloomFilter(size);
  for (let place = 0; place < items; place++) filter.add(itemAt(place));
  const known = (from: number, to: number) =>
    Array.from({ length: to - from }, (__, place) => filter.has(itemAt(from + place))).filter(
      Boolean,
    ).length;
  expect(known(0, items)).toBe(items);
  const { atLeast, atMost } = binomialQuantiles(items, wronglyKnownShare(size, items), 1e-7);
  expect(known(items, 2 * items)).toBeGreaterThanOrEqual(atLeast);
  expect(known(items, 2 * items)).toBeLessThanOrEqual(atMost);
});
