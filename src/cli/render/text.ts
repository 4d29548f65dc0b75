/** Text in columns, numbers and shell words. */
import { hasUnsafe, shown } from '../../words/shown.ts';
import { displayWidth } from '../../words/width.ts';
import { printed } from './colour.ts';

/**
 * Rows as lines, every column as wide as its widest cell. Cells may be coloured. The last column is
 * not padded.
 */
export function columns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [place, cell] of row.entries()) {
      widths[place] = Math.max(widths[place] ?? 0, widthOf(cell));
    }
  }
  return rows.map((row) => {
    const cells = row.map((cell, place) =>
      place === row.length - 1 ? cell : cell + ' '.repeat((widths[place] ?? 0) - widthOf(cell)),
    );
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

function widthOf(cell: string): number {
  return displayWidth(printed(cell));
}

/** With up to three decimals, or three digits where that would be 0; commas between the thousands. */
export function inDigits(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.0005) return value.toPrecision(3);
  return value.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

/** With exactly three decimals, so that the points of a column stand below one another. */
export function inMilliseconds(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}

/** A paragraph in lines of at most `width` columns, each after the indent. */
export function wrapped(text: string, indent = '', width = 100): string {
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
