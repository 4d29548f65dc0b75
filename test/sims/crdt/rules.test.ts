/**
 * Goal: rules that convergence alone would miss are caught all the same: without them the replicas
 * agree, on what is wrong. (That every rule has teeth: test/scenarios/crdt.test.ts.)
 */
import { expect, test } from 'vitest';
import { crdtKillers } from '../../../scenarios/crdt/killers.ts';
import { catalogue } from '../../../scenarios/index.ts';
import { type CrdtRule, crdtRules } from '../../../sims/crdt/rules.ts';
import { propertyBroken } from '../../../src/lab/broken.ts';
import { run } from '../../../src/lab/run.ts';

test.each<CrdtRule>([
  'slot-per-replica',
  'count-tags',
  'delta-context-of-own-dots',
  'add-replaces-own-dots',
  'stamp-after-what-was-read',
  'ids-count-what-was-seen',
  'left-children',
])('without %s the replicas agree, and are wrong', async (rule) => {
  const killer = crdtKillers[rule];
  if ('tried' in killer) throw new Error(`${rule} has no killer`);
  const { scenario, ...options } = killer;
  const result = run(await catalogue.scenario(scenario), { ...options, without: [rule] });
  expect(propertyBroken(result, crdtRules.get(rule).protects)).toBeDefined();
  expect(propertyBroken(result, 'strong-convergence')).toBeUndefined();
});
