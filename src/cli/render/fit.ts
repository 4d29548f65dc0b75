/** Text that has to fit: on one line, in a table of a given width. */

import { stripVTControlCharacters } from 'node:util';
import { oneLine, printed } from '../../draw/colour.ts';
import { columns } from '../../draw/text.ts';
import { must } from '../../kernel/must.ts';
import { beginning, displayWidth } from '../../words/width.ts';

/** What stands where something was cut off. */
const ellipsis = '…';

/** A line that takes at most `width` columns. Coloured text is cut without its colours. */
export function clipped(line: string, width: number): string {
  const safe = oneLine(line);
  if (displayWidth(safe) <= width) return safe;
  return width <= 0 ? '' : `${beginning(stripVTControlCharacters(safe), width - 1)}${ellipsis}`;
}

/**
 * Rows in columns whose last cell is cut off at the width of the terminal; whole if there is no width. The other cells
 * keep their colours.
 */
export function listed(
  rows: readonly (readonly string[])[],
  width: number | undefined,
  indent = '',
): string[] {
  if (width === undefined) return columns(rows, indent);
  const heads = columns(
    rows.map((row) => [...row.slice(0, -1), '|']),
    indent,
  );
  return rows.map((row, place) => {
    const head = (heads[place] ?? '').slice(0, -1);
    return (
      head +
      clipped(row.at(-1) ?? '', width - displayWidth(stripVTControlCharacters(printed(head))))
    );
  });
}

/** Narrower than this a column is of no use. */
const columnMin = 4;

/**
 * Rows as lines that take at most `width` columns of the terminal, columns two blanks apart. Where they would be wider,
 * the widest columns give way first, each down to its minimum.
 */
export function table(
  rows: readonly (readonly string[])[],
  width: number,
  indent = '',
  minima: readonly number[] = [],
): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, place) =>
    Math.max(0, ...rows.map((row) => lengthOf(row[place] ?? ''))),
  );
  const room = width - indent.length - 2 * (count - 1);
  for (let over = sum(widths) - room; over > 0; over--) {
    const spare = widths.map((wide, place) => (wide > (minima[place] ?? columnMin) ? wide : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if ((spare[widest] ?? 0) === 0) break;
    widths[widest] = must(widths[widest], 'width of the column') - 1;
  }
  return rows.map((row) => {
    const cells = row.map((cell, place) =>
      padded(cell, must(widths[place], 'width of the column')),
    );
    return clipped(`${indent}${cells.join('  ')}`.trimEnd(), width);
  });
}

function padded(cell: string, width: number): string {
  const fitting = clipped(cell, width);
  return fitting + ' '.repeat(Math.max(0, width - lengthOf(fitting)));
}

function lengthOf(text: string): number {
  return displayWidth(oneLine(text));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
