/**
 * Goal: published examples come out as published, a second library agrees, and bad input is refused.
 */

import jstat from 'jstat';
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../src/kernel/random.ts';
import {
  binomialAtLeast,
  binomialPValue,
  binomialTest,
} from '../../src/statistics/binomial-test.ts';
import { chiSquaredTwoByTwo } from '../../src/statistics/chi-squared.ts';
import {
  chiSquaredUpperTail,
  normalQuantile,
  normalUpperTail,
} from '../../src/statistics/distributions.ts';
import { fisherExact, fisherPValue } from '../../src/statistics/fisher.ts';
import { hodgesLehmann } from '../../src/statistics/hodges-lehmann.ts';
import { kolmogorovSmirnov } from '../../src/statistics/kolmogorov-smirnov.ts';
import { mannWhitney, uDistribution } from '../../src/statistics/mann-whitney.ts';
import { mantelHaenszel } from '../../src/statistics/mantel-haenszel.ts';
import { minimumDetectableEffect, powerOfTwoProportions } from '../../src/statistics/power.ts';
import { compareQuantiles } from '../../src/statistics/quantile-bootstrap.ts';
import { tableOf } from '../../src/statistics/table.ts';
import { relativeError } from '../support/fixtures.ts';

describe('Fisher', () => {
  test('Agresti’s tea: one table more extreme on either side', () => {
    expect(fisherPValue({ a: 3, b: 1, c: 1, d: 3 }, 'two-sided')).toBeCloseTo(34 / 70, 12);
    expect(fisherPValue({ a: 3, b: 1, c: 1, d: 3 }, 'greater')).toBeCloseTo(17 / 70, 12);
  });

  test('keeps its digits where counting is exact: 0 of n against n of n is 2 / C(2n, n)', () => {
    let ways = 1;
    for (let n = 1; n <= 500; n++) {
      ways *= (4 * n - 2) / n;
      const p = fisherPValue({ a: 0, b: n, c: n, d: 0 }, 'two-sided');
      expect(relativeError(p, 2 / ways)).toBeLessThan(1e-11);
    }
  });

  test('with margins that allow one table only says nothing', () => {
    expect(fisherExact({ a: 0, b: 10, c: 0, d: 20 })).toMatchObject({
      pValue: 1,
      oddsRatio: Number.NaN,
    });
  });
});

describe('Mann-Whitney', () => {
  test('the distribution of U for 4 and 5 begins 1, 2, 4, 7, 12 of 126 when summed', () => {
    let sum = 0;
    const sums = [...uDistribution(4, 5)].slice(0, 5).map((p) => {
      sum += p;
      return Math.round(sum * 126);
    });
    expect(sums).toEqual([1, 2, 4, 7, 12]);
  });

  test('keeps its digits in the tail: no overlap of 100 and 100 is 2 / C(200, 100)', () => {
    const x = Array.from({ length: 100 }, (_, i) => i);
    const y = Array.from({ length: 100 }, (_, i) => 1_000 + i);
    let ways = 1;
    for (let i = 1; i <= 100; i++) ways *= (100 + i) / i;
    expect(relativeError(mannWhitney(x, y, { exact: true }).pValue, 2 / ways)).toBeLessThan(1e-12);
  });

  test('of two constants that are equal says nothing', () => {
    expect(mannWhitney([5, 5, 5], [5, 5, 5])).toMatchObject({ pValue: 1, exact: false });
  });
});

test('Hodges and Lehmann: (10, 20, 30, 40) against (1, 2, 3, 4) is 22.5, from 6 to 39', () => {
  const { estimate, interval } = hodgesLehmann([10, 20, 30, 40], [1, 2, 3, 4], { exact: false });
  expect(estimate).toBeCloseTo(22.5, 10);
  expect(interval.low).toBeCloseTo(6, 10);
  expect(interval.high).toBeCloseTo(39, 10);
});

test('Kolmogorov-Smirnov keeps its digits: no overlap of n and n is 2 / C(2n, n)', () => {
  let ways = 1;
  for (let n = 1; n <= 60; n++) {
    ways *= (4 * n - 2) / n;
    const x = Array.from({ length: n }, (_, i) => i);
    const { d, pValue } = kolmogorovSmirnov(
      x,
      x.map((value) => value + 1_000),
    );
    expect(d).toBe(1);
    expect(relativeError(pValue, 2 / ways)).toBeLessThan(1e-12);
  }
});

