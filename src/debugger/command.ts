/** What a command of the debugger is: the same for the keys of the screen and for lines of text. */
import { InputError } from '../lab/input-error.ts';
import type { Intervention } from '../lab/intervention.ts';
import { type Picture, pictureOf, type Row } from '../lab/picture.ts';
import type { Playback } from '../lab/session.ts';
import type { Fault } from '../world/fault.ts';

/** What commands work with. Whatever needs files is handed in, so that commands can be tested. */
export interface Debugger {
  /** What the program was called by. */
  readonly program: string;
  readonly playback: Playback;
  /** Only rows in which this occurs are shown. */
  shown: string;
  /** The code around a rule. */
  readonly codeOf: (rule: string) => readonly string[];
  /** Writes a file. Throws InputError. */
  readonly save: (path: string, text: string) => void;
}

/** The picture of the moment, as far as it is to be shown. */
export function pictureAt({ playback, shown }: Debugger): Picture {
  const picture = pictureOf(playback);
  if (shown === '') return picture;
  return { ...picture, rows: picture.rows.filter((row) => rowText(row).includes(shown)) };
}

function rowText({ name, cells }: Row): string {
  return [name, ...cells.map(([, value]) => value)].join(' ');
}

/** `moved`: the frame tells the rest. */
export type Reply =
  | { readonly kind: 'moved'; readonly text?: string }
  | { readonly kind: 'told'; readonly lines: readonly string[] }
  | { readonly kind: 'play' }
  | { readonly kind: 'quit' };

export interface Choice {
  /** What is typed after the command. */
  readonly words: string;
  readonly says: string;
}

export interface Command {
  readonly word: string;
  /** Its key on the screen, which is also its short form in a line of text. */
  readonly key: string;
  /** What follows the word: `[count]` may be left out, `<node>` may not. */
  readonly takes: string;
  readonly says: string;
  /** What the screen offers; it asks for words where there is nothing to choose from. */
  readonly choices?: (playback: Playback) => readonly Choice[];
  /** Throws InputError, with nothing done, for words that make no sense. */
  readonly act: (debugging: Debugger, words: readonly string[]) => Reply;
}

type ByHand = Omit<Command, 'act'> & {
  readonly intervention: (words: readonly string[], playback: Playback) => Intervention;
};

/** A command that intervenes. */
export const by = ({ intervention, ...command }: ByHand): Command => ({
  ...command,
  act: ({ playback }: Debugger, words: readonly string[]): Reply => {
    playback.intervene(intervention(words, playback));
    return moved();
  },
});

export const byFault = (fault: Fault): Intervention => ({ kind: 'fault', fault });

export const moved = (text?: string): Reply =>
  text === undefined ? { kind: 'moved' } : { kind: 'moved', text };

/** A whole number from 1; `fallback` where nothing was given. Throws InputError. */
export function countIn(text: string | undefined, fallback: number): number {
  return text === undefined ? fallback : wholeNumber(text, 'a whole number from 1', 1);
}

/** The number of an event or a message, with or without its `#`. Throws InputError. */
export function eventIn(text: string | undefined): number {
  return wholeNumber((text ?? '').replace(/^#/, ''), 'the number of an event', 0);
}

function wholeNumber(text: string, what: string, least: number): number {
  const number = Number(text);
  if (text !== '' && Number.isInteger(number) && number >= least) return number;
  throw new InputError(`"${text}" is not ${what}.`);
}
