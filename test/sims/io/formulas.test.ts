/** Goal: the closed forms are those of the books, and the runs agree with them at other parameters, too. */
import { describe, expect, test } from 'vitest';
import blockedLoop from '../../../scenarios/io/blocked-loop.ts';
import interleaved from '../../../scenarios/io/interleaved-callbacks.ts';
import poolSize from '../../../scenarios/io/pool-size.ts';
import {
  averageWait,
  busyShare,
  meanWait,
  momentsOf,
  threadsFor,
} from '../../../sims/io/formulas.ts';
import { Workload } from '../../../sims/io/tasks.ts';
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

describe('the average wait', () => {
  const exponentialMoments = { mean: 1, square: 2, cube: 6, fourth: 24 };

  test('of M/M/1: moments of the wait by hand', () => {
    // V is 0 with probability 1 - rho, and else exponential with rate 1 - rho: E V^k = rho k! / (1 - rho)^k.
    const rho = 0.5;
    const [first, second, third] = [1, 2, 3].map(
      (k) => (rho * (k === 3 ? 6 : k)) / (1 - rho) ** k,
    ) as [number, number, number];
    const overMs = 1_000;
    const due = averageWait(rho, exponentialMoments, overMs);
    expect(due?.mean).toBeCloseTo(first - second / (2 * (1 - rho)) / overMs, 12);
    const variance = (third - first * second) / (1 - rho) / overMs;
    expect(due?.deviation).toBeCloseTo(Math.sqrt(variance), 12);
  });

  test('is undefined where the queue grows', () => {
    expect(averageWait(1, exponentialMoments, 1_000)).toBeUndefined();
  });
});

test('a workload goes down as time goes by, and jumps by the work that comes', () => {
  const workload = new Workload(10);
  const task = (arrivedMs: number) => ({ arrivedMs, isLong: false, workMs: 0 });
  workload.add(task(12), 0, 3);
  // 3 at 12, 1 at 14; 5 after the next, which is gone at 19; the last comes at 20.
  workload.add(task(14), 1, 4);
  workload.add(task(20), 0, 1);
  expect(workload.meanMs).toBeCloseTo(((9 - 1) / 2 + 25 / 2) / 10, 12);
});

describe('runs agree at other parameters', () => {
  test.each([
    [blockedLoop, { tasks: 10_000, perSecond: 350, longMs: 30, longShare: 0.01, shortMs: 0.5 }],
    [blockedLoop, { tasks: 10_000, perSecond: 100, longMs: 150, longShare: 0.005, shortMs: 1 }],
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
