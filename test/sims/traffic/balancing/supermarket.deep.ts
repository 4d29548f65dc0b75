/**
 * Goal: farms of finitely many hosts lie between the limit and the excess that `finiteExcess` allows,
 * at several loads: means of many seeds, to five standard errors.
 */
import { expect, test } from 'vitest';
import supermarket from '../../../../scenarios/traffic/supermarket.ts';
import { finiteExcess, supermarketTime } from '../../../../sims/traffic/balancing/formulas.ts';
import { run } from '../../../../src/lab/run.ts';

const seeds = Array.from({ length: 40 }, (_, seed) => String(seed));

test.each([0.5, 0.7, 0.9])('at load %d', (load) => {
  const params = { hosts: 30, load, until: 200 };
  const results = seeds.map((seed) => run(supermarket, { seed, params }));
  for (const choices of [2, 3]) {
    const times = results.map(({ metrics }) => Number(metrics[`${choices}.time`]));
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    const squares = times.reduce((sum, time) => sum + (time - mean) ** 2, 0);
    const error = Math.sqrt(squares / times.length / (times.length - 1));
    const limit = supermarketTime(load, choices);
    expect(mean).toBeGreaterThan(limit - 5 * error);
    expect(mean).toBeLessThan(limit * (1 + finiteExcess(load, choices, 30)) + 5 * error);
  }
});
