/**
 * Goal: counts follow their distribution, and come out the same on every engine.
 * Method: Pearson's chi-squared test at 99.9% against probabilities by their recurrences, from the
 * mode outwards; draws that were recorded (d3-random 3.0.2 draws the same numbers on V8).
 */

import { describe, expect, test } from 'vitest';
import { drawBinomial, drawPoisson } from '../../src/kernel/counts.ts';
import { must } from '../../src/kernel/must.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import { chiSquaredUpperTail } from '../../src/statistics/distributions.ts';

const stream = (name: string) => new RandomStreams('recorded').stream(name);

describe('recorded draws', () => {
  test.each([
    [0.3, [2, 0, 0, 0, 0, 1, 1, 0]],
    [5, [8, 5, 5, 3, 6, 4, 5, 8]],
    [16, [12, 20, 22, 11, 10, 17, 16, 13]],
    [17, [18, 19, 14, 17, 18, 15, 14, 14]],
    [250, [238, 272, 241, 242, 287, 278, 250, 270]],
    [1e4, [9977, 10013, 10037, 9920, 10019, 10162, 9945, 10008]],
    [1e7, [9999887, 9999758, 9998435, 10003209, 10001885, 10002549, 9999935, 9999930]],
  ])('Poisson of mean %d', (mean, recorded) => {
    const draws = stream(`poisson/${mean}`);
    expect(recorded.map(() => drawPoisson(mean, draws))).toEqual(recorded);
  });

  test.each([
    [1, 0.5, [0, 1, 1, 0, 1, 1, 0, 1]],
    [20, 0.3, [5, 7, 5, 9, 9, 4, 2, 7]],
    [40, 0.9, [38, 36, 37, 37, 36, 34, 37, 35]],
    [1000, 0.001, [1, 0, 1, 1, 0, 0, 3, 2]],
    [1000, 0.5, [509, 526, 506, 499, 520, 514, 522, 492]],
    [100_000, 0.02, [2018, 1909, 1981, 1991, 1946, 2021, 1953, 1992]],
    [1e9, 0.999, [998999485, 998998018, 998999634, 999001155, 999001344, 998999713]],
    [1e12, 1e-14, [0, 0, 0, 0]],
  ])('binomial of %d trials, %d each', (trials, probability, recorded) => {
    const draws = stream(`binomial/${trials}/${probability}`);
    expect(recorded.map(() => drawBinomial(trials, probability, draws))).toEqual(recorded);
  });
});

const draws = 20_000;

describe('chi-squared tests', () => {
  test.each([0.4, 3, 16, 17, 60, 1_000, 1e6])('Poisson of mean %d', (mean) => {
    const source = stream(`chi-squared/${mean}`);
    const above = (k: number) => mean / (k + 1);
    holdDistribution(() => drawPoisson(mean, source), Math.floor(mean), Math.sqrt(mean), above);
  });

  test.each([
    [1, 0.3],
    [30, 0.5],
    [33, 0.5],
    [200, 0.9],
    [1_000, 0.02],
    [50_000, 0.002],
    [1e6, 0.4],
    [1e6, 0.99],
  ])('binomial of %d trials, %d each', (trials, p) => {
    const source = stream(`chi-squared/${trials}/${p}`);
    const above = (k: number) => ((trials - k) / (k + 1)) * (p / (1 - p));
    const deviation = Math.sqrt(trials * p * (1 - p));
    holdDistribution(
      () => drawBinomial(trials, p, source),
      Math.floor(trials * p),
      deviation,
      above,
    );
  });
});

/** `above(k)` is P(k + 1) / P(k). Up to twenty bins, each expecting at least a fiftieth of the draws. */
function holdDistribution(
  draw: () => number,
  middle: number,
  deviation: number,
  above: (k: number) => number,
): void {
  const reach = Math.ceil(9 * deviation) + 20;
  const from = Math.max(0, middle - reach);
  const weights = new Float64Array(middle + reach - from + 1);
  weights[middle - from] = 1;
  for (let k = middle; k < middle + reach; k++) {
    weights[k + 1 - from] = must(weights[k - from], 'weight of the count') * above(k);
  }
  for (let k = middle - 1; k >= from; k--) {
    weights[k - from] = must(weights[k + 1 - from], 'weight of the count') / above(k);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bins: { to: number; expected: number; seen: number }[] = [];
  let expected = 0;
  for (const [place, weight] of weights.entries()) {
    expected += (weight / total) * draws;
    if (expected < draws / 20) continue;
    bins.push({ to: from + place, expected, seen: 0 });
    expected = 0;
  }
  const last = bins.at(-1);
  if (last === undefined) throw new Error('no bins');
  last.to = Infinity;
  last.expected += expected;
  for (let i = 0; i < draws; i++) {
    const count = draw();
    const bin = bins.find(({ to }) => count <= to);
    if (bin !== undefined) bin.seen += 1;
  }
  const statistic = bins.reduce(
    (sum, { expected, seen }) => sum + (seen - expected) ** 2 / expected,
    0,
  );
  expect(bins.length).toBeGreaterThanOrEqual(2);
  expect(chiSquaredUpperTail(statistic, bins.length - 1)).toBeGreaterThan(0.001);
}

test('nothing is drawn if there is nothing to decide', () => {
  const forbidden = () => {
    throw new Error('drawn');
  };
  expect(drawPoisson(0, forbidden)).toBe(0);
  expect(drawBinomial(0, 0.5, forbidden)).toBe(0);
  expect(drawBinomial(7, 0, forbidden)).toBe(0);
  expect(drawBinomial(7, 1, forbidden)).toBe(7);
});

test.each([
  () => drawPoisson(-1, stream('bad')),
  () => drawPoisson(Number.NaN, stream('bad')),
  () => drawPoisson(Infinity, stream('bad')),
  () => drawBinomial(-1, 0.5, stream('bad')),
  () => drawBinomial(1.5, 0.5, stream('bad')),
  () => drawBinomial(3, 1.01, stream('bad')),
  () => drawBinomial(3, Number.NaN, stream('bad')),
])('%o is refused', (draw) => {
  expect(draw).toThrow(RangeError);
});
