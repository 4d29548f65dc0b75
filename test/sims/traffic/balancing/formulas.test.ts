/**
 * Goal: the closed forms give the figures that the papers and manuals print, and that counting
 * every case gives.
 */
import { describe, expect, test } from 'vitest';
import {
  availabilityDeviation,
  siteAvailability,
} from '../../../../sims/traffic/balancing/availability.ts';
import {
  ejectedMax,
  fullestAtMost,
  fullestOfTwoAtMost,
  growthsTo,
  leastRequestWeight,
  SmoothWeights,
  shareAtLeast,
  slowStartFactor,
  successRateThreshold,
  supermarketTime,
} from '../../../../sims/traffic/balancing/formulas.ts';
import { must } from '../../../../src/kernel/must.ts';

describe("the supermarket model, Mitzenmacher's limit column", () => {
  test.each([
    [0.5, [2, 1.2657, 1.1252, 1.0313]],
    [0.9, [10, 2.6141, 2.0279, 1.6329]],
    [0.99, [100, 5.432, 3.8578, 2.9017]],
  ])('at load %d with 1, 2, 3, 5 choices', (load, times) => {
    const measured = [1, 2, 3, 5].map((choices) => supermarketTime(load, choices));
    measured.forEach((time, at) => {
      expect(time).toBeCloseTo(must(times[at], 'published time'), 4);
    });
  });

  test('in equilibrium as many queues grow to a length as shrink from it', () => {
    for (const choices of [1, 2, 3]) {
      for (const length of [1, 2, 3]) {
        // Exactly those with that length shrink from it, at rate 1 each.
        const shrink =
          100 * (shareAtLeast(length, 0.8, choices) - shareAtLeast(length + 1, 0.8, choices));
        expect(growthsTo(length, 0.8, choices, 100)).toBeCloseTo(shrink, 9);
      }
    }
  });
});

describe('balls into bins', () => {
  const ballsIn = (bins: readonly number[], bin: number) => must(bins[bin], 'balls of a bin');

  /** Every sequence of choices, each as probable as the others. */
  function byCounting(n: number, most: number, options: readonly (readonly number[])[]): number {
    let few = 0;
    const throwFrom = (bins: number[], ball: number): void => {
      if (ball === n) {
        if (Math.max(...bins) <= most) few += 1;
        return;
      }
      for (const choice of options) {
        const bin = choice.reduce((best, other) =>
          ballsIn(bins, other) < ballsIn(bins, best) ? other : best,
        );
        throwFrom(
          bins.map((balls, at) => (at === bin ? balls + 1 : balls)),
          ball + 1,
        );
      }
    };
    throwFrom(new Array<number>(n).fill(0), 0);
    return few / options.length ** n;
  }
  const bins = [0, 1, 2, 3];
  const pairs = bins.flatMap((a) => bins.map((b) => [a, b]));

  test.each([1, 2, 3, 4])('four into four, at most %i in the fullest', (most) => {
    const single = bins.map((bin) => [bin]);
    expect(fullestAtMost(most, 4)).toBeCloseTo(byCounting(4, most, single), 12);
    expect(fullestOfTwoAtMost(most, 4, false)).toBeCloseTo(byCounting(4, most, pairs), 12);
    const different = pairs.filter(([a, b]) => a !== b);
    expect(fullestOfTwoAtMost(most, 4, true)).toBeCloseTo(byCounting(4, most, different), 12);
  });

  // Simulated in two other languages with two generators, to within one percent.
  test('a hundred into a hundred, as measured elsewhere', () => {
    const exactly = (most: number) => fullestAtMost(most, 100) - fullestAtMost(most - 1, 100);
    expect(exactly(4)).toBeCloseTo(0.57, 1);
    expect(exactly(5)).toBeCloseTo(0.25, 1);
    expect(fullestOfTwoAtMost(2, 100, false)).toBeCloseTo(0.41, 1);
    expect(fullestOfTwoAtMost(2, 100, true)).toBeCloseTo(0.44, 1);
  });
});

describe("Envoy's formulas", () => {
  test('weighted least request: the example of its documentation', () => {
    expect(leastRequestWeight(2, 4, 1)).toBeCloseTo(0.4, 12);
    expect(leastRequestWeight(2, 4, 0)).toBe(2);
  });

  test('slow start: a tenth at least, the share of the window, all of it in the end', () => {
    const factors = [0, 5, 50, 100, 1_000].map((sinceMs) => slowStartFactor(sinceMs, 100));
    expect(factors).toEqual([0.1, 0.1, 0.5, 1, 1]);
    expect(slowStartFactor(25, 100, { aggression: 2 })).toBeCloseTo(0.5, 12);
  });

  test.each([
    [5, 1],
    [10, 1],
    [20, 2],
    [29, 2],
    [30, 3],
  ])('of %i hosts %i may be ejected at 10%%', (hosts, ejected) => {
    expect(ejectedMax(hosts, 0.1)).toBe(ejected);
  });

  test('success rate: 1.9 standard deviations below the mean', () => {
    // Mean 0.8, standard deviation 0.4.
    expect(successRateThreshold([1, 1, 1, 1, 0])).toBeCloseTo(0.8 - 1.9 * 0.4, 12);
  });
});

test("smooth weights: nginx's own example, 5 to 1 to 1", () => {
  const weights = new SmoothWeights([5, 1, 1]);
  const turns = Array.from({ length: 14 }, () => 'abc'[weights.next()]).join('');
  expect(turns).toBe('aabacaa'.repeat(2));
});

test('availability: two machines that must both be up, or one of two', () => {
  expect(siteAvailability(0.99, 1, 0.995)).toBeCloseTo(0.98505, 12);
  expect(siteAvailability(0.9, 2, 1)).toBeCloseTo(0.99, 12);
  expect(availabilityDeviation(0.9, { repairMs: 1, untilMs: 1_800 })).toBeCloseTo(0.01, 12);
});
