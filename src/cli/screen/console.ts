/**
 * The debugger on a screen, apart from the screen: what each key does, and what is shown. It knows
 * no terminal, so that tests can press its keys.
 */

import { BreakpointWatch } from '../../debugger/breakpoint.ts';
import { hitsInWords } from '../../debugger/breakpoints.ts';
import { type Command, type Debugger, pictureAt, type Reply } from '../../debugger/command.ts';
import { commands, obey } from '../../debugger/commands.ts';
import { outcomeLines } from '../../debugger/outcome.ts';
import { oneLine } from '../../draw/colour.ts';
import { wrapped } from '../../draw/text.ts';
import { InputError } from '../../lab/input-error.ts';
import { beginning, displayWidth } from '../../words/width.ts';
import { clipped } from '../render/fit.ts';
import { type FrameStyle, frameLines, type Size } from './frame.ts';
import type { Key } from './keys.ts';
import {
  lineOf,
  type Picker,
  pickerLines,
  pickerOf,
  pickerPrompt,
  pressInPicker,
  typedWith,
} from './picker.ts';

/** What lies over the frame. */
type Overlay =
  | { readonly kind: 'none' }
  /** Something to read; `top` lines have been read. */
  | { readonly kind: 'text'; readonly lines: readonly string[]; readonly top: number }
  /** A word to copy whole. */
  | { readonly kind: 'word'; readonly word: string }
  /** Something to choose from. */
  | Picker
  /** Something to type. */
  | { readonly kind: 'words'; readonly command: Command; readonly typed: string };

export interface ConsoleState {
  readonly overlay: Overlay;
  /** What the last command had to say. */
  readonly message: string;
  /** What the last key put into the clipboard. */
  readonly copied: string | undefined;
  /** How many lines of the tables are scrolled past. */
  readonly top: number;
  readonly playing: boolean;
  /** The place in `speeds`. */
  readonly speed: number;
  readonly quit: boolean;
}

/** Moments a second. */
export const speeds = [1, 2, 5, 10, 20, 50, 100, 500];

export const firstState: ConsoleState = {
  overlay: { kind: 'none' },
  message: '? shows every key',
  copied: undefined,
  top: 0,
  playing: false,
  speed: 3,
  quit: false,
};

const none: Overlay = { kind: 'none' };

/** What a key does, to the debugging and to the console. */
export function press(debugging: Debugger, state: ConsoleState, key: Key): ConsoleState {
  const now = { ...state, copied: undefined };
  const { overlay } = now;
  switch (overlay.kind) {
    case 'text':
      return pressInText(now, overlay, key);
    case 'word':
      return { ...now, overlay: none };
    case 'choice':
      return pressInChoice(debugging, now, overlay, key);
    case 'words':
      return pressInWords(debugging, now, overlay, key);
    default:
      return pressInFrame(debugging, now, key);
  }
}

/**
 * While it plays: the next moment, or, where there are no nodes and events are rare, a hundredth of
 * the run. It stops at breakpoints, and at the end of the run with what it came to.
 */
export function tick(debugging: Debugger, state: ConsoleState): ConsoleState {
  const { playback, breakpoints } = debugging;
  const watch = new BreakpointWatch(playback, breakpoints);
  if (playback.run.world.nodes.length === 0 || !playback.step()) {
    const { nowMs } = playback.run.world.kernel;
    playback.waitUntil(nowMs + playback.run.durationMs / 100);
  }
  const hits = watch.hits();
  if (hits.length > 0) return { ...state, playing: false, message: hitsInWords(debugging, hits) };
  if (playback.run.world.kernel.nowMs < playback.run.durationMs) return { ...state };
  return withLines({ ...state, playing: false }, outcomeLines(playback));
}

const scrolled = new Map<Key, number>([
  ['down', 1],
  ['up', -1],
  ['page-down', 10],
  ['page-up', -10],
]);

function pressInFrame(debugging: Debugger, state: ConsoleState, key: Key): ConsoleState {
  const by = scrolled.get(key);
  if (by !== undefined) {
    // Headings are lines too; whoever scrolls past the end sees the last line.
    const most = 2 * pictureAt(debugging).rows.length;
    return { ...state, message: '', top: Math.max(0, Math.min(most, state.top + by)) };
  }
  if (key === 'escape') return { ...state, message: '', top: 0, playing: false };
  if (key === '+' || key === '-') return withSpeed(state, key === '+' ? 1 : -1);
  const short = { right: 's', left: 'b', ' ': 'p' }[key as string] ?? key;
  const command = commands.find((one) => one.key === short);
  if (command === undefined) {
    return { ...state, message: `Key "${key}" does nothing. ? shows every key.` };
  }
  if (!command.takes.startsWith('<')) return does(debugging, state, command.word);
  if (command.choices === undefined) {
    return { ...state, overlay: { kind: 'words', command, typed: '' }, playing: false };
  }
  const choices = command.choices(debugging.playback, debugging);
  if (choices.length === 0) {
    return { ...state, message: `There is nothing to ${command.word} now.` };
  }
  return { ...state, overlay: pickerOf(command, choices), playing: false };
}

function pressInText(
  state: ConsoleState,
  overlay: Overlay & { kind: 'text' },
  key: Key,
): ConsoleState {
  const by = key === ' ' ? 10 : scrolled.get(key);
  if (by === undefined) return { ...state, overlay: none };
  const top = Math.max(0, Math.min(overlay.lines.length - 1, overlay.top + by));
  return { ...state, overlay: { ...overlay, top } };
}

