/**
 * The debugger on a screen, apart from the screen: what each key does, and what is shown. It knows
 * no terminal, so that tests can press its keys.
 */

import {
  type Choice,
  type Command,
  type Debugger,
  pictureAt,
  type Reply,
} from '../../debugger/command.ts';
import { commands, obey } from '../../debugger/commands.ts';
import { oneLine } from '../../draw/colour.ts';
import { InputError } from '../../lab/input-error.ts';
import { beginning, displayWidth } from '../../words/width.ts';
import { clipped } from '../render/fit.ts';
import { type FrameStyle, frameLines, type Size } from './frame.ts';

/** A key: its character, or its name. */
export type Key =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'return'
  | 'escape'
  | 'backspace'
  | (string & {});

/** What lies over the frame. */
type Overlay =
  | { readonly kind: 'none' }
  /** Something to read. */
  | { readonly kind: 'text'; readonly lines: readonly string[]; readonly top: number }
  /** Something to choose from. */
  | {
      readonly kind: 'choice';
      readonly command: Command;
      readonly choices: readonly Choice[];
      readonly chosen: number;
    }
  /** Something to type. */
  | { readonly kind: 'words'; readonly command: Command; readonly typed: string };

export interface ConsoleState {
  readonly overlay: Overlay;
  /** What the last command had to say. */
  readonly message: string;
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
  playing: false,
  speed: 3,
  quit: false,
};

const none: Overlay = { kind: 'none' };

/** What a key does, to the debugging and to the console. */
export function press(debugging: Debugger, state: ConsoleState, key: Key): ConsoleState {
  switch (state.overlay.kind) {
    case 'text':
      return pressInText(state, state.overlay, key);
    case 'choice':
      return pressInChoice(debugging, state, state.overlay, key);
    case 'words':
      return pressInWords(debugging, state, state.overlay, key);
    default:
      return pressInFrame(debugging, state, key);
  }
}

/**
 * While it plays: the next moment, or, where there are no nodes and events are rare, a hundredth of
 * the run. It stops where the run is over.
 */
export function tick({ playback }: Debugger, state: ConsoleState): ConsoleState {
  const { world, durationMs } = playback.run;
  if (world.nodes.length > 0 && playback.step()) return state;
  playback.waitUntil(world.kernel.nowMs + durationMs / 100);
  if (playback.run.world.kernel.nowMs < durationMs) return state;
  return { ...state, playing: false, message: 'The run is over.' };
}

function pressInFrame(debugging: Debugger, state: ConsoleState, key: Key): ConsoleState {
  if (key === '+' || key === '-') return withSpeed(state, key === '+' ? 1 : -1);
  const short = { right: 's', left: 'b', ' ': 'p' }[key as string] ?? key;
  const command = commands.find((one) => one.key === short);
  if (command === undefined)
    return { ...state, message: `Key "${key}" does nothing. ? shows all.` };
  const choices = command.choices?.(debugging.playback) ?? [];
  const needsWords = command.takes.startsWith('<');
  if (needsWords && choices.length > 0) {
    return { ...state, overlay: { kind: 'choice', command, choices, chosen: 0 }, playing: false };
  }
  if (needsWords && command.choices !== undefined) {
    return { ...state, message: `There is nothing to ${command.word} now.` };
  }
  if (needsWords)
    return { ...state, overlay: { kind: 'words', command, typed: '' }, playing: false };
  return does(debugging, state, command.word);
}

function pressInText(
  state: ConsoleState,
  overlay: Overlay & { kind: 'text' },
  key: Key,
): ConsoleState {
  const by = { down: 1, up: -1, ' ': 10 }[key as string];
  if (by === undefined) return { ...state, overlay: none };
  const top = Math.max(0, Math.min(overlay.lines.length - 1, overlay.top + by));
  return { ...state, overlay: { ...overlay, top } };
}