test('Simpson: admissions at Berkeley 1973, pooled and by department', () => {
  // Admitted and refused, men and women, departments A to F (Bickel, Hammel and O'Connell 1975).
  const departments = [
    [512, 313, 89, 19],
    [353, 207, 17, 8],
    [120, 205, 202, 391],
    [138, 279, 131, 244],
    [53, 138, 94, 299],
    [22, 351, 24, 317],
  ].map(([a = 0, b = 0, c = 0, d = 0]) => ({ a, b, c, d }));
  const pooled = departments.reduce((sum, t) => ({
    a: sum.a + t.a,
    b: sum.b + t.b,
    c: sum.c + t.c,
    d: sum.d + t.d,
  }));
  const all = chiSquaredTwoByTwo(pooled, { yates: false });
  expect(all.statistic).toBeCloseTo(92.2052804115276, 9);
  const within = mantelHaenszel(departments);
  expect(within.statistic).toBeCloseTo(1.42694622858669, 10);
  expect(within.pValue).toBeCloseTo(0.232263462817048, 10);
  expect(within.commonOddsRatio).toBeCloseTo(0.904696828258623, 10);
});

describe('power', () => {
  test('the smallest effect found is the one that is found with that power', () => {
    const effect = minimumDetectableEffect(5_000, { baseline: 0.01 });
    const power = powerOfTwoProportions(5_000, { baseline: 0.01, changed: 0.01 + effect });
    expect(power).toBeCloseTo(0.8, 9);
    expect(minimumDetectableEffect(1, { baseline: 0.5 })).toBeNaN();
  });
});

describe('quantiles by the bootstrap', () => {
  const stream = (name: string) => new RandomStreams('bootstrap').stream(name);
  const fast = Array.from({ length: 1_000 }, (_, i) => 10 + ((i * 7) % 100) / 10);

  test('find that the slowest hundredth became slower, where ranks do not', () => {
    const slow = fast.map((latency, i) => (i % 40 === 0 ? latency * 10 : latency));
    const { difference, interval, pValue } = compareQuantiles(slow, fast, {
      q: 0.99,
      stream: stream('slow'),
    });
    expect(difference).toBeGreaterThan(50);
    expect(interval.low).toBeGreaterThan(0);
    expect(pValue).toBeLessThan(0.01);
    expect(mannWhitney(slow, fast).pValue).toBeGreaterThan(0.05);
  });

  test('find nothing between equals, and repeat', () => {
    const compared = () => compareQuantiles(fast, fast, { q: 0.99, stream: stream('equal') });
    expect(compared().interval.low).toBeLessThanOrEqual(0);
    expect(compared().interval.high).toBeGreaterThanOrEqual(0);
    expect(compared()).toEqual(compared());
  });
});

describe('jstat agrees', () => {
  test('on the normal distribution, as far out as it goes', () => {
    for (let z = -4; z <= 4; z += 0.25) {
      expect(normalUpperTail(z)).toBeCloseTo(1 - jstat.normal.cdf(z, 0, 1), 8);
    }
    for (const p of [0.001, 0.025, 0.3, 0.5, 0.9, 0.999]) {
      expect(normalQuantile(p)).toBeCloseTo(jstat.normal.inv(p, 0, 1), 6);
    }
  });

  test('on chi-squared and the binomial', () => {
    for (const df of [1, 2, 5, 20]) {
      for (const x of [0.1, 1, 3, 10, 40]) {
        expect(chiSquaredUpperTail(x, df)).toBeCloseTo(1 - jstat.chisquare.cdf(x, df), 9);
      }
    }
    for (const k of [1, 5, 20]) {
      expect(binomialAtLeast(k, 50, 0.2)).toBeCloseTo(1 - jstat.binomial.cdf(k - 1, 50, 0.2), 9);
    }
  });
});

describe('bad input', () => {
  test.each([
    ['half a count', () => tableOf({ hits: 0.5, trials: 3 }, { hits: 1, trials: 2 })],
    ['more hits than trials', () => tableOf({ hits: 5, trials: 3 }, { hits: 1, trials: 2 })],
    ['a negative count', () => fisherPValue({ a: -1, b: 1, c: 1, d: 1 }, 'less')],
    ['an empty row', () => chiSquaredTwoByTwo({ a: 0, b: 0, c: 1, d: 1 }, { yates: false })],
    ['an empty sample', () => mannWhitney([], [1])],
    ['a value that is not a number', () => mannWhitney([Number.NaN], [1])],
    ['an exact test with ties', () => mannWhitney([1, 1], [1, 2], { exact: true })],
    [
      'more hits than trials of one share',
      () => binomialPValue({ hits: 3, trials: 2 }, 0.5, 'greater'),
    ],
    ['a share above 1', () => binomialTest({ hits: 1, trials: 2 }, 1.5)],
    ['a probability of 1', () => normalQuantile(1)],
  ])('%s is a RangeError', (_what, action) => {
    expect(action).toThrow(RangeError);
  });
});
