/**
 * Goal: the small mechanisms count what they claim to count. Method: each is compared with a list,
 * a sum or a textbook figure obtained without it, at the sizes at which it could be off by one.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { harmonic } from '../../../sims/estimation/arithmetic.ts';
import { poissonSampler } from '../../../sims/estimation/capacity/day.ts';
import { attemptsPerCall } from '../../../sims/estimation/capacity/load.ts';
import { bestProcessors, scalability } from '../../../sims/estimation/capacity/queueing.ts';
import { linksFor } from '../../../sims/estimation/capacity/traffic.ts';
import { stepsOfBinarySearch } from '../../../sims/estimation/complexity/operations.ts';
import { quantileOfHop, quantileOfHops } from '../../../sims/estimation/latency/hops.ts';
import {
  collidingPairs,
  exactCollisionChance,
} from '../../../sims/estimation/probability/birthday.ts';
import { estimationRules } from '../../../sims/estimation/rules.ts';
import { BloomFilter } from '../../../sims/estimation/sketches/bloom.ts';
import { CountMinSketch } from '../../../sims/estimation/sketches/count-min.ts';
import { CuckooFilter } from '../../../sims/estimation/sketches/cuckoo.ts';
import {
  chanceAllSet,
  cuckooBitsPerKey,
  semiSortedBitsPerKey,
} from '../../../sims/estimation/sketches/false-positives.ts';
import { bucketOf, hash32 } from '../../../sims/estimation/sketches/hash.ts';
import { HyperLogLog } from '../../../sims/estimation/sketches/hyperloglog.ts';
import { pow } from '../../../src/kernel/elementary.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';

test.each([0, 0.5, 1, 1.2, 2, 3])('harmonic numbers of order %d, term by term', (order) => {
  for (const n of [1, 2, 63, 64, 65, 66, 1_000, 100_000]) {
    let sum = 0;
    for (let k = n; k >= 1; k--) sum += k ** -order;
    expect(harmonic(n, order) / sum).toBeCloseTo(1, 12);
  }
});

test('powers: whole exponents exactly, and the others', () => {
  expect([pow(62, 7), pow(2, -3), pow(9, 0)]).toEqual([3_521_614_606_208, 0.125, 1]);
  expect(pow(2, 0.5)).toBeCloseTo(Math.SQRT2, 12);
});

test('attempts of a call: none, one, and sums of a series', () => {
  expect([0, 1, 2, 3].map((attempts) => attemptsPerCall(0.5, attempts))).toEqual([0, 1, 1.5, 1.75]);
  expect(attemptsPerCall(1, 4)).toBe(4);
});

test('links: a Gb/s carries 125 MB/s, and a byte more takes another', () => {
  const rules = estimationRules.without();
  expect([1, 125e6, 125e6 + 1, 250e6].map((bytes) => linksFor(bytes, 1, rules))).toEqual([
    1, 1, 2, 2,
  ]);
});

test('a binary search takes as many steps as halving a list of that length', () => {
  const longest = (items: readonly number[]): number => {
    if (items.length === 0) return 0;
    const middle = Math.floor(items.length / 2);
    return 1 + Math.max(longest(items.slice(0, middle)), longest(items.slice(middle + 1)));
  };
  for (let items = 0; items <= 40; items++) {
    expect(stepsOfBinarySearch(items)).toBe(longest(Array.from({ length: items }, (_, at) => at)));
  }
});

test('birthdays: by listing all draws', () => {
  expect(exactCollisionChance(1, 5)).toBe(0);
  expect(exactCollisionChance(2, 2)).toBeCloseTo(0.5, 12);
  expect(exactCollisionChance(3, 3)).toBeCloseTo(1 - 6 / 27, 12);
  expect(exactCollisionChance(4, 3)).toBe(1);
  expect([collidingPairs(1, 7), collidingPairs(2, 1), collidingPairs(3, 1)]).toEqual([0, 1, 3]);
});

test('the percentile of one hop is that of a sum of one', () => {
  for (const share of [0.01, 0.5, 0.99, 0.9999])
    expect(quantileOfHops(1, 3, share)).toBeCloseTo(quantileOfHop(3, share), 9);
});

test('most throughput: there is none without crosstalk, and with it one more or one fewer does less', () => {
  expect(bestProcessors(0.03, 0)).toBe(Infinity);
  const best = bestProcessors(0.03, 1e-4);
  expect(best).toBeCloseTo(98.49, 2);
  for (const other of [best - 1, best + 1])
    expect(scalability(other, 0.03, 1e-4)).toBeLessThan(scalability(best, 0.03, 1e-4));
});

describe('filters', () => {
  test('no bit is set before something is thrown, and every bit of one is after', () => {
    for (const probes of [1, 2, 3, 4]) {
      expect(chanceAllSet(2, 0, probes)).toBeCloseTo(0, 12);
      expect(chanceAllSet(1, 1, probes)).toBeCloseTo(1, 12);
    }
  });

  test('bits a key at 1%: cuckoo 10.1, semi-sorted 9.05', () => {
    expect(cuckooBitsPerKey(0.01)).toBeCloseTo(10.098, 3);
    expect(semiSortedBitsPerKey(0.01)).toBeCloseTo(9.051, 3);
  });

  test('a cuckoo filter gives back every key, and takes it out', () => {
    const filter = new CuckooFilter(256, 12, new RandomStreams('keys').stream('kicks'));
    const keys = Array.from({ length: 960 }, (_, key) => key * 7_919);
    expect(keys.filter((key) => !filter.add(key))).toEqual([]);
    expect(keys.filter((key) => !filter.mayHave(key))).toEqual([]);
    expect(keys.filter((key) => !filter.remove(key))).toEqual([]);
    expect(keys.filter((key) => filter.mayHave(key))).toEqual([]);
    expect(filter.capacity).toBe(1_024);
  });
});

test('a full cuckoo filter loses any of its fingerprints, the last place’s too', () => {
  const lost = new Set<number>();
  for (let seed = 0; seed < 40; seed++) {
    const filter = new CuckooFilter(1, 20, new RandomStreams(`${seed}`).stream('kicks'));
    const keys = [1, 2, 3, 4, 5];
    expect(keys.map((key) => filter.add(key))).toEqual([true, true, true, true, false]);
    const gone = keys.filter((key) => !filter.mayHave(key));
    expect(gone).toHaveLength(1);
    for (const key of gone) lost.add(key);
  }
  expect([...lost].sort()).toEqual([1, 2, 3, 4, 5]);
});

test('a cuckoo filter gives up after 500 moves (Fan et al. 2014, §4): each draws which fingerprint must go', () => {
  let draws = 0;
  const stream = () => {
    draws += 1;
    return 0.5;
  };
  const filter = new CuckooFilter(1, 20, stream);
  for (let key = 1; key <= 5; key++) filter.add(key);
  expect(draws).toBe(500);
});

test('a Poisson draw adds gaps up to a mean of 100, and takes a few numbers for any mean beyond', () => {
  let numbers = 0;
  const random = new RandomStreams('numbers').stream('arrivals');
  const draw = poissonSampler(() => {
    numbers += 1;
    return random();
  });
  const count = draw(100);
  // The gap that exceeds the mean is drawn as well.
  expect(numbers).toBe(count + 1);
  numbers = 0;
  draw(100.5);
  expect(numbers).toBeLessThan(20);
});

const keysAndCounts = fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 9 })), {
  maxLength: 60,
});
property.prop([keysAndCounts, fc.integer({ min: 1, max: 40 })], { numRuns: 100 })(
  'Count-Min is never too low, and never above all; alone in its cells a key is counted exactly',
  (added, width) => {
    const sketch = new CountMinSketch(width, 3);
    const counts = new Map<number, number>();
    for (const [key, count] of added) {
      sketch.add(key, count);
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    for (const [key, count] of counts) {
      expect(sketch.countOf(key)).toBeGreaterThanOrEqual(count);
      expect(sketch.countOf(key)).toBeLessThanOrEqual(all);
      if (counts.size === 1 || width === 1) expect(sketch.countOf(key)).toBe(all);
    }
  },
);

property.prop([fc.array(fc.nat(), { maxLength: 80 }), fc.integer({ min: 1, max: 400 })], {
  numRuns: 100,
})('a Bloom filter has every key that was added, and an empty one has none', (keys, bits) => {
  const filter = new BloomFilter(bits, 3);
  expect(keys.filter((key) => filter.mayHave(key))).toEqual([]);
  for (const key of keys) filter.add(key);
  expect(keys.filter((key) => !filter.mayHave(key))).toEqual([]);
});

describe('HyperLogLog is figure 3 of the paper', () => {
  const bias = new Map([
    [16, 0.673],
    [32, 0.697],
    [64, 0.709],
    [65, 0.7213 / (1 + 1.079 / 65)],
    [128, 0.7213 / (1 + 1.079 / 128)],
  ]);

  test.each([...bias])('with %i registers', (registers, alpha) => {
    for (const keys of [0, 1, 20, 80, 160, 200, 400, 3_000]) {
      const sketch = new HyperLogLog(registers);
      const ranks = Array.from({ length: registers }, () => 0);
      for (let key = 0; key < keys; key++) {
        sketch.add(key);
        const digits = hash32(key, 12).toString(2).padStart(32, '0');
        const register = bucketOf(hash32(key, 11), registers);
        const rank = digits.includes('1') ? digits.indexOf('1') + 1 : 33;
        ranks[register] = Math.max(ranks[register] ?? 0, rank);
      }
      const raw = (alpha * registers ** 2) / ranks.reduce((sum, rank) => sum + 2 ** -rank, 0);
      const empty = ranks.filter((rank) => rank === 0).length;
      const isSmall = raw <= 2.5 * registers && empty > 0;
      const expected = isSmall ? registers * Math.log(registers / empty) : raw;
      expect([keys, sketch.count]).toEqual([keys, expect.closeTo(expected, 8)]);
    }
  });
});
