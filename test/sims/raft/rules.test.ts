/**
 * Goal: every rule has teeth. With it, no seed breaks the property that it protects; without it,
 * one does. Method: for each rule its killer, a scenario and a seed: many seeds of the scenario
 * with the rule on, and that seed with the rule off. Where the killer stops killing, this test
 * looks for another seed, and names it.
 */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../scenarios/index.ts';
import { raftKillers } from '../../../scenarios/raft/killers.ts';
import { raftRules } from '../../../sims/raft/rules.ts';
import { excerptsOfRule } from '../../../src/host/source.ts';
import type { Wing } from '../../../src/lab/catalogue.ts';
import { proofOf } from '../../../src/lab/proof.ts';
import { propertyBroken, run } from '../../../src/lab/run.ts';
import type { AnyScenario } from '../../../src/lab/scenario.ts';

const scenarios = await catalogue.scenarios();
const wing = catalogue.wings.find(({ sim }) => sim.id === 'raft') as Wing;
const seeds = Array.from({ length: 150 }, (_, seed) => String(seed));

describe.each(raftRules.ids)('raft/%s', (rule) => {
  const killer = raftKillers[rule];
  if ('tried' in killer) throw new Error(`${rule} has no killer`);
  const { scenario: id, seed } = killer;
  const scenario = scenarios.find((scenario) => scenario.id === id) as AnyScenario;
  const { protects } = raftRules.get(rule);

  test(`on, it holds over ${seeds.length} seeds of ${scenario.id}`, () => {
    for (const other of seeds) {
      const result = run(scenario, { seed: other });
      expect([other, propertyBroken(result, protects)]).toEqual([other, undefined]);
    }
  });

  test(`off, seed ${seed} of ${scenario.id} breaks ${protects}`, async () => {
    const proof = await proofOf(catalogue, wing, rule);
    const other = seeds.find((candidate) =>
      propertyBroken(run(scenario, { seed: candidate, without: [rule] }), protects),
    );
    expect({ ...proof, other }).toMatchObject({ status: 'killed', seed });
  });

  test('stands at its line, with its paper and its reason', () => {
    expect(excerptsOfRule('raft', rule).length).toBeGreaterThan(0);
    expect(raftRules.get(rule).source).toMatch(/§|Figure/);
    const properties = [
      ...wing.sim.invariants.map(({ id }) => id),
      ...scenario.goals(scenario.params.parse({})).map(({ id }: { id: string }) => id),
    ];
    expect(properties).toContain(protects);
  });
});
