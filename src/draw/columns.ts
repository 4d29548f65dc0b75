/** Rows of text as lines, in columns. */
import { printable } from '../words/shown.ts';
import { displayWidth } from '../words/width.ts';

const printedWidth = (cell: string): number => displayWidth(printable(cell));

/**
 * Every column as wide as its widest cell, two blanks apart; the last one is not padded. `widthOf`
 * says how many columns of the terminal a cell takes.
 */
export function columns(
  rows: readonly (readonly string[])[],
  indent = '',
  widthOf: (cell: string) => number = printedWidth,
): string[] {
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
