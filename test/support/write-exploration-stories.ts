/**
 * Finds the story of every rule that is found by trying every order, and writes them down beside the
 * scenarios of Raft, and the table of its guide: `npm run stories`. Takes a minute.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { catalogue } from '../../scenarios/index.ts';
import type { KeptStory } from '../../src/check/exploration.ts';
import { exploreWithout } from './exploration-stories.ts';
import { withTable } from './rules-in-every-order.ts';

const guide = new URL('../../sims/raft/README.md', import.meta.url);

const { sim, explorations = {} } = await catalogue.wing('raft');
const stories: Record<string, KeptStory> = {};
for (const [rule, exploration] of Object.entries(explorations)) {
  const { kept } = await exploreWithout(rule, sim.rules.get(rule).protects, exploration);
  process.stderr.write(`${rule}: ${kept.steps.length} steps, ${kept.distinct} states\n`);
  stories[rule] = kept;
}
writeFileSync(
  new URL('../../scenarios/raft/exploration-stories.ts', import.meta.url),
  `/** Found by \`npm run stories\`: the shortest story without each rule, within the bounds of its search. */
import type { KeptStory } from '../../src/check/exploration.ts';

export const raftStories: Readonly<Record<string, KeptStory>> = ${JSON.stringify(stories, undefined, 2)};
`,
);
writeFileSync(guide, withTable(readFileSync(guide, 'utf8'), stories));
