/**
 * Goal: after every frame the terminal shows exactly that frame, though only what differs is written.
 * Method: a terminal that knows the few sequences that are used.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { copyText, paintFlowing, repaint } from '../../../src/cli/screen/paint.ts';

const size = { columns: 8, rows: 4 };

// biome-ignore lint/suspicious/noControlCharactersInRegex: sequences begin with one.
const sequences = /\u001b\[([?\d;]*)([A-Za-z])|(.)/gsu;

/** What a terminal shows after some text, if it showed these rows before. */
function shownAfter(before: readonly string[], text: string): string[] {
  const screen = before.map((line) => [...line.padEnd(size.columns)]);
  let [row, column, breaks] = [0, 0, false];
  for (const [, sequence = '', final = '', character] of text.matchAll(sequences)) {
    if (character !== undefined) {
      if (column === size.columns && breaks) [row, column] = [row + 1, 0];
      const line = screen[row];
      if (line !== undefined) line[Math.min(column, size.columns - 1)] = character;
      column = Math.min(column + 1, size.columns);
    } else if (final === 'H') {
      [row = 1, column = 1] = sequence === '' ? [1, 1] : sequence.split(';').map(Number);
      [row, column] = [row - 1, column - 1];
    } else if (final === 'J') {
      for (const line of screen) line.fill(' ');
    } else if (final === 'K') screen[row]?.fill(' ');
    else if (sequence === '?7') breaks = final === 'h';
  }
  return screen.map((line) => line.join('').trimEnd());
}

const blank = Array.from({ length: size.rows }, () => '');
const frame = fc.array(fc.stringMatching(/^[a-c ]{0,8}$/), {
  minLength: size.rows,
  maxLength: size.rows,
});

test.prop([fc.array(frame, { minLength: 1, maxLength: 5 })])('frame after frame', (frames) => {
  let shown: string[] = blank;
  let painted: readonly string[] | undefined;
  for (const lines of frames) {
    shown = shownAfter(shown, repaint(painted, lines));
    painted = lines;
    expect(shown).toEqual(lines.map((line) => line.trimEnd()));
  }
});

test('what has not changed is not written', () => {
  const lines = ['one', 'two', 'three', 'four'];
  expect(repaint(lines, lines)).toBe('');
  const changed = repaint(lines, ['one', '2', 'three', 'four']);
  expect(changed).toContain('2');
  expect(changed).not.toMatch(/one|three|four/);
});

test('a text runs on over rows by the terminal’s own line breaks', () => {
  const text = 'abcdefghijklm';
  const painted = paintFlowing(text, 1, ['title', 'abcdefgh', 'ijklm', 'end']);
  expect(shownAfter(blank, painted)).toEqual(['title', 'abcdefgh', 'ijklm', 'end']);
  // In one piece: so a terminal knows that it is one line.
  expect(painted).toContain(text);
});

test('the clipboard is asked for by OSC 52', () => {
  expect(copyText('YWI=')).toBe('\u001b]52;c;YWI=\u0007');
});
