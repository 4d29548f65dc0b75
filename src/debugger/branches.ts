/** Commands for branches: list them, go over to one, compare two futures. */

import { metricInWords } from '../check/figures.ts';
import { columns } from '../draw/text.ts';
import { differenceOf, metricsSideBySide } from '../lab/diff.ts';
import { InputError } from '../lab/input-error.ts';
import { interventionInWords } from '../lab/intervention.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Session } from '../lab/session.ts';
import { sentenceOf } from '../lab/words.ts';
import { counted, inDigits } from '../words/numbers.ts';
import { inTime } from '../words/units.ts';
import { type Branch, keepFuture, type Outcome, outcomeOf, ownCourse } from './branch.ts';
import { type Choice, type Command, type Debugger, moved, told } from './command.ts';

const list: Command = {
  word: 'branches',
  key: 'y',
  takes: '',
  says: 'the futures that were left for another',
  act(debugging) {
    const { playback } = debugging;
    const rows = choicesOf(debugging).map(({ words, says }) => [words, says]);
    const here = ['here', inShort(playback.scenario, playback.session)];
    const data = {
      here: playback.session.interventions,
      branches: debugging.branches.map(({ session, leftAtMs }, place) => ({
        ...{ number: place + 1, interventions: session.interventions, leftAtMs },
      })),
    };
    return told(columns([here, ...rows]), data);
  },
};

const goOver: Command = {
  word: 'switch',
  key: 'Y',
  takes: '<branch>',
  says: 'to another future, which this one takes the place of',
  choices: (_, debugging) => choicesOf(debugging),
  act(debugging, [text]) {
    const { playback, branches } = debugging;
    const number = numberIn(text, debugging, 'Switch');
    const session = sessionOf(number, debugging);
    const here = playback.session;
    if (number !== ownCourse) branches.splice(number - 1, 1);
    const kept = keepFuture(branches, here, playback.run.world.kernel.nowMs);
    playback.open({ ...session, at: Math.min(here.at, fork(here, session)), untilMs: undefined });
    return moved(`The future that was left is branch ${kept}.`);
  },
};

const compare: Command = {
  word: 'compare',
  key: '=',
  takes: '[branch]',
  says: 'this future with another: first difference, verdicts',
  act(debugging, [text]) {
    const { playback, branches } = debugging;
    const number = text === undefined ? branches.length : numberIn(text, debugging, 'Compare');
    const { scenario, session } = playback;
    const [here, there] = [session, sessionOf(number, debugging)].map((one) =>
      outcomeOf(scenario, one),
    );
    if (here === undefined || there === undefined) return told([]);
    return comparison(scenario, here, there, `branch ${number}`);
  },
};

export const branchCommands: readonly Command[] = [list, goOver, compare];

function choicesOf({ playback, branches }: Debugger): Choice[] {
  const { scenario } = playback;
  return [
    { words: `${ownCourse}`, says: 'the run with nothing done by hand' },
    ...branches.map(({ session, leftAtMs }: Branch, place) => ({
      words: `${place + 1}`,
      says: `${inShort(scenario, session)}; left at ${inTime(leftAtMs, 6)}`,
    })),
  ];
}

/** What is done by hand in a future, in words. */
function inShort(scenario: AnyScenario, { interventions }: Session): string {
  if (interventions.length === 0) return 'nothing done by hand';
  const done = interventions.map(({ event, intervention }) => {
    return `${interventionInWords(intervention, scenario)} at event ${event}`;
  });
  return `${counted(interventions.length, 'intervention')}: ${done.join(', ')}`;
}

function numberIn(text: string | undefined, { branches }: Debugger, verb: string): number {
  const number = Number(text === '' ? NaN : text);
  if (Number.isInteger(number) && number >= 0 && number <= branches.length) return number;
  const range = branches.length === 0 ? '0' : `0 to ${branches.length}`;
  const problem = text === undefined ? `${verb} to which branch?` : `There is no branch "${text}".`;
  throw new InputError(`${problem} There are: ${range}. See them with: branches`);
}

function sessionOf(number: number, { playback, branches }: Debugger): Session {
  const branch = branches[number - 1];
  return branch?.session ?? { ...playback.session, interventions: [], untilMs: undefined };
}

/** After how many events two futures part, by what is done by hand in them. */
function fork({ interventions: mine }: Session, { interventions: others }: Session): number {
  const place = mine.findIndex((one, at) => JSON.stringify(one) !== JSON.stringify(others[at]));
  const events = [
    mine[place === -1 ? mine.length : place],
    others[place === -1 ? mine.length : place],
  ];
  return Math.min(...events.map((one) => one?.event ?? Infinity));
}

function comparison(scenario: AnyScenario, here: Outcome, there: Outcome, name: string) {
  const a = { ...here, story: [] };
  const b = { ...there, story: [] };
  const { event } = differenceOf(a, b);
  const summary = ({ verdict, broken }: Outcome) => ({ verdict, broken });
  const data = { event: event ?? null, here: summary(here), there: summary(there) };
  if (event === undefined) return told([`Both are the same run: ${here.verdict}.`], data);
  const last = here.events[event - 1];
  const shared =
    last === undefined
      ? 'They part at the first event:'
      : `The same up to event ${inDigits(event - 1)}, at ${inTime(last.atMs, 6)}. Then:`;
  const next = (who: string, { events }: Outcome) => {
    const first = events[event];
    if (first === undefined) return [who, '', '', 'is over'];
    return [who, `#${first.id}`, inTime(first.atMs, 6), sentenceOf(first, scenario)];
  };
  const differing = metricsSideBySide(a, b).filter(
    (pair) => JSON.stringify(pair.a) !== JSON.stringify(pair.b),
  );
  const unitOf = (metric: string) => scenario.metrics[metric]?.unit ?? '';
  return told(
    [
      shared,
      ...columns([next('here', here), next(name, there)], '  '),
      '',
      ...columns([
        ['', 'here', name],
        ['verdict', here.verdict.toUpperCase(), there.verdict.toUpperCase()],
        ['broken', here.broken.join(' ') || 'nothing', there.broken.join(' ') || 'nothing'],
        ['events', inDigits(here.events.length), inDigits(there.events.length)],
        ...differing.map((pair) => [
          pair.name,
          metricInWords(pair.a, unitOf(pair.name)),
          metricInWords(pair.b, unitOf(pair.name)),
        ]),
      ]),
    ],
    data,
  );
}
