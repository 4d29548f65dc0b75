/** Columns that fit a screen: what is empty goes first, and no column is cut below its label. */

import { oneLine } from '../../draw/colour.ts';
import { must } from '../../kernel/must.ts';
import { counted } from '../../words/numbers.ts';
import { beginning, displayWidth } from '../../words/width.ts';
import { clipped } from '../render/fit.ts';

export interface Column {
  readonly label: string;
  readonly cells: readonly string[];
  /** So much of a cell is always shown, if it has that much (default: 11 columns). */
  readonly least?: number;
  /** Stays even if other columns must go for it. */
  readonly stays?: boolean;
  /** Whether a cell says nothing worth the room. */
  readonly isEmpty?: (cell: string) => boolean;
  /** Both ends of a cell are shown if it is cut: names often differ at the end only. */
  readonly keepsEnd?: boolean;
}

export interface FittedTable {
  readonly heading: string;
  readonly rows: readonly string[];
}

const gap = 2;
const leastCell = 11;

/**
 * In at most `width` columns of the terminal. If the table is wider, columns without content go; then
 * the widest give way; then columns go from the right, and the heading says how many if it has room.
 */
export function fitted(columns: readonly Column[], width: number): FittedTable {
  const whole = columns.map(naturalWidth);
  const shown = needed(whole) <= width ? columns : columns.filter((one) => !isBare(one));
  let kept = shown;
  while (needed(kept.map(leastWidth)) > width) {
    const place = kept.findLastIndex(({ stays }) => stays !== true);
    if (place === -1) break;
    kept = kept.toSpliced(place, 1);
  }
  const widths = shrunk(kept, width);
  const line = (cellOf: (column: Column) => string) =>
    kept
      .map((column, place) => padded(cellOf(column), must(widths[place], 'width'), column))
      .join(' '.repeat(gap))
      .trimEnd();
  const labels = line(({ label }) => label);
  const gone =
    kept.length === shown.length ? '' : `  +${counted(shown.length - kept.length, 'column')}`;
  // The last column is often wider than its label.
  const heading = displayWidth(labels + gone) <= width ? labels + gone : labels;
  const count = Math.max(0, ...columns.map(({ cells }) => cells.length));
  return {
    heading: clipped(heading, width),
    rows: Array.from({ length: count }, (_, row) =>
      clipped(
        line(({ cells }) => cells[row] ?? ''),
        width,
      ),
    ),
  };
}

const isBare = ({ cells, isEmpty = (cell) => cell === '', stays }: Column): boolean =>
  stays !== true && cells.every(isEmpty);

const lengthOf = (text: string): number => displayWidth(oneLine(text));

function naturalWidth({ label, cells }: Column): number {
  return Math.max(lengthOf(label), ...cells.map(lengthOf));
}

function leastWidth(column: Column): number {
  const { label, least = leastCell } = column;
  return Math.max(lengthOf(label), Math.min(naturalWidth(column), least));
}

function needed(widths: readonly number[]): number {
  return widths.reduce((total, one) => total + one, gap * Math.max(0, widths.length - 1));
}

/** The widest give way first, each down to its least. */
function shrunk(columns: readonly Column[], width: number): number[] {
  const widths = columns.map(naturalWidth);
  const least = columns.map(leastWidth);
  for (let over = needed(widths) - width; over > 0; over--) {
    const spare = widths.map((wide, place) => (wide > (least[place] ?? 0) ? wide : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if ((spare[widest] ?? 0) === 0) break;
    widths[widest] = must(widths[widest], 'width of the column') - 1;
  }
  return widths;
}

function padded(cell: string, width: number, { keepsEnd }: Column): string {
  const fitting = keepsEnd ? shortened(cell, width) : clipped(cell, width);
  return fitting + ' '.repeat(Math.max(0, width - lengthOf(fitting)));
}

/** With its end, and as much of its beginning as there is room for. */
function shortened(text: string, width: number): string {
  const safe = oneLine(text);
  if (displayWidth(safe) <= width) return safe;
  const end = [...safe].slice(-Math.ceil((width - 1) * 0.7)).join('');
  return clipped(`${beginning(safe, width - 1 - displayWidth(end))}…${end}`, width);
}
