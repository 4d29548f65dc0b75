/** Whether a rule is needed: the run that shows what happens without it, carried out. */
import type { Plan } from '../world/plan.ts';
import { propertyBroken } from './broken.ts';
import type { Catalogue, Wing } from './catalogue.ts';
import { run } from './run.ts';

export type Proof =
  | {
      readonly status: 'killed';
      readonly scenario: string;
      readonly seed: string;
      readonly params: object;
      /** Where it is not the scenario's own. */
      readonly plan?: Plan;
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
  const { scenario: id, seed, params = {}, plan } = killer;
  const { protects } = wing.sim.rules.get(rule);
  const options = { seed, params, plan, without: [rule] };
  const result = run(await catalogue.scenario(id), options, { stopAtViolation: protects });
  const message = propertyBroken(result, protects);
  if (message !== undefined) {
    const own = plan === undefined ? {} : { plan };
    return { status: 'killed', scenario: id, seed, params, ...own, message };
  }
  return { status: 'unproved', tried: `${id} with seed ${seed}, which does not break it any more` };
}
