/**
 * The law of every rule: it has teeth. With it, no seed breaks the property that it protects;
 * without it, one does. For each rule its killer, a scenario and a seed: many seeds of the scenario
 * with the rule on, and that seed with the rule off. Where a killer kills no more, the test looks for
 * another seed, and names it.
 */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { excerptsOfRule } from '../../src/host/source.ts';
import { proofOf } from '../../src/lab/proof.ts';
import { propertyBroken, run } from '../../src/lab/run.ts';

/** Declares the tests of all rules of a sim. `seeds` is how many each scenario must hold for. */
export async function holdEveryRule(sim: string, { seeds: count }: { seeds: number }) {
  const wing = await catalogue.wing(sim);
  const { rules, invariants } = wing.sim;
  const seeds = Array.from({ length: count }, (_, seed) => String(seed));

  describe.each(rules.ids)(`${sim}/%s`, (rule) => {
    const { protects, source } = rules.get(rule);
    const killer = wing.killers[rule];

    test('stands at its line, with its source', () => {
      expect(excerptsOfRule(sim, rule).length).toBeGreaterThan(0);
      expect(source.length).toBeGreaterThan(3);
      expect(killer).toBeDefined();
    });

    if (killer === undefined || 'tried' in killer) {
      test('is unproved, and says what was tried', async () => {
        expect(await proofOf(catalogue, wing, rule)).toMatchObject({ status: 'unproved' });
        expect(killer?.tried.length).toBeGreaterThan(20);
      });
      return;
    }

    const { scenario: id, seed, params = {}, plan } = killer;

    test(`on, ${protects} holds over ${count} seeds of ${id}`, async () => {
      const scenario = await catalogue.scenario(id);
      const properties = [
        ...invariants,
        ...scenario.invariants,
        ...scenario.goals(scenario.params.parse(params)),
      ];
      expect(properties.map((property) => property.id)).toContain(protects);
      for (const other of [seed, ...seeds]) {
        const result = run(scenario, {
          seed: other,
          params,
          plan: other === seed ? plan : undefined,
        });
        expect([other, propertyBroken(result, protects)]).toEqual([other, undefined]);
      }
    });

    test(`off, seed ${seed} of ${id} breaks ${protects}`, async () => {
      const scenario = await catalogue.scenario(id);
      const proof = await proofOf(catalogue, wing, rule);
      const breaks = (other: string) =>
        propertyBroken(run(scenario, { seed: other, params, without: [rule] }), protects);
      const better = proof.status === 'killed' ? seed : seeds.find(breaks);
      expect({ ...proof, better }).toMatchObject({ status: 'killed', better: seed });
    });
  });
}