function pressInChoice(
  debugging: Debugger,
  state: ConsoleState,
  picker: Picker,
  key: Key,
): ConsoleState {
  if (key === 'escape') return { ...state, overlay: none, message: '' };
  if (key === 'return') return does(debugging, { ...state, overlay: none }, lineOf(picker));
  return { ...state, overlay: pressInPicker(picker, key) };
}

function pressInWords(
  debugging: Debugger,
  state: ConsoleState,
  overlay: Overlay & { kind: 'words' },
  key: Key,
): ConsoleState {
  const { command, typed } = overlay;
  if (key === 'escape') return { ...state, overlay: none, message: '' };
  if (key === 'return') {
    return does(debugging, { ...state, overlay: none }, `${command.word} ${typed}`);
  }
  return { ...state, overlay: { ...overlay, typed: typedWith(typed, key) } };
}

function does(debugging: Debugger, state: ConsoleState, line: string): ConsoleState {
  try {
    return after(obey(debugging, line), { ...state, message: '' });
  } catch (error) {
    if (error instanceof InputError) return { ...state, message: error.message };
    throw error;
  }
}

function after(reply: Reply, state: ConsoleState): ConsoleState {
  switch (reply.kind) {
    case 'moved':
      return withLines(state, reply.lines);
    case 'told': {
      const { copies, lines } = reply;
      if (copies === undefined) return withLines(state, lines);
      return { ...state, copied: copies, overlay: { kind: 'word', word: copies } };
    }
    case 'play':
      return { ...state, playing: !state.playing };
    case 'quit':
      return { ...state, quit: true };
  }
}

/** A line stays below the frame until the next key; several are read over it. */
function withLines(state: ConsoleState, lines: readonly string[]): ConsoleState {
  const [message = ''] = lines;
  if (lines.length <= 1) return { ...state, message };
  return { ...state, overlay: { kind: 'text', lines, top: 0 } };
}

function withSpeed(state: ConsoleState, by: number): ConsoleState {
  const speed = Math.max(0, Math.min(speeds.length - 1, state.speed + by));
  return { ...state, speed, message: `${speeds[speed]} moments a second` };
}

export interface Shown {
  /** Exactly as many lines as the size has rows. */
  readonly lines: readonly string[];
  /** A text that runs on over several of the rows, from the row `top`. */
  readonly flowing?: { readonly text: string; readonly top: number };
}

/** At most so many rows for a message. */
const messageRows = 4;

/** The frame, or what lies over it, and at the bottom a message or a prompt. */
export function consoleLines(
  debugging: Debugger,
  state: ConsoleState,
  size: Size,
  style: FrameStyle,
): Shown {
  const { columns, rows } = size;
  const most = Math.max(1, Math.min(messageRows, Math.floor(rows / 3)));
  const bottom = folded(oneLine(lastLine(state)), columns).slice(0, most);
  const body = Math.max(0, rows - bottom.length);
  const lines = bodyLines(debugging, state, { columns, rows: body }, style).slice(0, body);
  const blanks = Array.from({ length: Math.max(0, body - lines.length) }, () => '');
  const all = [...lines, ...blanks, ...bottom.map((line) => style.paint.dim(line))].slice(-rows);
  const { overlay } = state;
  const isWhole = overlay.kind === 'word' && overlay.word.length <= (body - wordTop) * columns;
  return isWhole ? { lines: all, flowing: { text: overlay.word, top: wordTop } } : { lines: all };
}

/** The row at which a word begins. */
const wordTop = 2;

function bodyLines(
  debugging: Debugger,
  { overlay, top }: ConsoleState,
  size: Size,
  style: FrameStyle,
): string[] {
  const { columns, rows } = size;
  switch (overlay.kind) {
    case 'text':
      return overlay.lines.slice(overlay.top).flatMap((line) => folded(oneLine(line), columns));
    case 'word': {
      const title = 'In one piece, and in the clipboard if the terminal allows it (OSC 52):';
      return [clipped(title, columns), '', ...cut(oneLine(overlay.word), columns)];
    }
    case 'choice': {
      const list = pickerLines(overlay, columns, Math.floor(rows * 0.6), style.paint);
      const rest = { columns, rows: rows - list.length };
      return [...list, ...frameLines(pictureAt(debugging), rest, style, top)];
    }
    default:
      return frameLines(pictureAt(debugging), size, style, top);
  }
}

/** A line on as many as it takes, broken between words, or within one that is too long. */
function folded(line: string, columns: number): string[] {
  if (displayWidth(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0].slice(0, Math.floor(columns / 2)) ?? '';
  const broken = wrapped(line.trim().replaceAll(/ {3,}/g, '  '), indent, columns);
  return broken.split('\n').flatMap((part) => cut(part, columns));
}

/** A line in pieces as wide as the screen. */
function cut(line: string, columns: number): string[] {
  const pieces: string[] = [];
  for (let left = line; left !== '' || pieces.length === 0; ) {
    const piece = beginning(left, columns);
    const [first = ''] = left;
    // A character that is wider than the screen has no place on it.
    pieces.push(piece === '' && first !== '' ? '…' : piece);
    left = left.slice(piece === '' ? first.length : piece.length);
  }
  return pieces;
}

function lastLine({ overlay, message, playing, speed }: ConsoleState): string {
  switch (overlay.kind) {
    case 'text':
      return 'up and down to read on, any other key to go back';
    case 'word':
      return 'any key to go back';
    case 'choice':
      return pickerPrompt(overlay);
    case 'words':
      return `${overlay.command.word} ${overlay.command.takes}: ${overlay.typed}_`;
    default:
      return playing
        ? `playing, ${speeds[speed]} moments a second; p stops`
        : message || firstState.message;
  }
}
