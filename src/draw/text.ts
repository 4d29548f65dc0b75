/** Text in columns, paragraphs and shell words. */

import { hasUnsafe, shown } from '../words/shown.ts';
import { displayWidth } from '../words/width.ts';
import { printed } from './colour.ts';

const printedWidth = (cell: string): number => displayWidth(printed(cell));

/** Rows as lines: every column as wide as its widest cell, two blanks apart; the last one is not padded. Cells may be coloured. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [place, cell] of row.entries()) {
      widths[place] = Math.max(widths[place] ?? 0, printedWidth(cell));
    }
  }
  return rows.map((row) => {
    const cells = row.map((cell, place) =>
      place === row.length - 1
        ? cell
        : cell + ' '.repeat((widths[place] ?? 0) - printedWidth(cell)),
    );
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

/** A last column narrower than this reads worse in many lines than in one long one. */
const hangingMin = 30;

/** The same, with the last of several cells in lines that end at `width`, below one another. */
export function hangingColumns(
  rows: readonly (readonly string[])[],
  indent = '',
  width = 100,
): string[] {
  return columns(rows, indent).flatMap((line, place) => {
    const last = rows[place]?.at(-1) ?? '';
    const start = printedWidth(line) - printedWidth(last);
    if ((rows[place]?.length ?? 0) < 2 || width - start < hangingMin) return [line];
    const [first = '', ...others] = wrapped(last, ' '.repeat(start), width).split('\n');
    return [line.slice(0, line.length - last.length) + first.trimStart(), ...others];
  });
}

/** Paragraphs in lines of at most `width` columns, each after the indent. */
export const wrapped = (text: string, indent = '', width = 100): string =>
  text
    .split('\n')
    .map((paragraph) => wrappedParagraph(paragraph, indent, width))
    .join('\n');

function wrappedParagraph(text: string, indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line !== indent && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** A word as a shell takes it; with control characters in it, as `$'…'` (POSIX.1-2024, 2.2.4). */
export function shellWord(text: string): string {
  if (hasUnsafe(text)) return `$'${shown(text.replaceAll(/[\\']/g, '\\$&'))}'`;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
