/**
 * Goal: waits are those of the definitions (Brooker 2015; resilience4j). Method: examples worked by
 * hand; any options and any number of failures against the bounds, which are computed another way
 * (by multiplying up, not by a power); the mean of each jitter in a 99.9% interval.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  type BackoffOptions,
  exponentialBackoff,
  type Jitter,
  waitBounds,
} from '../../../../sims/resilience/retry/backoff.ts';
import { resilienceRules } from '../../../../sims/resilience/rules.ts';
import { RandomStreams } from '../../../../src/kernel/random.ts';
import { contains, intervalOfMean, replications } from '../../../support/confidence.ts';

const rules = resilienceRules.without();
const jitters: Jitter[] = [
  'none',
  'full',
  'equal',
  'decorrelated',
  'randomized',
  'randomizedAroundCap',
];

const options = fc.record({
  initialIntervalMs: fc.integer({ min: 1, max: 10_000 }),
  multiplier: fc.constantFrom(1, 1.5, 2, 3, 10),
  maxIntervalMs: fc.integer({ min: 1, max: 1_000_000 }),
  jitter: fc.constantFrom(...jitters),
  randomizationFactor: fc.double({ min: 0, max: 1, noNaN: true }),
  firstExponent: fc.integer({ min: 0, max: 3 }),
});

test.prop([options, fc.string(), fc.integer({ min: 1, max: 5_000 })])(
  'every wait lies within the bounds of its jitter, after any number of failures',
  (chosen, seed, failures) => {
    const backoff = exponentialBackoff(rules, chosen, new RandomStreams(seed).stream('backoff'));
    let previousMs: number | undefined;
    for (const n of [1, 2, 3, 10, 31, 32, 33, 64, 1_100, failures]) {
      const waitMs = backoff.waitMs(n, previousMs);
      const { atLeastMs, atMostMs } = waitBounds(chosen, n, previousMs);
      const slack = atMostMs * 2 ** -23;
      expect(waitMs).toBeGreaterThanOrEqual(atLeastMs - slack);
      expect(waitMs).toBeLessThanOrEqual(atMostMs + slack);
      previousMs = waitMs;
    }
  },
);

describe('Brooker 2015', () => {
  const brooker = { initialIntervalMs: 5, multiplier: 2, maxIntervalMs: 2_000, firstExponent: 1 };
  const waits = (jitter: Jitter, draw: number) => {
    const backoff = exponentialBackoff(rules, { ...brooker, jitter }, () => draw);
    let previousMs: number | undefined;
    return [1, 2, 3, 8, 9, 100].map((failures) => {
      previousMs = backoff.waitMs(failures, previousMs);
      return previousMs;
    });
  };

  test('sleep = min(cap, base * 2 ** attempt)', () => {
    expect(waits('none', 0.5)).toEqual([10, 20, 40, 1_280, 2_000, 2_000]);
  });

  test('full: sleep = random_between(0, v)', () => {
    expect(waits('full', 0)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(waits('full', 0.5)).toEqual([5, 10, 20, 640, 1_000, 1_000]);
  });

  test('equal: sleep = v / 2 + random_between(0, v / 2)', () => {
    expect(waits('equal', 0)).toEqual([5, 10, 20, 640, 1_000, 1_000]);
    expect(waits('equal', 0.5)).toEqual([7.5, 15, 30, 960, 1_500, 1_500]);
  });

  test('decorrelated: sleep = min(cap, random_between(base, sleep * 3)), from base', () => {
    expect(waits('decorrelated', 0)).toEqual([5, 5, 5, 5, 5, 5]);
    expect(waits('decorrelated', 0.5)).toEqual([10, 17.5, 28.75, 45.625, 70.9375, 108.90625]);
  });
});

test('resilience4j: randomized waits lie between 1 - f and 1 + f of the interval', () => {
  const options4j: BackoffOptions = {
    initialIntervalMs: 500,
    multiplier: 1.5,
    maxIntervalMs: 60_000,
    jitter: 'randomized',
    randomizationFactor: 0.5,
  };
  expect(exponentialBackoff(rules, options4j, () => 0).waitMs(1, undefined)).toBe(250);
  expect(exponentialBackoff(rules, options4j, () => 1).waitMs(1, undefined)).toBe(750);
  expect(exponentialBackoff(rules, options4j, () => 0.5).waitMs(2, undefined)).toBe(750);
});

test('at the cap: resilience4j’s minimum leaves no jitter, a factor around the cap does', () => {
  const capped = { initialIntervalMs: 100, multiplier: 2, maxIntervalMs: 1_000 };
  const range = (jitter: Jitter, failures: number) =>
    [0, 0.5, 1].map((draw) =>
      exponentialBackoff(rules, { ...capped, jitter }, () => draw).waitMs(failures, undefined),
    );
  expect(range('randomized', 4)).toEqual([400, 800, 1_000]);
  expect(range('randomized', 6)).toEqual([1_000, 1_000, 1_000]);
  expect(range('randomizedAroundCap', 4)).toEqual([400, 800, 1_200]);
  expect(range('randomizedAroundCap', 6)).toEqual([500, 1_000, 1_500]);
});

test.each([
  ['full', 50],
  ['equal', 75],
  ['randomized', 100],
] as const)('the mean of %s jitter on 100 ms is %i ms', (jitter, mean) => {
  const estimates = Array.from({ length: replications }, (_, replication) => {
    const random = new RandomStreams(`replication ${replication}`).stream('backoff');
    const chosen = { initialIntervalMs: 100, multiplier: 2, maxIntervalMs: 1_000, jitter };
    const backoff = exponentialBackoff(rules, chosen, random);
    let sum = 0;
    for (let i = 0; i < 1_000; i++) sum += backoff.waitMs(1, undefined);
    return sum / 1_000;
  });
  expect(contains(intervalOfMean(estimates), mean)).toBe(true);
});
