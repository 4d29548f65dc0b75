/** What the console shows: the frame, or what lies over it, and at the bottom a message or a prompt. */
import { type Debugger, pictureAt } from '../../debugger/command.ts';
import { oneLine } from '../../draw/colour.ts';
import { wrapped } from '../../draw/text.ts';
import { beginning, displayWidth } from '../../words/width.ts';
import { clipped } from '../render/fit.ts';
import { type ConsoleState, firstState, speeds } from './console.ts';
import { type FrameStyle, frameLines, type Size } from './frame.ts';
import { pickerLines, pickerPrompt } from './picker.ts';

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
