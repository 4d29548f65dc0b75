/**
 * Goal: sequential designs keep alpha at any number of looks, and peeking does not. Published bounds
 * are met to the digits in which they were published; a simulation agrees with the integrals.
 */

import { describe, expect, test } from 'vitest';
import { normal, sampler } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { chance, RandomStreams } from '../../src/kernel/random.ts';
import {
  crossingProbabilities,
  obrienFlemingBounds,
  obrienFlemingSpending,
  pocockBounds,
  pocockSpending,
  spendingBounds,
} from '../../src/statistics/group-sequential.ts';
import {
  alwaysValidPValue,
  mixtureLikelihoodRatio,
} from '../../src/statistics/mixture-sequential.ts';
import {
  decideSequentially,
  logLikelihoodRatio,
  waldBounds,
} from '../../src/statistics/sequential-probability-ratio.ts';
import { contains, intervalOfProbability } from '../support/confidence.ts';

const total = (probabilities: readonly number[]) => probabilities.reduce((sum, p) => sum + p, 0);
const looksAt = (count: number, z: number) => Array.from({ length: count }, () => z);
const z05 = 1.959963984540054;

describe('peeking', () => {
  test.each([
    [1, 0.05],
    [2, 0.0831],
    [5, 0.1417],
    [10, 0.1934],
  ])(
    '%i looks at a nominal 5%% raise a false alarm with %d (Armitage et al. 1969)',
    (looks, published) => {
      expect(total(crossingProbabilities(looksAt(looks, z05)))).toBeCloseTo(published, 4);
    },
  );

  test('looks are correlated: five are far from 1 - 0.95^5', () => {
    expect(total(crossingProbabilities(looksAt(5, z05)))).toBeLessThan(0.15);
  });

  test('a simulation of 20 looks agrees with the integral', () => {
    const draw = sampler(normal(0, 1), new RandomStreams('peeking').stream('score'));
    const trials = 20_000;
    let alarms = 0;
    for (let trial = 0; trial < trials; trial++) {
      let score = 0;
      for (let look = 1; look <= 20; look++) {
        score += draw();
        if (Math.abs(score) / Math.sqrt(look) >= z05) {
          alarms += 1;
          break;
        }
      }
    }
    const expected = total(crossingProbabilities(looksAt(20, z05)));
    expect(contains(intervalOfProbability(alarms, trials), expected)).toBe(true);
  });
});

describe('group-sequential bounds', () => {
  test('Pocock, five looks: 2.413', () => {
    const bounds = pocockBounds(5);
    expect(bounds).toHaveLength(5);
    for (const bound of bounds) expect(bound).toBeCloseTo(2.413, 3);
  });

  test('O’Brien and Fleming, five looks: 2.040 sqrt(5 / k)', () => {
    const bounds = obrienFlemingBounds(5);
    for (const [look, published] of [4.562, 3.226, 2.634, 2.281, 2.04].entries()) {
      expect(bounds[look]).toBeCloseTo(published, 3);
    }
  });

  // Jennison and Turnbull, tables 2.1 and 2.3.
  test.each([
    [2, 2.178, 1.977],
    [3, 2.289, 2.004],
    [4, 2.361, 2.024],
    [10, 2.555, 2.087],
  ])('%i looks: %d and %d', (looks, pocock, obrienFleming) => {
    expect(pocockBounds(looks)[0]).toBeCloseTo(pocock, 3);
    expect(obrienFlemingBounds(looks).at(-1)).toBeCloseTo(obrienFleming, 3);
  });

  test('spend alpha as published', () => {
    const times = [0.2, 0.4, 0.6, 0.8, 1];
    for (const [i, spent] of [0.000012, 0.001942, 0.011396, 0.02843, 0.05].entries()) {
      expect(obrienFlemingSpending(must(times[i], 'time of the arrival'), 0.05)).toBeCloseTo(
        spent,
        6,
      );
    }
    for (const [i, spent] of [0.01477, 0.026157, 0.035426, 0.043242, 0.05].entries()) {
      expect(pocockSpending(must(times[i], 'time of the arrival'), 0.05)).toBeCloseTo(spent, 6);
    }
  });

  test.each([
    ['at even times', [0.2, 0.4, 0.6, 0.8, 1]],
    ['at uneven times', [0.05, 0.3, 0.35, 0.9, 1]],
    ['once', [1]],
  ])('of a spending function keep alpha, %s', (_when, times) => {
    for (const spending of [obrienFlemingSpending, pocockSpending]) {
      const bounds = spendingBounds(times, spending);
      expect(total(crossingProbabilities(bounds, times))).toBeCloseTo(0.05, 6);
    }
  });

  test('times must rise', () => {
    expect(() => spendingBounds([0.5, 0.4], pocockSpending)).toThrow('rises');
    expect(() => pocockBounds(0)).toThrow('at least one look');
  });
});

