/**
 * Goal: every rule of every sim has teeth, over as many seeds as its killer's rate asks for; and the
 * rates that were checked in are still true.
 *
 * Method: each rate is measured again from other seeds; the interval of the difference holds zero
 * (Newcombe 1998, method 10). All intervals together are 99.9% ones (Bonferroni, 150 rules: z = 4.5).
 */
import { expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import type { Interval } from '../../src/statistics/alternative.ts';
import { wilson } from '../../src/statistics/score-interval.ts';
import { type KillRate, killingRuns, killRates, measureKillRate } from '../support/kill-rates.ts';
import { holdEveryRule } from '../support/rule-laws.ts';

const z = 4.5;

for (const { id } of catalogue.wings) {
  await holdEveryRule(id, Infinity);
  const rates = killRates(id);
  test.each(killingRuns(await catalogue.wing(id)))(
    `the killer of ${id}/%s kills as often as was measured`,
    async (rule, killer) => {
      const scenario = await catalogue.scenario(killer.scenario);
      const fresh = measureKillRate(scenario, rule, killer, 'fresh');
      const stored = rates.get(rule);
      expect(stored).toBeDefined();
      const { low, high } = intervalOfDifference(fresh, stored as KillRate);
      expect({ rule, fresh, stored, agree: low <= 0 && 0 <= high }).toMatchObject({ agree: true });
    },
  );
}

function intervalOfDifference(a: KillRate, b: KillRate): { low: number; high: number } {
  const [p, q] = [a.found / a.tried, b.found / b.tried];
  const [ofA, ofB] = [a, b].map(({ found, tried }) =>
    wilson({ hits: found, trials: tried }, z),
  ) as [Interval, Interval];
  return {
    low: p - q - Math.hypot(p - ofA.low, ofB.high - q),
    high: p - q + Math.hypot(ofA.high - p, q - ofB.low),
  };
}
