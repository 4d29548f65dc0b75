/**
 * Goal: streams repeat from their seed, do not disturb one another, and do not resemble one
 * another.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { must } from '../../src/kernel/must.ts';
import { chance, pick, RandomStreams, randomInteger, shuffled } from '../../src/kernel/random.ts';
import { contains, intervalOfProbability } from '../support/confidence.ts';

const draws = (stream: () => number, count: number) =>
  Array.from({ length: count }, () => stream());

describe('random streams', () => {
  test.prop([fc.string(), fc.string()])('the same seed and name repeat', (seed, name) => {
    const once = draws(new RandomStreams(seed).stream(name), 20);
    expect(draws(new RandomStreams(seed).stream(name), 20)).toEqual(once);
    for (const draw of once) expect(draw >= 0 && draw < 1).toBe(true);
  });

  test.prop([fc.string(), fc.array(fc.nat({ max: 3 }), { maxLength: 60 }), fc.nat({ max: 50 })])(
    'an extra draw on one stream leaves the others as they were',
    (seed, order, extra) => {
      const sequence = (extraDraws: number) => {
        const streams = new RandomStreams(seed);
        draws(streams.stream('disturbed'), extraDraws);
        return order.map((which) => streams.stream(`stream ${which}`)());
      };
      expect(sequence(extra)).toEqual(sequence(0));
    },
  );

  test.prop([fc.string(), fc.string(), fc.string(), fc.string()])(
    'other seeds or names give other streams',
    (seedA, nameA, seedB, nameB) => {
      fc.pre(seedA !== seedB || nameA !== nameB);
      const a = draws(new RandomStreams(seedA).stream(nameA), 8);
      expect(draws(new RandomStreams(seedB).stream(nameB), 8)).not.toEqual(a);
    },
  );

  test('streams with neighbouring names are not correlated', () => {
    const streams = new RandomStreams('seed');
    const trials = 20_000;
    for (let i = 0; i < 10; i++) {
      const a = streams.stream(`node/n${i}`);
      const b = streams.stream(`node/n${i + 1}`);
      let bothLow = 0;
      for (let trial = 0; trial < trials; trial++) if (a() < 0.5 === b() < 0.5) bothLow += 1;
      expect(contains(intervalOfProbability(bothLow, trials), 0.5)).toBe(true);
    }
  });

  // The first draws of n1, n2, n3 were in arithmetic progression once, whatever the seed, and their
  // fourth draws nearly so: servers did not choose their timeouts independently.
  test.each([
    [
      ['node/n1', 'node/n2', 'node/n3'],
      [1, -2, 1],
    ],
    [
      ['node/n1', 'node/n2', 'node/n3', 'node/n4'],
      [1, -1, -1, 1],
    ],
    [
      ['a', 'b'],
      [1, -1],
    ],
  ])('over many seeds the draws of %j do not lie on lines', (names, factors) => {
    const seeds = 5_000;
    const buckets = 20;
    const counts = Array.from({ length: 6 }, () => new Array<number>(buckets).fill(0));
    for (let seed = 0; seed < seeds; seed++) {
      const streams = new RandomStreams(`${seed}`);
      for (const bucketsOfDraw of counts) {
        const sum = names.reduce(
          (sum, name, place) =>
            sum + must(factors[place], 'factor of the stream') * streams.stream(name)(),
          0,
        );
        const bucket = Math.floor((sum - Math.floor(sum)) * buckets);
        bucketsOfDraw[bucket] = (bucketsOfDraw[bucket] ?? 0) + 1;
      }
    }
    const expected = seeds / buckets;
    for (const ofDraw of counts) {
      const chiSquare = ofDraw.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // R: qchisq(1 - 0.001 / 18, 19): 99.9% for the eighteen draws together.
      expect(chiSquare).toBeLessThan(52.5);
    }
  });

  test('integers are uniform, both ends included', () => {
    const stream = new RandomStreams('seed').stream('integers');
    const trials = 60_000;
    const counts = new Map<number, number>();
    for (let trial = 0; trial < trials; trial++) {
      const drawn = randomInteger(stream, -2, 3);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3]);
    for (const count of counts.values()) {
      expect(contains(intervalOfProbability(count, trials), 1 / 6)).toBe(true);
    }
  });

  test('chance never happens at 0 and always at 1', () => {
    const stream = new RandomStreams('seed').stream('chance');
    for (let i = 0; i < 1_000; i++) {
      expect(chance(stream, 0)).toBe(false);
      expect(chance(stream, 1)).toBe(true);
    }
  });

  test.prop([fc.array(fc.integer())])('a shuffled list has the same elements', (list) => {
    const stream = new RandomStreams('seed').stream('shuffle');
    const byValue = (a: number, b: number) => a - b;
    expect(shuffled(stream, list).sort(byValue)).toEqual([...list].sort(byValue));
  });

  test('every order of three is equally likely', () => {
    const stream = new RandomStreams('seed').stream('orders');
    const trials = 60_000;
    const counts = new Map<string, number>();
    for (let trial = 0; trial < trials; trial++) {
      const order = shuffled(stream, ['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) {
      expect(contains(intervalOfProbability(count, trials), 1 / 6)).toBe(true);
    }
  });

  test('an empty list has nothing to pick', () => {
    expect(() => pick(() => 0, [])).toThrow(RangeError);
  });
});
