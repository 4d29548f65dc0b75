/** Goal: what follows by hand for a series and for clusters, where nothing has to be estimated. */
import { expect, test } from 'vitest';
import { compareClusters } from '../../src/statistics/cluster-ratio.ts';
import { dependenceOfClusters, dependenceOfSeries } from '../../src/statistics/dependence.ts';

test('values that alternate are worth no fewer than independent ones, and count as those', () => {
  const alternating = Float64Array.from({ length: 64 }, (_, place) => (-1) ** place);
  expect(dependenceOfSeries(alternating).inflation).toBe(1);
});

test('two clusters: the variance of the mean by their sums is four times that of independent values', () => {
  // The sums are 2 and -2: 2/(2-1) * (4 + 4) / 4^2 = 1. Independent values of variance 1: 1/4.
  const values = Float64Array.of(1, 1, -1, -1);
  expect(dependenceOfClusters(values, ['a', 'a', 'b', 'b'])).toEqual({
    ...{ kind: 'clusters', inflation: 4, freedom: 1, clusters: 2 },
  });
});

test('one cluster on a side tells nothing: every difference is possible, and p is 1', () => {
  const shares = (...hits: number[]) =>
    hits.map((of, place) => ({ cluster: `pod ${place}`, hits: of, trials: 10 }));
  const compared = compareClusters([{ first: shares(9), second: shares(0, 1), weight: 1 }], 0.05);
  expect(compared).toMatchObject({ interval: { low: -1, high: 1 }, pValue: 1 });
});
