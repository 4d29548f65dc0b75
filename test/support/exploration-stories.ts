/** The stories of rules that are found by trying every order, found again. */

import { catalogue } from '../../scenarios/index.ts';
import type { KeptStory, RuleExploration } from '../../src/check/exploration.ts';
import { modelOf, type ScenarioModel } from '../../src/explore/of-scenario.ts';
import type { Breach } from '../../src/explore/search.ts';
import { StagedSearch } from '../../src/explore/stages.ts';
import { stepInWords } from '../../src/explore/words.ts';

export interface FoundAgain {
  readonly model: ScenarioModel;
  readonly breach: Breach;
  readonly kept: KeptStory;
}

/** Throws where the rule's property does not break. */
export async function exploreWithout(
  rule: string,
  protects: string,
  { scenario: id, property = protects, stages, ...options }: RuleExploration,
): Promise<FoundAgain> {
  const scenario = await catalogue.scenario(id);
  const model = modelOf(scenario, { ...options, without: [rule] });
  const search = new StagedSearch(model, { stopAt: property, ...(stages && { stages }) });
  const { distinct } = search.finish();
  const breach = search.breaches.find((found) => found.property === property);
  if (breach === undefined) throw new Error(`${property} holds without ${rule}`);
  const { message, story } = breach;
  const inWords = (operation: object) => scenario.operations?.inWords(operation) ?? '';
  const steps = story.map((step) => stepInWords(step, inWords));
  return { model, breach, kept: { property, message, distinct, steps } };
}
