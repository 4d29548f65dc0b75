/** What trying every order says of rules, found out anew. */

import { catalogue } from '../../scenarios/index.ts';
import type { KeptEnd, KeptStory, RuleExploration } from '../../src/check/exploration.ts';
import { modelOf, type ScenarioModel } from '../../src/explore/of-scenario.ts';
import { trapsOf } from '../../src/explore/reachability.ts';
import type { Breach } from '../../src/explore/search.ts';
import { StagedSearch } from '../../src/explore/stages.ts';
import { stepInWords } from '../../src/explore/words.ts';

/** A stage with so many states is the last. */
export const statesMax = 1_000_000;

export type Explored =
  | { readonly model: ScenarioModel; readonly breach: Breach; readonly kept: KeptStory }
  | { readonly breach: undefined; readonly kept: KeptEnd };

/** The way into a trap, as the breach of a goal. */
function trapIn({ search }: StagedSearch, goal: string): Breach | undefined {
  const traps = trapsOf(search, goal);
  const message = `from here ${goal} is never reached`;
  return traps && { property: goal, message, story: traps.story };
}

/** Searches for what breaks without a rule: what it protects, unless the exploration names something else. */
export async function exploreWithout(
  rule: string,
  protects: string,
  { scenario: id, property = protects, stages = [], reachable, ...options }: RuleExploration,
): Promise<Explored> {
  const scenario = await catalogue.scenario(id);
  const model = modelOf(scenario, { ...options, without: [rule] });
  const stopAt = reachable === undefined ? property : undefined;
  const search = new StagedSearch(model, { stopAt, stages, limits: { statesMax } });
  const { distinct, ended } = search.finish();
  const breach =
    reachable === undefined
      ? search.breaches.find((found) => found.property === property)
      : trapIn(search, reachable);
  if (breach === undefined) {
    if (ended !== 'complete' && ended !== 'states') throw new Error(`${rule}: ended by ${ended}`);
    const { awaited } = search;
    return { breach, kept: { distinct, ended, ...(awaited !== undefined && { awaited }) } };
  }
  const { message, story } = breach;
  const inWords = (operation: object) => scenario.operations?.inWords(operation) ?? '';
  const steps = story.map((step) => stepInWords(step, inWords));
  return { model, breach, kept: { property, message, distinct, steps } };
}