function pressInChoice(
  debugging: Debugger,
  state: ConsoleState,
  overlay: Overlay & { kind: 'choice' },
  key: Key,
): ConsoleState {
  const { command, choices, chosen } = overlay;
  const by = { down: 1, j: 1, up: -1, k: -1 }[key as string];
  if (by !== undefined) {
    const next = (chosen + by + choices.length) % choices.length;
    return { ...state, overlay: { ...overlay, chosen: next } };
  }
  const closed = { ...state, overlay: none };
  const number = Number(key);
  const choice = key === 'return' ? choices[chosen] : choices[number - 1];
  return choice === undefined ? closed : does(debugging, closed, `${command.word} ${choice.words}`);
}

function pressInWords(
  debugging: Debugger,
  state: ConsoleState,
  overlay: Overlay & { kind: 'words' },
  key: Key,
): ConsoleState {
  const { command, typed } = overlay;
  if (key === 'escape') return { ...state, overlay: none };
  if (key === 'return')
    return does(debugging, { ...state, overlay: none }, `${command.word} ${typed}`);
  const more = key === 'backspace' ? typed.slice(0, -1) : typed + (key.length === 1 ? key : '');
  return { ...state, overlay: { ...overlay, typed: more } };
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
      return { ...state, message: reply.text ?? '' };
    case 'told':
      return { ...state, overlay: { kind: 'text', lines: reply.lines, top: 0 } };
    case 'play':
      return { ...state, playing: !state.playing };
    case 'quit':
      return { ...state, quit: true };
  }
}

function withSpeed(state: ConsoleState, by: number): ConsoleState {
  const speed = Math.max(0, Math.min(speeds.length - 1, state.speed + by));
  return { ...state, speed, message: `${speeds[speed]} moments a second` };
}

/** Exactly as many lines as the size has rows: the frame, or what lies over it, and a last line. */
export function consoleLines(
  debugging: Debugger,
  state: ConsoleState,
  size: Size,
  style: FrameStyle,
): string[] {
  const { columns, rows } = size;
  const body = rows - 1;
  const lines = bodyLines(debugging, state, { columns, rows: body }, style);
  const blanks = Array.from({ length: Math.max(0, body - lines.length) }, () => '');
  const last = style.paint.dim(clipped(lastLine(state), columns));
  return [...lines.slice(0, body), ...blanks, last];
}

function bodyLines(debugging: Debugger, { overlay }: ConsoleState, size: Size, style: FrameStyle) {
  const { columns, rows } = size;
  if (overlay.kind === 'text') {
    const told = overlay.lines.flatMap((line) => folded(oneLine(line), columns));
    return told.slice(overlay.top, overlay.top + rows);
  }
  if (overlay.kind !== 'choice') return frameLines(pictureAt(debugging), size, style);
  const { command, choices, chosen } = overlay;
  const shown = Math.min(choices.length, Math.floor(rows / 2));
  const first = Math.max(0, Math.min(chosen - shown + 1, choices.length - shown));
  const rest = { columns, rows: rows - shown - 1 };
  const list = choices.slice(first, first + shown).map(({ words, says }, place) => {
    const mark = first + place === chosen ? '>' : ' ';
    const line = clipped(`${mark} ${first + place + 1}  ${words.padEnd(12)}  ${says}`, columns);
    return first + place === chosen ? style.paint.bold(line) : line;
  });
  const title = style.paint.bold(clipped(`${command.word}: ${command.says}`, columns));
  return [title, ...list, ...frameLines(pictureAt(debugging), rest, style)];
}

/** A long line, such as a token, on as many as it takes. */
function folded(line: string, columns: number): string[] {
  if (displayWidth(line) <= columns) return [line];
  const first = beginning(line, columns) || [...line].slice(0, 1).join('');
  return [first, ...folded(line.slice(first.length), columns)];
}

function lastLine({ overlay, message, playing, speed }: ConsoleState): string {
  switch (overlay.kind) {
    case 'text':
      return 'up and down to read on, any other key to go back';
    case 'choice':
      return 'up and down, return to choose, escape to leave it';
    case 'words':
      return `${overlay.command.word} ${overlay.command.takes}: ${overlay.typed}_`;
    default:
      return playing
        ? `playing, ${speeds[speed]} moments a second; p stops`
        : message || firstState.message;
  }
}
