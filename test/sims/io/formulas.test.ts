/** Goal: the closed forms are those of the books, and the runs agree with them at other parameters, too. */
import { describe, expect, test } from 'vitest';
import blockedLoop from '../../../scenarios/io/blocked-loop.ts';
import interleaved from '../../../scenarios/io/interleaved-callbacks.ts';
import poolSize from '../../../scenarios/io/pool-size.ts';
import { Cycles } from '../../../sims/io/cycles.ts';
import { busyShare, meanWait, momentsOf, threadsFor } from '../../../sims/io/formulas.ts';
import { run } from '../../../src/lab/run.ts';
import { erlangC } from '../../../src/statistics/erlang.ts';

describe('Pollaczek and Khinchine', () => {
  test('exponential times: as M/M/1, rho / (mu - lambda)', () => {
    const mean = 2;
    expect(meanWait(0.3, { mean, square: 2 * mean * mean })).toBeCloseTo(0.6 / (0.5 - 0.3), 12);
  });

  test('fixed times: half of that', () => {
    expect(meanWait(0.3, momentsOf([{ share: 1, ms: 2 }]))).toBeCloseTo(1.5, 12);
  });

  test('1% of tasks of 100 ms among tasks of 1 ms, 250 a second: 25 ms', () => {
    const moments = momentsOf([
      { share: 0.99, ms: 1 },
      { share: 0.01, ms: 100 },
    ]);
    expect(moments.mean).toBeCloseTo(1.99, 12);
    expect(moments.square).toBeCloseTo(100.99, 12);
    expect(meanWait(0.25, moments)).toBeCloseTo(25.1219, 4);
  });

  test('from a utilisation of 1 on there is none', () => {
    expect(meanWait(0.5, { mean: 2, square: 4 })).toBeUndefined();
  });
});

describe('threads of a pool', () => {
  test('Goetz’s formula', () => {
    expect(threadsFor(4, 1, { waitMs: 18, computeMs: 2 })).toBe(40);
    expect(threadsFor(8, 0.5, { waitMs: 0, computeMs: 3 })).toBe(4);
  });

  test('one thread: its own share', () => {
    expect(busyShare(1, 1, { waitMs: 9, computeMs: 1 })).toBeCloseTo(0.1, 12);
    expect(busyShare(4, 4, { waitMs: 9, computeMs: 1 })).toBeCloseTo(0.1, 12);
  });

  test('two threads on one core: by hand, 1 - 1 / (1 + 2r + 2r^2)', () => {
    const r = 0.5;
    const share = busyShare(1, 2, { waitMs: 2, computeMs: 1 });
    expect(share).toBeCloseTo(1 - 1 / (1 + 2 * r + 2 * r * r), 12);
  });

  test('very many threads that wait very long: the queue of Erlang', () => {
    const threads = 20_000;
    const share = busyShare(4, threads, { waitMs: threads, computeMs: 3 });
    expect(share).toBeCloseTo(0.75, 3);
    expect(erlangC(4, 3)).toBeGreaterThan(0.5);
  });
});

test('the standard error of cycles is that of the mean where each is one value', () => {
  const cycles = new Cycles();
  for (const value of [1, 2, 3, 4]) cycles.add(value, true);
  expect(cycles.mean).toBe(2.5);
  // Deviation sqrt(5/3), of four.
  expect(cycles.standardError).toBeCloseTo(Math.sqrt(5 / 3) / 2, 12);
  const joined = new Cycles();
  for (const [place, value] of [1, 3, 2, 6].entries()) joined.add(value, place % 2 === 0);
  expect(joined.mean).toBe(3);
  // Cycles of 4 and 8 by two values each: off by -2 and 2.
  expect(joined.standardError).toBeCloseTo(Math.sqrt((8 / 1) * 2) / 4, 12);
});

describe('runs agree at other parameters', () => {
  test.each([
    [blockedLoop, { tasks: 5_000, perSecond: 350, longMs: 30, longShare: 0.01, shortMs: 0.5 }],
    [blockedLoop, { tasks: 5_000, perSecond: 100, longMs: 150, longShare: 0.005, shortMs: 1 }],
    [interleaved, { perSecond: 900, awaitMs: 2, computeMs: 0.1 }],
    [interleaved, { perSecond: 20, awaitMs: 50, computeMs: 0.5 }],
    [poolSize, { cores: 1, waitMs: 5, computeMs: 5, utilisation: 0.8 }],
    [poolSize, { cores: 8, waitMs: 50, computeMs: 1, utilisation: 0.3 }],
  ] as const)('%o', (scenario, params) => {
    for (const seed of ['2', '3']) {
      const { verdict, expectations } = run(scenario as typeof blockedLoop, { seed, params });
      expect({ verdict, expectations }).toMatchObject({ verdict: 'pass' });
    }
  });
});
