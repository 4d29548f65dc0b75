/**
 * Goal: draws follow their distribution. Method: the share of draws below each of several points
 * lies in the confidence interval of the distribution function there, written out from its formula;
 * the errors name what is wrong.
 */
import { describe, expect, test } from 'vitest';
import {
  constant,
  type Distribution,
  describeDistribution,
  drawnFrom,
  empirical,
  exponential,
  foldedNormal,
  lognormal,
  mixture,
  normal,
  pareto,
  sampler,
  uniform,
  zipf,
} from '../../src/kernel/distribution.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import { contains, intervalOfProbability } from '../support/confidence.ts';

const trials = 100_000;

function drawn(distribution: Distribution): Float64Array {
  const draw = sampler(distribution, new RandomStreams('seed').stream('draws'));
  return Float64Array.from({ length: trials }, draw);
}

/** P(Z <= z) for a standard normal Z, from R's pnorm. */
const normalProbabilities = [
  [-2, 0.02275013],
  [-1, 0.15865525],
  [0, 0.5],
  [0.5, 0.69146246],
  [1.5, 0.9331928],
  [2.5, 0.99379033],
] as const;

const cases: [Distribution, (readonly [number, number])[]][] = [
  [uniform(2, 6), [0, 3, 4, 5.5, 6].map((x) => [x, Math.min(1, Math.max(0, (x - 2) / 4))])],
  [exponential(5), [0.5, 1, 5, 10, 20].map((x) => [x, 1 - Math.exp(-x / 5)])],
  [normal(10, 3), normalProbabilities.map(([z, p]) => [10 + 3 * z, p])],
  [
    foldedNormal(0, 3),
    normalProbabilities.filter(([z]) => z > 0).map(([z, p]) => [3 * z, 2 * p - 1]),
  ],
  [lognormal(4, 0.8), normalProbabilities.map(([z, p]) => [4 * Math.exp(0.8 * z), p])],
  [
    empirical([1, 2, 2, 8]),
    [
      [0.9, 0],
      [1, 0.25],
      [2, 0.75],
      [7.9, 0.75],
      [8, 1],
    ],
  ],
  [
    mixture({ share: 0.3, of: pareto(2, 1.5) }, { share: 0.7, of: exponential(5) }),
    [0.5, 1.9, 2.5, 10, 50].map((x) => [
      x,
      0.3 * (x < 2 ? 0 : 1 - (2 / x) ** 1.5) + 0.7 * (1 - Math.exp(-x / 5)),
    ]),
  ],
  [pareto(2, 1.5), [2, 2.5, 4, 10, 50].map((x) => [x, 1 - (2 / x) ** 1.5])],
];

describe('distributions', () => {
  test.each(cases)('%o follows its distribution function', (distribution, points) => {
    const draws = drawn(distribution);
    for (const [x, probability] of points) {
      const below = draws.filter((draw) => draw <= x).length;
      expect(contains(intervalOfProbability(below, trials), probability)).toBe(true);
    }
  });

  test.each([
    [1, 1],
    [10, 0],
    [100, 0.8],
    [1000, 1.2],
  ])('Zipf with %i ranks and exponent %f gives each rank its share', (ranks, exponent) => {
    const draws = drawn(zipf(ranks, exponent));
    const weights = Array.from({ length: ranks }, (_, index) => (index + 1) ** -exponent);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(1);
    expect(draws.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(ranks);
    for (const rank of [1, 2, 3, 10].filter((rank) => rank <= ranks)) {
      const count = draws.filter((draw) => draw === rank).length;
      const share = (weights[rank - 1] ?? 0) / total;
      expect(contains(intervalOfProbability(count, trials), share)).toBe(true);
    }
  });

  test.each([
    [
      exponential(5),
      [0.6424450874328613, 1.1603018045425415, 0.5079325437545776, 0.5082747340202332],
    ],
    [normal(10, 3), [8.011362075805664, 10.115826606750488, 10.917279243469238, 8.498647689819336]],
    [
      lognormal(4, 0.8),
      [7.574647426605225, 6.209192276000977, 10.661028861999512, 2.1370813846588135],
    ],
    [
      pareto(2, 1.5),
      [3.076380491256714, 3.8676350116729736, 2.0312929153442383, 2.630523204803467],
    ],
    [zipf(1000, 1.2), [59, 2, 1, 1, 6, 14, 1, 3]],
  ] as const)('%o draws what was recorded, on every engine', (distribution, recorded) => {
    const draw = sampler(distribution, new RandomStreams('recorded').stream(distribution.kind));
    expect(recorded.map(draw)).toEqual(recorded);
  });

  test('a constant is constant', () => {
    expect(new Set(drawn(constant(3)))).toEqual(new Set([3]));
  });

  test('draws through a logarithm or a power have 24 bits', () => {
    for (const distribution of [exponential(5), normal(0, 1), lognormal(1, 1), pareto(1, 2)]) {
      for (const draw of drawn(distribution).slice(0, 1_000)) expect(Math.fround(draw)).toBe(draw);
    }
  });

  test.each([
    uniform(2, 1),
    exponential(0),
    normal(0, -1),
    lognormal(0, 1),
    pareto(0, 1),
    zipf(0, 1),
    zipf(3, -1),
    empirical([]),
    mixture({ share: 0.5, of: constant(1) }),
  ])('%o describes no distribution', (distribution) => {
    expect(() => drawn(distribution)).toThrow(RangeError);
  });

  test('a range is drawn from uniformly, unless values were measured in it', () => {
    expect(drawnFrom({ min: 1, max: 3 })).toEqual(uniform(1, 3));
    expect(drawnFrom({ min: 1, max: 3, values: [1, 3] })).toEqual(empirical([1, 3]));
  });

  test('is described in words', () => {
    expect(describeDistribution(empirical([1, 2]))).toBe('empirical(2 values)');
    expect(describeDistribution(uniform(1, 3))).toBe('uniform(min 1, max 3)');
    const parts = [uniform(1, 3), constant(2)].map((of) => ({ share: 0.5, of }));
    expect(describeDistribution(mixture(...parts))).toBe(
      'mixture(0.5 of uniform(min 1, max 3), 0.5 of constant(value 2))',
    );
  });
});
