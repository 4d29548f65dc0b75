/**
 * Searches every order for what breaks without each rule of Raft, and writes down what it finds beside the
 * scenarios of Raft, and the tables of its guide: `npm run stories`. Takes minutes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { raftConsequences, raftExplorations } from '../../scenarios/raft/explorations.ts';
import { type RaftRule, raftRules } from '../../sims/raft/rules.ts';
import type { KeptEnd, KeptStory, RuleExploration } from '../../src/check/exploration.ts';
import { exploreWithout } from './exploration-stories.ts';
import { type HuntedStory, huntedStories, huntedStory } from './hunted-stories.ts';
import { withTables } from './rules-in-every-order.ts';

const guide = new URL('../../sims/raft/README.md', import.meta.url);
const ends: Record<string, KeptEnd> = {};

async function storiesOf(explorations: Readonly<Partial<Record<RaftRule, RuleExploration>>>) {
  const stories: Record<string, KeptStory> = {};
  for (const rule of raftRules.ids) {
    const exploration = explorations[rule];
    if (exploration === undefined) continue;
    const found = await exploreWithout(rule, raftRules.get(rule).protects, exploration);
    if (found.breach === undefined) ends[rule] = found.kept;
    else stories[rule] = found.kept;
    const length = found.breach === undefined ? 'nothing' : `${found.kept.steps.length} steps`;
    process.stderr.write(`${rule}: ${length}, ${found.kept.distinct} states\n`);
  }
  return stories;
}

const stories = await storiesOf(raftExplorations);
const consequences = await storiesOf(raftConsequences);
const written = (value: object) => JSON.stringify(value, undefined, 2);
writeFileSync(
  new URL('../../scenarios/raft/exploration-stories.ts', import.meta.url),
  `/** Found by \`npm run stories\`: the shortest story without each rule, within the bounds of its search. */
import type { KeptEnd, KeptStory } from '../../src/check/exploration.ts';

export const raftStories: Readonly<Record<string, KeptStory>> = ${written(stories)};

/** What comes of a breach that a client does not see yet. */
export const raftConsequenceStories: Readonly<Record<string, KeptStory>> = ${written(consequences)};

/** Searches that found nothing. */
export const raftEnds: Readonly<Record<string, KeptEnd>> = ${written(ends)};
`,
);
const hunted: Record<string, HuntedStory> = {};
for (const rule of raftRules.ids.filter((rule) => Object.hasOwn(raftExplorations, rule))) {
  hunted[rule] = await huntedStory(rule);
  process.stderr.write(`${rule}: hunted ${JSON.stringify(hunted[rule])}\n`);
}
writeFileSync(huntedStories, `${written(hunted)}\n`);
writeFileSync(guide, withTables(readFileSync(guide, 'utf8'), { stories, consequences, ends }));
