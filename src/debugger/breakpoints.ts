/** Commands for breakpoints: set, list, delete, and go to where one is hit, on or back. */

import { columns } from '../draw/text.ts';
import { InputError } from '../lab/input-error.ts';
import { sentenceOf } from '../lab/words.ts';
import { eventKinds } from '../trace/event.ts';
import { BreakpointWatch, breakpointForms, breakpointFrom, type Hit } from './breakpoint.ts';
import { type Choice, type Command, type Debugger, moved, type Reply, told } from './command.ts';
import { orStay } from './moves.ts';

const set: Command = {
  word: 'break',
  key: '!',
  takes: '<at>',
  says: 'stop at a rule, note, event, node, violation or state',
  choices: ({ scenario: { sim }, run }) => [
    { words: 'violated', says: 'any property' },
    ...sim.notes.kinds.map((kind) => choice('note', kind)),
    ...sim.rules.ids.map((rule) => choice('rule', rule)),
    ...run.world.nodes.map(({ self }) => choice('node', self)),
    ...[...run.reports().invariants, ...run.reports().goals].map(({ id }) =>
      choice('violated', id),
    ),
    ...eventKinds.map((kind) => choice('event', kind)),
  ],
  act({ breakpoints, playback }, words) {
    const breakpoint = breakpointFrom(words, playback);
    const place = breakpoints.findIndex(({ text }) => text === breakpoint.text);
    if (place === -1) breakpoints.push(breakpoint);
    const number = place === -1 ? breakpoints.length : place + 1;
    return told([`Breakpoint ${number}: ${breakpoint.text}.`], { number, at: breakpoint.text });
  },
};

const choice = (form: string, what: string): Choice => ({ words: `${form} ${what}`, says: '' });

const list: Command = {
  word: 'breakpoints',
  key: '@',
  takes: '',
  says: 'every breakpoint, and how others are written',
  act({ breakpoints }) {
    if (breakpoints.length === 0) {
      return told(['There are none. Write:', ...breakpointForms.map((form) => `  break ${form}`)]);
    }
    return told(
      columns(breakpoints.map(({ text }, place) => [`${place + 1}`, text])),
      breakpoints.map(({ text }, place) => ({ number: place + 1, at: text })),
    );
  },
};

const remove: Command = {
  word: 'delete',
  key: '~',
  takes: '<number>',
  says: 'delete a breakpoint by its number, or all',
  choices: (_, { breakpoints }) => [
    ...breakpoints.map(({ text }, place) => ({ words: `${place + 1}`, says: text })),
    ...(breakpoints.length > 1 ? [{ words: 'all', says: '' }] : []),
  ],
  act({ breakpoints }, [which = '']) {
    if (which === 'all') {
      breakpoints.length = 0;
      return told(['There are no breakpoints now.']);
    }
    const number = Number(which);
    const [gone] = Number.isInteger(number) && number > 0 ? breakpoints.splice(number - 1, 1) : [];
    if (gone === undefined) {
      throw new InputError(`There is no breakpoint "${which}". See them with: breakpoints`);
    }
    return told([`Breakpoint ${number}, ${gone.text}, is deleted.`]);
  },
};

const goOn: Command = {
  word: 'continue',
  key: '>',
  takes: '',
  says: 'on to where a breakpoint is hit',
  act(debugging) {
    const { playback } = debugging;
    requireBreakpoints(debugging);
    const watch = new BreakpointWatch(playback, debugging.breakpoints);
    let hits: readonly Hit[] = [];
    const stop = () => {
      hits = watch.hits();
      return hits.length > 0;
    };
    const reply = orStay(playback, stop, () => 'No breakpoint is hit from here on.');
    return hits.length > 0 ? stopped(debugging, hits) : reply;
  },
};

const goBack: Command = {
  word: 'reverse',
  key: '<',
  takes: '',
  says: 'back to where a breakpoint was hit last',
  act(debugging) {
    const { playback } = debugging;
    requireBreakpoints(debugging);
    const { at, untilMs } = playback.session;
    playback.goTo(0);
    const watch = new BreakpointWatch(playback, debugging.breakpoints);
    let last: { at: number; hits: readonly Hit[] } | undefined;
    // Where time has been let pass since, the last moment itself lies back.
    const isBefore = () => playback.events.length < at || untilMs !== undefined;
    while (playback.events.length < at && playback.step()) {
      const hits = watch.hits();
      if (hits.length > 0 && isBefore()) last = { at: playback.events.length, hits };
    }
    playback.goTo(last?.at ?? at);
    if (last !== undefined) return stopped(debugging, last.hits);
    if (untilMs !== undefined) playback.waitUntil(untilMs);
    return moved('No breakpoint was hit before this.');
  },
};

export const breakpointCommands: readonly Command[] = [set, list, remove, goOn, goBack];

function requireBreakpoints({ breakpoints }: Debugger): void {
  if (breakpoints.length > 0) return;
  throw new InputError('There are no breakpoints. Set one, such as: break violated');
}

const stopped = (debugging: Debugger, hits: readonly Hit[]): Reply =>
  moved(hitsInWords(debugging, hits));

export function hitsInWords(
  { breakpoints, playback: { scenario } }: Debugger,
  hits: readonly Hit[],
): string {
  const said = hits.map(({ number, event }) => {
    const at = event === undefined ? '' : `: #${event.id} ${sentenceOf(event, scenario)}`;
    return `breakpoint ${number} (${breakpoints[number - 1]?.text})${at}`;
  });
  return `Stopped at ${said.join('; ')}.`;
}
