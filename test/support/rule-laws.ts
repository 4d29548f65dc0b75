/**
 * The law of every rule: it has teeth. With it, no seed breaks the property that it protects;
 * without it, one does. For each rule its killer, a scenario and a seed: that seed with the rule off,
 * and with the rule on it and as many others as it takes to notice a rule that does nothing
 * (`kill-rates.ts`: the killer's own seed, which kills without the rule, is one of them). A killer that kills no more is reported with a seed that does.
 */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { propertyBroken } from '../../src/lab/broken.ts';
import { proofOf } from '../../src/lab/proof.ts';
import { run } from '../../src/lab/run.ts';
import { killingRuns, killRates, seedsToCatch } from './kill-rates.ts';
import { runOnce } from './memo-run.ts';

/** How many seeds are searched for a better killer. */
const searched = 40;

/**
 * The most seeds for a rule in `npm test`. Two rules of Raft, killed by 1% and 2.5% of the seeds, need
 * 299 and 119; `test:deep` runs them all.
 */
const affordableSeeds = 60;

/** Declares the tests of all rules of a sim. */
export async function holdEveryRule(sim: string, seedsMax = affordableSeeds): Promise<void> {
  const wing = await catalogue.wing(sim);
  const { rules, invariants } = wing.sim;
  const rates = killRates(sim);

  test(`every killer of ${sim} has a measured rate, and nothing else has`, () => {
    const killed = killingRuns(wing).map(([rule]) => rule);
    expect([...rates.keys()]).toEqual(killed);
  });

  describe.each(rules.ids)(`${sim}/%s`, (rule) => {
    const { protects, source, because } = rules.get(rule);
    const killer = wing.killers[rule];

    test('has its source, a reason and a killer', () => {
      // A work, and the place in it: a number (section, figure, year), or a part after a comma.
      expect(source).toMatch(/^\p{L}{2}.*(\d|, \S)/u);
      // It is printed between “Without it” and a full stop.
      expect(because).toMatch(/^(?!without|if not|otherwise|because).*[^.!?]$/i);
      expect(because).not.toMatch(/\b(no one|nobody|somebody|whoever)\b/i);
      expect(killer).toBeDefined();
    });

    if (killer === undefined || 'tried' in killer) {
      test('is unproved, and says what was tried', async () => {
        const tried = killer?.tried;
        expect(await proofOf(catalogue, wing, rule)).toEqual({ status: 'unproved', tried });
        expect(catalogue.entries.some(({ id }) => tried?.includes(id))).toBe(true);
      });
      return;
    }

    const { scenario: id, seed, params = {}, plan } = killer;
    const count = Math.min(seedsToCatch(rates.get(rule)), seedsMax);

    test(`on, ${protects} holds over ${count} seeds of ${id}`, async () => {
      const scenario = await catalogue.scenario(id);
      const properties = [
        ...invariants,
        ...scenario.invariants,
        ...scenario.goals(scenario.params.parse(params)),
      ];
      expect(properties.map((property) => property.id)).toContain(protects);
      const others = Array.from({ length: count }, (_, other) => String(other))
        .filter((other) => other !== seed)
        .slice(0, count - 1);
      const own = { seed, params, ...(plan === undefined ? {} : { plan }) };
      for (const options of [own, ...others.map((other) => ({ seed: other, params }))]) {
        const result = runOnce(scenario, options);
        expect([options.seed, propertyBroken(result, protects)]).toEqual([options.seed, undefined]);
        // The runs are made: whatever else they show counts too.
        const unsafe = result.invariants.filter(({ violations }) => violations.length > 0);
        expect([options.seed, unsafe]).toEqual([options.seed, []]);
      }
    });

    test(`off, seed ${seed} of ${id} breaks ${protects}`, async () => {
      const scenario = await catalogue.scenario(id);
      const proof = await proofOf(catalogue, wing, rule);
      const breaks = (other: string) =>
        propertyBroken(run(scenario, { seed: other, params, without: [rule] }), protects);
      const seeds = Array.from({ length: searched }, (_, other) => String(other));
      const better = proof.status === 'killed' ? seed : seeds.find(breaks);
      expect({ ...proof, better }).toMatchObject({ status: 'killed', better: seed });
    });
  });
}
