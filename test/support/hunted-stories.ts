/** What a hunt leaves of a run that breaks a rule of Raft, beside the shortest story of every order. */
import { readFileSync } from 'node:fs';
import { catalogue } from '../../scenarios/index.ts';
import { raftKillers } from '../../scenarios/raft/killers.ts';
import { type RaftRule, raftRules } from '../../sims/raft/rules.ts';
import { hunt, shrink } from '../../src/lab/hunt.ts';

/** The lengths of a shrunk run: up to the event that breaks the property. */
export interface HuntedStory {
  readonly planSteps: number;
  readonly events: number;
}

export const huntedStories = new URL('../scenarios/raft/hunted-stories.json', import.meta.url);

export function readHuntedStories(): ReadonlyMap<string, HuntedStory> {
  return new Map(Object.entries(JSON.parse(readFileSync(huntedStories, 'utf8'))));
}

/** The run of a rule's killer, shrunk. */
export async function huntedStory(rule: RaftRule): Promise<HuntedStory> {
  const killer = raftKillers[rule];
  if (!('scenario' in killer)) throw new Error(`no run kills ${rule}`);
  const { scenario: id, seed, params = {} } = killer;
  const scenario = await catalogue.scenario(id);
  const options = { property: raftRules.get(rule).protects, without: [rule], params };
  const { found } = hunt(scenario, options, [seed]);
  if (found === undefined) throw new Error(`seed ${seed} of ${id} does not break ${rule}`);
  const { result } = shrink(scenario, found);
  return { planSteps: result.plan.length, events: result.events };
}
