/**
 * The debugger on a screen, apart from the screen: what each key does. It knows no terminal, so that
 * tests can press its keys; `console-lines.ts` says what is shown.
 */

import { BreakpointWatch } from '../../debugger/breakpoint.ts';
import { hitsInWords } from '../../debugger/breakpoints.ts';
import { type Command, type Debugger, pictureAt, type Reply } from '../../debugger/command.ts';
import { commands, obey } from '../../debugger/commands.ts';
import { outcomeLines } from '../../debugger/outcome.ts';
import { InputError } from '../../lab/input-error.ts';
import type { Key } from './keys.ts';
import { lineOf, type Picker, pickerOf, pressInPicker, typedWith } from './picker.ts';

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