describe('the sequential probability ratio test', () => {
  const design = { nullShare: 0.01, changedShare: 0.03, alpha: 0.05, beta: 0.2 };

  test('has the bounds that Wald gives', () => {
    expect(waldBounds(design).changed).toBeCloseTo(16, 10);
    expect(waldBounds(design).unchanged).toBeCloseTo(0.210526, 6);
    expect(Math.log(waldBounds(design).changed)).toBeCloseTo(2.772589, 6);
    expect(Math.log(waldBounds(design).unchanged)).toBeCloseTo(-1.558145, 6);
  });

  test.each([
    ['no change', 0.01, 'changed', 0.05],
    ['the change', 0.03, 'unchanged', 0.2],
  ] as const)(
    'under %s it is wrong at most about as often as it may be',
    (_what, share, wrong, rate) => {
      const stream = new RandomStreams('sprt').stream(wrong);
      const runs = 4_000;
      let errors = 0;
      for (let run = 0; run < runs; run++) {
        let [hits, trials] = [0, 0];
        let decision = decideSequentially(design, hits, trials);
        while (decision === 'continue') {
          trials += 1;
          if (chance(stream, share)) hits += 1;
          decision = decideSequentially(design, hits, trials);
        }
        if (decision === wrong) errors += 1;
      }
      // Wald: alpha / (1 - beta) and beta / (1 - alpha) bound the true rates, overshoot included.
      const most = wrong === 'changed' ? 0.05 / 0.8 : 0.2 / 0.95;
      expect(intervalOfProbability(errors, runs).low).toBeLessThan(most);
      expect(errors / runs).toBeGreaterThan(rate / 4);
    },
  );

  test('a hit speaks for the larger share, a miss against it', () => {
    expect(logLikelihoodRatio(design, 1, 1)).toBeCloseTo(Math.log(3), 12);
    expect(logLikelihoodRatio(design, 0, 1)).toBeLessThan(0);
  });
});

describe('the mixture test', () => {
  const design = { variance: 1, tau: 0.5 };

  test('is what the formula says', () => {
    const [n, d] = [50, 0.4];
    const v = 2;
    const right =
      Math.sqrt(v / (v + n * 0.25)) * Math.exp((n ** 2 * 0.25 * d ** 2) / (2 * v * (v + n * 0.25)));
    expect(mixtureLikelihoodRatio(design, n, d)).toBeCloseTo(right, 12);
    expect(alwaysValidPValue(1, design, n, d)).toBeCloseTo(1 / right, 12);
    expect(alwaysValidPValue(0.001, design, n, d)).toBe(0.001);
  });

  test('keeps alpha however often one looks (Ville)', () => {
    const draw = sampler(normal(0, 1), new RandomStreams('mixture').stream('x'));
    const runs = 3_000;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      let sum = 0;
      let p = 1;
      for (let pairs = 1; pairs <= 300 && p > 0.05; pairs++) {
        sum += draw() - draw();
        p = alwaysValidPValue(p, design, pairs, sum / pairs);
      }
      if (p <= 0.05) alarms += 1;
    }
    expect(intervalOfProbability(alarms, runs).low).toBeLessThan(0.05);
    expect(alarms).toBeGreaterThan(0);
  });
});
