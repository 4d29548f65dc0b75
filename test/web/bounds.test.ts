/** Proves that a sweep's distribution gets the bound of just those expectations that are about its figure. */
import { describe, expect, test } from 'vitest';
import leaderCrash from '../../scenarios/raft/leader-crash.ts';
import { Gauge, Histogram } from '../../src/check/metric.ts';
import { boundOf, boundsOf, figureOfRun, placeAmong } from '../../src/web/sweep/bounds.ts';

const latencyMs = new Histogram();
for (const sample of [1, 2, 9]) latencyMs.record(sample);
const failoverMs = new Gauge();
failoverMs.set(150);
const metrics = { latencyMs, failoverMs };
const figures: Record<string, number> = { latencyMs: 4, failoverMs: 150 };
const bound = { atLeast: 100 };
const about = (measured: (m: typeof metrics) => number | undefined) =>
  boundOf(
    { id: 'x', text: '', bound, measured: (all) => measured(all as typeof metrics) },
    metrics,
    (name) => figures[name],
  );

describe('the bound beside a distribution', () => {
  test('is that of an expectation about the one figure', () => {
    expect(about((m) => m.failoverMs.value)).toEqual({ metric: 'failoverMs', bound });
    expect(about((m) => m.latencyMs.mean)).toEqual({ metric: 'latencyMs', bound });
  });

  test('is left out if the expectation is about another figure, about two, or about none', () => {
    expect(about((m) => m.latencyMs.quantile(0.99))).toBeUndefined();
    expect(about((m) => (m.failoverMs.value ?? 0) - (m.latencyMs.mean ?? 0))).toBeUndefined();
    expect(about(() => undefined)).toBeUndefined();
  });

  test('of leader-crash: two, both about the failover', () => {
    const bounds = boundsOf(leaderCrash, { seed: '7' });
    expect([...bounds.keys()]).toEqual(['failoverMs']);
    expect(bounds.get('failoverMs')?.map((one) => one.bound)).toEqual([
      { atLeast: 100 },
      { atMost: 3000 },
    ]);
  });

  test('a run has a figure of each metric: the mean where it has samples', () => {
    expect(figureOfRun(3)).toBe(3);
    expect(figureOfRun(null)).toBeUndefined();
    expect(figureOfRun(undefined)).toBeUndefined();
  });

  test('stands in its place among the bars', () => {
    const bins = [
      { from: 0, to: 10, count: 1 },
      { from: 10, to: 30, count: 2 },
    ];
    expect(placeAmong(bins, 5)).toBe(0.5);
    expect(placeAmong(bins, 25)).toBe(1.75);
    expect(placeAmong(bins, 31)).toBeUndefined();
    expect(placeAmong([{ from: 2, to: 2, count: 1 }], 2)).toBe(0.5);
  });
});
