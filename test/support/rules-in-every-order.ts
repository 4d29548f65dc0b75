/** A table of what trying every order says of each safety rule of Raft, for the guide of the sim. */
import { raftStories } from '../../scenarios/raft/exploration-stories.ts';
import { raftSearched } from '../../scenarios/raft/explorations.ts';
import lostBallot from '../../scenarios/raft/lost-ballot.ts';
import { raftExplorable } from '../../sims/raft/exploration/exploration.ts';
import { raftRules } from '../../sims/raft/rules.ts';
import type { KeptStory } from '../../src/check/exploration.ts';
import { modelOf } from '../../src/explore/of-scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { killRates } from './kill-rates.ts';

type Stories = Readonly<Record<string, KeptStory>>;

const heading = ['without', 'breaks', 'every order', 'seeds of its killer that break it'];

/** The lines of the table, in the order of the rules; as wide as its widest cells. */
function rulesInEveryOrder(stories: Stories): string {
  const judged = new Set((modelOf(lostBallot).properties ?? []).map(({ id }) => id));
  const rates = killRates('raft');
  const rows = raftRules.ids.flatMap((rule) => {
    const { protects } = raftRules.get(rule);
    if (!judged.has(protects)) return [];
    const { found = 0, tried = 0 } = rates.get(rule) ?? {};
    return [[`\`${rule}\``, protects, everyOrder(rule, stories), `${found} of ${tried}`]];
  });
  const widths = heading.map((title, place) =>
    Math.max(...[title, ...rows.map((row) => row[place] as string)].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, place) => cell.padEnd(widths[place] as number)).join(' | ')} |`;
  return [heading, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}

function everyOrder(rule: (typeof raftRules.ids)[number], stories: Stories): string {
  const story = Object.hasOwn(stories, rule) ? stories[rule] : undefined;
  if (story !== undefined) {
    return `${story.steps.length} steps, among ${inDigits(story.distinct)} states`;
  }
  if (raftExplorable.clockRules.includes(rule)) return 'not judged: it depends on the clock';
  const searched = raftSearched[rule];
  return searched === undefined ? 'not searched' : `not found in ${searched}`;
}

const [begins, ends] = ['<!-- every order: npm run stories -->', '<!-- end of every order -->'];

/** The guide with its table written anew. Throws if the guide has no place for it. */
export function withTable(guide: string, stories: Stories = raftStories): string {
  const [before, after] = [guide.indexOf(begins), guide.indexOf(ends)];
  if (before < 0 || after < before) throw new Error('the guide has no place for the table');
  return `${guide.slice(0, before)}${begins}\n\n${rulesInEveryOrder(stories)}\n\n${guide.slice(after)}`;
}
