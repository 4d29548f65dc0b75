/** Whether a rule is needed: the run that shows what happens without it, carried out. */
import type { Catalogue, Wing } from './catalogue.ts';
import { propertyBroken, run } from './run.ts';

export type Proof =
  | {
      readonly status: 'killed';
      readonly scenario: string;
      readonly seed: string;
      readonly params: object;
      /** How the property that the rule protects was broken. */
      readonly message: string;
    }
  | { readonly status: 'unproved'; readonly tried: string };

/**
 * Runs the rule's killer with the rule off. The rule is killed only if the property that it protects
 * is broken now.
 */
export async function proofOf(catalogue: Catalogue, wing: Wing, rule: string): Promise<Proof> {
  const killer = wing.killers[rule];
  if (killer === undefined) return { status: 'unproved', tried: 'nothing yet' };
  if ('tried' in killer) return { status: 'unproved', tried: killer.tried };
  const { scenario: id, seed, params = {} } = killer;
  const result = run(await catalogue.scenario(id), { seed, params, without: [rule] });
  const message = propertyBroken(result, wing.sim.rules.get(rule).protects);
  if (message !== undefined) return { status: 'killed', scenario: id, seed, params, message };
  return { status: 'unproved', tried: `${id} with seed ${seed}, which does not break it any more` };
}
