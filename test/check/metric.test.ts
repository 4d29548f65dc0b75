/** Goal: metrics are exact. Method: against the definition, on sorted arrays. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  counter,
  createMetrics,
  gauge,
  Histogram,
  histogram,
  reportMetric,
} from '../../src/check/metric.ts';

const sample = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('histogram', () => {
  test.prop([
    fc.array(sample, { minLength: 1, maxLength: 300 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ])('its quantile is the smallest sample that enough samples do not exceed', (samples, q) => {
    const metric = new Histogram();
    for (const x of samples) metric.record(x);
    const isEnough = (x: number) =>
      samples.filter((other) => other <= x).length >= q * samples.length;
    expect(metric.quantile(q)).toBe(Math.min(...samples.filter(isEnough)));
    expect(metric.min).toBe(Math.min(...samples));
    expect(metric.max).toBe(Math.max(...samples));
    expect(metric.count).toBe(samples.length);
    expect(metric.mean).toBeCloseTo(samples.reduce((a, b) => a + b, 0) / samples.length, 3);
  });

  test('goes on recording after a quantile was asked for', () => {
    const metric = new Histogram();
    for (let i = 100; i > 0; i--) {
      metric.record(i);
      expect(metric.quantile(0)).toBe(i);
    }
    expect([...metric.samples]).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect([0.5, 0.95, 0.99, 1].map((q) => metric.quantile(q))).toEqual([50, 95, 99, 100]);
  });

  test('refuses what is no sample and what is no quantile', () => {
    expect(() => new Histogram().record(Number.NaN)).toThrow(RangeError);
    expect(() => new Histogram().quantile(1.1)).toThrow(RangeError);
  });
});

test('reports are plain data, null where nothing was measured', () => {
  const metrics = createMetrics({
    calls: counter('calls', 'how many'),
    level: gauge('items', 'now'),
    latencyMs: histogram('ms', 'how long'),
  });
  expect(Object.values(metrics).map(reportMetric)).toEqual([
    0,
    null,
    { count: 0, mean: null, p50: null, p95: null, p99: null, min: null, max: null },
  ]);
  metrics.calls.add();
  metrics.calls.add(2);
  metrics.level.set(7);
  metrics.latencyMs.record(4);
  expect(Object.values(metrics).map(reportMetric)).toEqual([
    3,
    7,
    { count: 1, mean: 4, p50: 4, p95: 4, p99: 4, min: 4, max: 4 },
  ]);
});
