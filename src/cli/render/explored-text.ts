/** What an exploration came to, as text. */

import type { Bounds, ExploredGoal } from '../../check/exploration.ts';
import { columns, wrapped } from '../../draw/text.ts';
import type { ScenarioModel } from '../../explore/of-scenario.ts';
import type { Replay } from '../../explore/replay.ts';
import type { SearchReport, Step } from '../../explore/search.ts';
import type { StagedSearch } from '../../explore/stages.ts';
import { tokenOf } from '../../explore/story-token.ts';
import { stepInWords } from '../../explore/words.ts';
import { must } from '../../kernel/must.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import { type Explored, isDone } from '../explored.ts';
import type { CommandIo } from '../io.ts';

/** A story as a short table: what happened, and where. */
export function explorationStory(
  story: readonly Step[],
  inWords: (operation: object) => string,
): string[] {
  return columns(
    story.map((step, place) => [`${place + 1}`, ...stepInWords(step, inWords)]),
    '  ',
  );
}

/** How far the search went. */
export function boundsInWords(bounds: Bounds, reach: Readonly<Record<string, number>>): string[] {
  const upTo = (count: number, noun: string) =>
    `${count === Infinity ? 'any number of' : inDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
  const timers = Object.entries(bounds.timeouts).filter(([, count]) => count > 0);
  return [
    {
      multiset: 'messages in any order',
      set: 'messages in any order, any number of times',
      links: 'messages in order on each link',
    }[bounds.network],
    ...(bounds.losses > 0 ? [upTo(bounds.losses, 'lost message')] : []),
    ...(bounds.duplicates > 0 ? [upTo(bounds.duplicates, 'doubled message')] : []),
    upTo(bounds.crashes, 'crash').replace('crashs', 'crashes'),
    ...(bounds.tears > 0 ? [upTo(bounds.tears, 'torn record')] : []),
    ...(bounds.starts < Infinity ? [upTo(bounds.starts, 'start')] : []),
    bounds.disks === 'at-once' ? 'disks write at once' : 'disks write at any time',
    ...timers.map(([timer, count]) => `${inDigits(count)} x ${timer}`),
    ...Object.entries(reach).map(([what, count]) => `${what} up to ${inDigits(count)}`),
  ];
}

function endInWords({ ended, isCut }: SearchReport, search: StagedSearch): string {
  if (search.awaited !== undefined && ended === 'complete') {
    return `complete within the bounds, and the goal ${search.awaited} of stage ${search.stage} was not reached`;
  }
  switch (ended) {
    case 'complete':
      return isCut ? 'complete within the bounds' : 'complete: the bounds left nothing out';
    case 'found':
      return 'ended at what it found';
    case 'states':
      return 'cut by --states-max';
    case 'memory':
      return 'cut by --mib-max';
    case 'interrupted':
      return 'stopped before its end';
  }
}

/** Every rule of which the search says nothing. */
function notJudgedInWords(clockRules: readonly string[], without: readonly string[]): string[] {
  if (clockRules.length === 0) return [];
  const names = clockRules.map((rule) => (without.includes(rule) ? `${rule} (off)` : rule));
  const because =
    'because they depend on the clock, which stands still here, or on what this world leaves out';
  return ['', wrapped(`Not judged, ${because}: ${names.join(', ')}.`)];
}

/** What a search that goes further may reach, and what a stage can be. */
function notReachedInWords(goals: readonly ExploredGoal[]): string[] {
  return goals.length === 0 ? [] : ['', wrapped(`Never: ${goals.map(({ id }) => id).join(', ')}.`)];
}

/** Where a story can be seen again. */
function againInWords(
  model: ScenarioModel,
  replayed: Replay,
  { paint, program }: Pick<CommandIo, 'paint' | 'program'>,
): string[] {
  if ('untimed' in replayed) return [`This order cannot be timed: ${replayed.untimed}.`];
  return [
    `In the timed world: ${replayed.message}`,
    `${paint.dim('again')}  ${program} replay ${tokenOf(model, replayed)}`,
  ];
}

function trapsInWords(
  { model, report, reachability }: Explored,
  words: (operation: object) => string,
  io: CommandIo,
): string[] {
  if (reachability?.traps === undefined) return [];
  const { goal, states, story, replayed } = reachability.traps;
  return [
    '',
    `${io.paint.bold(goal)} is never reached from ${inDigits(states)} of ${counted(report.distinct, 'state')}; the first comes after ${counted(story.length, 'step')}:`,
    ...explorationStory(story, words),
    ...againInWords(model, replayed, io),
  ];
}

export function exploredAsText(explored: Explored, io: CommandIo): string[] {
  const { paint } = io;
  const { model, search, report, replays, reachability } = explored;
  const { scenario, properties = [], goals = [], bounds, reach, clockRules, without } = model;
  const broken = new Map(search.breaches.map((breach) => [breach.property, breach]));
  const words = (operation: object) =>
    scenario.operations?.inWords(operation) ?? JSON.stringify(operation);
  const isComplete = isDone(explored);
  const { reached } = search;
  return [
    `${paint.bold(scenario.id)}  every order of events`,
    '',
    ...columns([
      [paint.dim('nodes'), model.nodes.map(({ id }) => id).join(' ')],
      [paint.dim('bounds'), boundsInWords(bounds, reach).join(', ')],
      [paint.dim('distinct'), inDigits(report.distinct)],
      [paint.dim('generated'), inDigits(report.generated)],
      [paint.dim('depth'), inDigits(report.depth)],
      [paint.dim('search'), endInWords(report, search)],
    ]),
    '',
    ...columns([
      ...properties.map(({ id, says }) => {
        const breach = broken.get(id);
        if (breach !== undefined) return [paint.red('broken'), id, breach.message];
        return [isComplete ? paint.green('holds') : paint.yellow('open'), id, says];
      }),
      ...goals.flatMap(({ id, says }) => {
        const story = reached.get(id);
        if (story === undefined) return [];
        return [['reached', id, `${says}: after ${counted(story.length, 'step')}`]];
      }),
      ...(reachability === undefined || reachability.traps !== undefined
        ? []
        : [[paint.green('holds'), reachability.goal, 'can be reached from every state']]),
    ]),
    ...notReachedInWords(goals.filter(({ id }) => !reached.has(id))),
    ...notJudgedInWords(clockRules, without),
    ...search.breaches.flatMap((breach) => {
      const replayed = must(replays.get(breach.property), 'the replay of a breach');
      return [
        '',
        `${paint.bold(breach.property)} in ${counted(breach.story.length, 'step')}: ${breach.message}`,
        ...explorationStory(breach.story, words),
        ...againInWords(model, replayed, io),
      ];
    }),
    ...trapsInWords(explored, words, io),
  ];
}
