/** Commands that ask about the run, or keep it. None of them moves it. */

import { reasonLines } from '../draw/reasons.ts';
import { shellWord } from '../draw/text.ts';
import { InputError } from '../lab/input-error.ts';
import { run } from '../lab/run.ts';
import type { Playback } from '../lab/session.ts';
import { encodeToken, identityOf } from '../lab/token.ts';
import { lastTold, why } from '../lab/why.ts';
import { counted } from '../words/numbers.ts';
import { type Command, eventIn, moved, told } from './command.ts';

const whyCommand: Command = {
  word: 'why',
  key: 'w',
  takes: '[event]',
  says: 'what led to the last event, or to that one',
  act({ playback }, [number]) {
    const { events, present, scenario } = playback;
    const id = number === undefined ? lastTold(present, scenario)?.id : eventIn(number);
    if (id === undefined || events[id] === undefined) {
      throw new InputError(`There has been no event ${number} yet.`);
    }
    return told(reasonLines(why(events, id, scenario)));
  },
};

const code: Command = {
  word: 'code',
  key: 'k',
  takes: '[rule]',
  says: 'the code of a rule, or of the last that decided',
  choices: ({ scenario: { sim } }) =>
    sim.rules.ids.map((id) => ({ words: id, says: sim.rules.get(id).source })),
  act({ playback, codeOf }, [name]) {
    const { rules } = playback.scenario.sim;
    const rule = name?.replace(`${rules.sim}/`, '') ?? lastRule(playback);
    if (rule === undefined || !rules.has(rule)) {
      const which = rule === undefined ? 'No rule has decided anything yet.' : `No rule "${rule}".`;
      throw new InputError(`${which} There are: ${rules.ids.join(', ')}.`);
    }
    const { because, source, protects } = rules.get(rule);
    const head = [
      `${rules.sim}/${rule}`,
      `Without it ${because}.`,
      `${source}; protects ${protects}`,
    ];
    return told([...head, '', ...codeOf(rule)]);
  },
};

const show: Command = {
  word: 'show',
  key: '/',
  takes: '<text>',
  says: 'only rows in which this occurs; all of them: show *',
  act(debugging, words) {
    const text = words.join(' ');
    if (text === '') throw new InputError('Which rows? Write show <text>, or show * for all.');
    debugging.shown = text === '*' ? '' : text;
    return moved();
  },
};

const token: Command = {
  word: 'token',
  key: 'T',
  takes: '',
  says: 'the token of the run and all that is done by hand',
  act({ playback }) {
    const word = tokenOf(playback);
    return { kind: 'told', lines: [word], copies: word };
  },
};

const save: Command = {
  word: 'save',
  key: 'S',
  takes: '<file>',
  says: 'write the token to a file, which replay reads',
  act({ playback, save, program }, [file]) {
    if (file === undefined) throw new InputError('Where to? Write save <file>.');
    const place = save(file, `${tokenOf(playback)}\n`);
    const { length } = playback.session.interventions;
    const what = `the token of this run with ${counted(length, 'intervention')}`;
    return told([`wrote ${what} to ${place}; do it again: ${program} replay ${shellWord(file)}`]);
  },
};

const quit: Command = {
  word: 'quit',
  key: 'q',
  takes: '',
  says: 'leave',
  act: () => ({ kind: 'quit' }),
};

export const questions: readonly Command[] = [whyCommand, code, show, token, save, quit];

/** The run is carried out to its end, since its digest is part of the token. */
function tokenOf({ scenario, session }: Playback): string {
  const { at, untilMs, ...options } = session;
  return encodeToken(identityOf({ scenario, options }, run(scenario, options)));
}

function lastRule({ events }: Playback): string | undefined {
  for (const event of events.toReversed()) {
    if (event.kind === 'note' && event.detail.rule !== undefined) return event.detail.rule;
  }
  return undefined;
}
