/** What a command of the debugger is: the same for the keys of the screen and for lines of text. */
import { InputError } from '../lab/input-error.ts';
import type { Intervention } from '../lab/intervention.ts';
import { type Picture, pictureOf, type Row } from '../lab/picture.ts';
import type { Playback } from '../lab/session.ts';
import type { Fault } from '../world/fault.ts';
import { type Branch, keepFuture } from './branch.ts';
import type { Breakpoint } from './breakpoint.ts';

/** What commands work with. Whatever needs files is handed in, so that commands can be tested. */
export interface Debugger {
  /** What the program was called by. */
  readonly program: string;
  readonly playback: Playback;
  /** Only rows in which this occurs are shown. */
  shown: string;
  /** Futures that were left when something was done by hand before their end. */
  readonly branches: Branch[];
  readonly breakpoints: Breakpoint[];
  /** The code around a rule. */
  readonly codeOf: (rule: string) => readonly string[];
  /** Writes a file, and says where it is. Throws InputError. */
  readonly save: (path: string, text: string) => string;
}

/** What a debugger knows besides the run, before anything was asked of it. */
export const nothingKept = () => ({ shown: '', branches: [], breakpoints: [] });

/** The picture of a moment, with what was asked of the debugger. */
export interface DebuggerPicture extends Picture {
  /** The rows that are shown, if not all: those with this text, of so many. */
  readonly filter: { readonly text: string; readonly of: number } | null;
  readonly breakpoints: readonly string[];
  /** How many other futures are kept. */
  readonly branches: number;
}

/** The picture of the moment, as far as it is to be shown. */
export function pictureAt(debugging: Debugger): DebuggerPicture {
  const { playback, shown, branches } = debugging;
  const picture = pictureOf(playback);
  const breakpoints = debugging.breakpoints.map(({ text }) => text);
  const all = { ...picture, filter: null, breakpoints, branches: branches.length };
  if (shown === '') return all;
  const rows = picture.rows.filter((row) => rowText(row).includes(shown));
  return { ...all, rows, filter: { text: shown, of: picture.rows.length } };
}

function rowText({ name, cells }: Row): string {
  return [name, ...cells.map(([, value]) => value)].join(' ');
}

/** `moved`: the frame tells the rest. `told`: it has not moved. */
export type Reply =
  | { readonly kind: 'moved'; readonly lines: readonly string[] }
  | {
      readonly kind: 'told';
      readonly lines: readonly string[];
      /** The one word that was asked for, to be copied whole. */
      readonly copies?: string;
      /** The same as plain data. */
      readonly data?: unknown;
    }
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
  readonly choices?: (playback: Playback, debugging: Debugger) => readonly Choice[];
  /** Throws InputError, with nothing done, for words that make no sense. */
  readonly act: (debugging: Debugger, words: readonly string[]) => Reply;
}

type ByHand = Omit<Command, 'act'> & {
  readonly intervention: (words: readonly string[], playback: Playback) => Intervention;
};

/** A command that intervenes. */
export const by = ({ intervention, ...command }: ByHand): Command => ({
  ...command,
  act: (debugging: Debugger, words: readonly string[]): Reply => {
    const { playback } = debugging;
    const { isInPast, session } = playback;
    const { nowMs } = playback.run.world.kernel;
    playback.intervene(intervention(words, playback));
    if (!isInPast) return moved();
    const number = keepFuture(debugging.branches, session, nowMs);
    return moved(
      `What happens without it is branch ${number}: compare ${number}, or switch ${number}.`,
    );
  },
});

export const byFault = (fault: Fault): Intervention => ({ kind: 'fault', fault });

export const moved = (...lines: readonly string[]): Reply => ({ kind: 'moved', lines });

export const told = (lines: readonly string[], data?: unknown): Reply =>
  data === undefined ? { kind: 'told', lines } : { kind: 'told', lines, data };

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
