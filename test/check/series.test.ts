/** Goal: a series says what happened when: sums by bucket, rates where its unit is one, or levels. */
import { describe, expect, test } from 'vitest';
import { reportMetric, series } from '../../src/check/metric.ts';

describe('a series', () => {
  test('adds up by bucket, with nothing where nothing happened', () => {
    const sum = series('requests', 'served', 100).create();
    for (const atMs of [0, 50, 99, 100, 310]) sum.add(atMs);
    expect(sum.points).toEqual([
      [0, 3],
      [100, 1],
      [200, 0],
      [300, 1],
    ]);
  });

  test('is a rate where its unit is one', () => {
    const rate = series('requests/s', 'served', 100).create();
    rate.add(10, 5);
    expect(rate.points).toEqual([[0, 50]]);
  });

  test('of a level keeps it until it is set again', () => {
    const level = series('waiting', 'in the queue', 10).create();
    level.set(12, 4);
    level.set(19, 7);
    level.set(45, 1);
    expect(level.values).toEqual([0, 7, 7, 7, 1]);
  });

  test('is one or the other', () => {
    const level = series('waiting', 'in the queue', 10).create();
    level.set(0, 1);
    expect(() => level.add(0)).toThrow('not both');
    expect(() => series('x', 'y', 0).create()).toThrow(RangeError);
  });

  test('reports a summary over its buckets', () => {
    const sum = series('requests', 'served', 100).create();
    for (const atMs of [0, 150, 160, 250, 260, 270]) sum.add(atMs);
    expect(reportMetric(sum)).toMatchObject({ count: 3, mean: 2, min: 1, max: 3, p50: 2 });
  });
});
