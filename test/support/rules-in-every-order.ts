/** Tables of what trying every order says of each safety rule of Raft, for the guide of the sim. */

import {
  raftConsequenceStories,
  raftEnds,
  raftStories,
} from '../../scenarios/raft/exploration-stories.ts';
import { raftConsequences, raftExplorations } from '../../scenarios/raft/explorations.ts';
import lostBallot from '../../scenarios/raft/lost-ballot.ts';
import { raftExplorable } from '../../sims/raft/exploration/exploration.ts';
import { type RaftRule, raftRules } from '../../sims/raft/rules.ts';
import type { KeptEnd, KeptStory, RuleExploration } from '../../src/check/exploration.ts';
import { modelOf } from '../../src/explore/of-scenario.ts';
import { must } from '../../src/kernel/must.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { readHuntedStories } from './hunted-stories.ts';
import { killRates } from './kill-rates.ts';

type ByRule<T> = Readonly<Partial<Record<RaftRule, T>>>;
type Row = readonly string[];

export interface KeptSearches {
  readonly stories: ByRule<KeptStory>;
  readonly consequences: ByRule<KeptStory>;
  readonly ends: ByRule<KeptEnd>;
}

const keptSearches: KeptSearches = {
  stories: raftStories,
  consequences: raftConsequenceStories,
  ends: raftEnds,
};

/** Rules that protect what is judged of every order. */
export function safetyRules(): readonly RaftRule[] {
  const judged = new Set((modelOf(lostBallot).properties ?? []).map(({ id }) => id));
  return raftRules.ids.filter((rule) => judged.has(raftRules.get(rule).protects));
}

/** As wide as its widest cells, and as the dashes of Markdown. */
function table(rows: readonly Row[]): string {
  const [heading = []] = rows;
  const widths = heading.map((_, place) =>
    Math.max(3, ...rows.map((row) => must(row[place], 'cell of the row').length)),
  );
  const line = (cells: Row) =>
    `| ${cells.map((cell, place) => cell.padEnd(must(widths[place], 'width of the column'))).join(' | ')} |`;
  const [first = '', ...others] = rows.map(line);
  return [first, line(widths.map((width) => '-'.repeat(width))), ...others].join('\n');
}

function rulesInEveryOrder({ stories, consequences, ends }: KeptSearches): string {
  const rates = killRates('raft');
  const hunted = readHuntedStories();
  const rows = safetyRules().flatMap((rule) => {
    const { found = 0, tried = 0 } = rates.get(rule) ?? {};
    const shrunk = hunted.get(rule);
    const hunt =
      shrunk === undefined
        ? '-'
        : `${inDigits(shrunk.events)}, plan of ${counted(shrunk.planSteps, 'step')}`;
    const { property } = { property: raftRules.get(rule).protects, ...stories[rule] };
    const row = [
      `\`${rule}\``,
      property,
      everyOrder(rule, stories[rule], ends[rule]),
      hunt,
      `${found} of ${tried}`,
    ];
    const consequence = consequences[rule];
    if (consequence === undefined) return [row];
    return [row, ['', consequence.property, everyOrder(rule, consequence), '', '']];
  });
  return table([
    ['without', 'breaks', 'events, every order', 'events, hunt', 'seeds that break it'],
    ...rows,
  ]);
}

function everyOrder(rule: RaftRule, story?: KeptStory, end?: KeptEnd): string {
  if (story !== undefined) {
    return `${story.steps.length}, among ${inDigits(story.distinct)} states`;
  }
  if (end === undefined) {
    const isOfClock = raftExplorable.clockRules.includes(rule);
    return isOfClock ? 'not judged: it depends on the clock' : 'not searched';
  }
  const { distinct, ended, awaited } = end;
  const where = awaited === undefined ? '' : `, before the stage ${awaited}`;
  const how = ended === 'complete' ? 'complete' : 'cut';
  return `not found in ${inDigits(distinct)} states, ${how}${where}`;
}

/** What each search was told. */
function boundsOfSearches(): string {
  const rows = [...Object.entries(raftExplorations), ...Object.entries(raftConsequences)].map(
    ([rule, { scenario, operations, bounds = {}, reach = {}, stages = [] }]: [
      string,
      RuleExploration,
    ]) => {
      const { timeouts = {}, ...others } = bounds;
      const all = Object.entries({ ...others, ...timeouts, ...reach });
      return [
        `\`${rule}\``,
        `\`${scenario}\``,
        operations === undefined ? 'its own' : `${operations.length}`,
        all.map(([name, value]) => `${name}=${value}`).join(' '),
        stages.map(({ goal, keepsMessages }) => goal + (keepsMessages ? '' : ':dropped')).join(' '),
      ];
    },
  );
  return table([['without', 'scenario', 'operations', 'bounds', 'stages'], ...rows]);
}

/** A story from its second election on. */
function consequence({ steps, message }: KeptStory): string {
  const rows = steps.map(([where, what], place) => [`${place + 1}`, where, what]);
  const first = rows.findIndex(([, , what], place) => place > 0 && what === secondElection);
  return `${table([['', 'at', 'what happens'], ...rows.slice(first)])}\n\nThen ${message}.`;
}

const secondElection = 'its electionTimeout runs out';

/** The guide with its tables written anew. Throws if the guide has no place for them. */
export function withTables(guide: string, kept: KeptSearches = keptSearches): string {
  const story = kept.consequences['lead-on-durable-ballot'];
  const texts = {
    'every order': rulesInEveryOrder(kept),
    bounds: boundsOfSearches(),
    'one term, two leaderships': story === undefined ? '' : consequence(story),
  };
  return Object.entries(texts).reduce((text, [name, inserted]) => {
    const [begins, ends] = [`<!-- ${name}: npm run stories -->`, `<!-- end of ${name} -->`];
    const [before, after] = [text.indexOf(begins), text.indexOf(ends)];
    if (before < 0 || after < before) throw new Error(`the guide has no place for "${name}"`);
    return `${text.slice(0, before)}${begins}\n\n${inserted}\n\n${text.slice(after)}`;
  }, guide);
}
