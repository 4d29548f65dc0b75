/**
 * Goal: sums, quantiles and intervals are right, and do not depend on the order or the parts in which
 * values were counted.
 * Method: against rational arithmetic, against sorted arrays, against published tables (R 4: qt,
 * prop.test) and against the coverage that an interval of 95% must have.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { binsOf } from '../../../src/lab/sweep/bins.ts';
import {
  countValue,
  type Distribution,
  distinctMax,
  emptyDistribution,
  mergeDistribution,
  quantileOf,
  relativeErrorMax,
} from '../../../src/lab/sweep/distribution.ts';
import { ExactSum, inUnits, quotient, unitsInOne } from '../../../src/lab/sweep/exact-sum.ts';
import {
  intervalOfMean,
  intervalOfProbability,
  meanOf,
  standardDeviationOf,
} from '../../../src/lab/sweep/interval.ts';
import { countOf } from '../../support/campaign.ts';
import { contains, intervalOfProbability as interval999 } from '../../support/confidence.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

function counted(values: Iterable<number>): Distribution {
  const distribution = emptyDistribution();
  for (const value of values) countValue(distribution, value);
  return distribution;
}

function momentsOf(values: readonly number[]) {
  const units = values.map(inUnits);
  return {
    count: values.length,
    sum: units.reduce((sum, x) => sum + x, 0n),
    sumOfSquares: units.reduce((sum, x) => sum + x * x, 0n),
  };
}

describe('exact sums', () => {
  test.prop([finite])('a number is so many units, and nothing else', (value) => {
    expect(quotient(inUnits(value), unitsInOne)).toBe(value + 0);
  });

  test.prop([fc.array(finite, { maxLength: 200 })], {
    numRuns: countOf({ unit: 40, deep: 1_000 }),
  })('the quick sum is the sum of the units', (values) => {
    const sum = new ExactSum();
    for (const value of values) sum.add(value);
    expect(sum.take()).toBe(values.reduce((total, value) => total + inUnits(value), 0n));
    expect(sum.take()).toBe(0n);
  });

  test('goes on after its halves were carried over', () => {
    const sum = new ExactSum();
    const times = 2 ** 20 + 3;
    for (let i = 0; i < times; i++) sum.add(0.1);
    expect(sum.take()).toBe(BigInt(times) * inUnits(0.1));
  });

  test('forgets nothing where floating point would', () => {
    const values = [1e308, 1, -1e308, 5e-324];
    const sum = new ExactSum();
    for (const value of values) sum.add(value);
    expect(sum.take()).toBe(unitsInOne + 1n);
  });

  test.prop([
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
    fc.bigInt({ min: 1n, max: 2n ** 53n }),
  ])('a quotient is the nearest double', (dividend, divisor) => {
    const result = quotient(dividend, divisor);
    const errorOf = (x: number) => {
      const error = inUnits(x) * divisor - dividend * unitsInOne;
      return error < 0n ? -error : error;
    };
    for (const other of [result * (1 + 2 ** -52), result * (1 - 2 ** -52)]) {
      expect(errorOf(result) <= errorOf(other)).toBe(true);
    }
  });
});

describe('a distribution', () => {
  test.prop([
    fc.array(finite, { minLength: 1, maxLength: 300 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ])('of few values has exact quantiles: nearest rank', (values, q) => {
    const sorted = [...values].sort((a, b) => a - b);
    const expected = must(
      sorted[Math.max(0, Math.ceil(q * values.length) - 1)],
      'value of the rank',
    );
    expect((quantileOf(counted(values), q) as number) + 0).toBe(expected + 0);
  });

  test.prop(
    [
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(1, -1),
    ],
    { numRuns: countOf({ unit: 12, deep: 500 }) },
  )('of many values is within its stated error', (seed, q, sign) => {
    const draw = sampler(exponential(50), new RandomStreams(String(seed)).stream('values'));
    const values = Array.from({ length: distinctMax + 2_000 }, () => sign * draw());
    const distribution = counted(values);
    expect(distribution.isExact).toBe(false);
    const sorted = Float64Array.from(values).sort();
    const exact = must(sorted[Math.max(0, Math.ceil(q * values.length) - 1)], 'value of the rank');
    const error = Math.abs((quantileOf(distribution, q) as number) - exact);
    expect(error).toBeLessThanOrEqual(relativeErrorMax * Math.abs(exact));
    expect(quantileOf(distribution, 0)).toBe(sorted[0]);
    expect(quantileOf(distribution, 1)).toBe(sorted.at(-1));
  });

  test.prop(
    [
      fc.array(fc.integer({ min: -distinctMax, max: distinctMax }), {
        maxLength: 3 * distinctMax,
        size: 'max',
      }),
      fc.array(fc.nat(), { maxLength: 5 }),
    ],
    { numRuns: countOf({ unit: 12, deep: 500 }) },
  )('does not depend on the parts in which it was counted', (values, cuts) => {
    const places = cuts.map((cut) => cut % (values.length + 1)).sort((a, b) => a - b);
    const parts = [0, ...places].map((from, part) => values.slice(from, places[part]));
    const merged = emptyDistribution();
    for (const part of parts.reverse()) mergeDistribution(merged, counted(part));
    const whole = counted(values);
    const inOrder = ({ counts, ...rest }: Distribution) => ({
      ...rest,
      counts: [...counts].sort(([a], [b]) => a - b),
    });
    expect(inOrder(merged)).toEqual(inOrder(whole));
  });

  test('takes no more memory for a hundred times as many values', () => {
    const draw = sampler(exponential(50), new RandomStreams('memory').stream('values'));
    const distribution = emptyDistribution();
    let after5k = 0;
    for (let i = 0; i < 500_000; i++) {
      countValue(distribution, draw());
      if (i === 5_000) after5k = distribution.counts.size;
    }
    expect(distribution.count).toBe(500_000);
    expect(after5k).toBeLessThan(distinctMax);
    expect(distribution.counts.size).toBeLessThan(distinctMax);
  });
});

describe('bars', () => {
  test.prop([
    fc.array(fc.double({ min: -2, max: 9, noNaN: true }), { minLength: 13, maxLength: 100 }),
  ])('grow with the values where a few are far above the others', (exponents) => {
    const values = exponents.map((exponent) => 10 ** exponent);
    const bins = binsOf(counted(values));
    for (const { from, to, count } of bins) {
      const inside = values.filter((x) => (from === to ? x === from : x >= from && x < to));
      expect(count).toBe(inside.length);
    }
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
    expect(bins.length).toBeLessThan(25);
  });

  test.prop([
    fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 }),
  ])('hold every value once, each in its own bar', (values) => {
    const bins = binsOf(counted(values));
    const last = bins.length - 1;
    for (const [place, { from, to, count }] of bins.entries()) {
      const inside = values.filter((value) =>
        from === to
          ? value === from
          : value >= from && (value < to || (place === last && value <= to)),
      );
      expect(count).toBe(inside.length);
    }
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  });
});

describe('intervals', () => {
  test('Wilson: the example of R, prop.test(3, 10, correct = FALSE), and the ends', () => {
    const { low, high } = intervalOfProbability(3, 10) ?? { low: 0, high: 0 };
    expect([low, high]).toEqual([expect.closeTo(0.1077913, 6), expect.closeTo(0.6032219, 6)]);
    expect(intervalOfProbability(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775328, 6) });
    expect(intervalOfProbability(10, 10)).toEqual({ low: expect.closeTo(0.7224672, 6), high: 1 });
    expect(intervalOfProbability(0, 0)).toBeUndefined();
  });

  test('mean and deviation of values that leave floating point no digits', () => {
    const moments = momentsOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
    expect(meanOf(moments)).toBe(1e9 + 10);
    expect(standardDeviationOf(moments)).toBe(Math.sqrt(30));
    expect(intervalOfMean(momentsOf([5]))).toBeUndefined();
  });

  test('of a mean cover it as often as they should, for skewed values too', () => {
    const [n, rounds] = [200, countOf({ unit: 1_500, deep: 20_000 })];
    let covered = 0;
    for (let round = 0; round < rounds; round++) {
      const draw = sampler(exponential(10), new RandomStreams(`mean ${round}`).stream('values'));
      const interval = intervalOfMean(momentsOf(Array.from({ length: n }, draw)));
      if (interval !== undefined && contains(interval, 10)) covered += 1;
    }
    // What skewness and kurtosis take from the 95% (Hall, The bootstrap and Edgeworth expansion, 1992,
    // section 2.6; the exponential distribution has skewness 2 and excess kurtosis 6).
    const z = 1.96;
    const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const skewed = z * ((6 / 12) * (z ** 2 - 3) - (4 / 18) * (z ** 4 + 2 * z ** 2 - 3) - 0.5);
    const expected = 0.95 + (2 * density * skewed) / n;
    expect(contains(interval999(covered, rounds), expected)).toBe(true);
  });

  test('of a probability cover it as often as they should: exactly, summed over the binomial', () => {
    const n = 50;
    const coverageOf = (p: number): number => {
      let probability = (1 - p) ** n;
      let covered = 0;
      for (let k = 0; k <= n; k++) {
        const interval = intervalOfProbability(k, n);
        if (interval !== undefined && contains(interval, p)) covered += probability;
        probability *= ((n - k) / (k + 1)) * (p / (1 - p));
      }
      return covered;
    };
    const coverages = Array.from({ length: 999 }, (_, place) => coverageOf((place + 1) / 1000));
    const mean = coverages.reduce((sum, x) => sum + x, 0) / coverages.length;
    // Brown, Cai and DasGupta, Interval estimation for a binomial proportion (2001): it wavers
    // around its level, which it holds on the average.
    expect(mean).toBeGreaterThan(0.945);
    expect(mean).toBeLessThan(0.96);
    expect(Math.min(...coverages)).toBeGreaterThan(0.83);
  });
});
