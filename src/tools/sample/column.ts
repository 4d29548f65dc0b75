/** Which column of a table holds the numbers that a parameter is drawn from, and in which unit. */
import { must } from '../../kernel/must.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import { quantityFrom } from '../input/quantities.ts';

export interface Wanted {
  /** As the user wrote it: a name of the header, or a number from 1. */
  readonly column: string | undefined;
  /** The parameter, whose name ends in its unit: `latencyMs`. */
  readonly parameter: string;
}

/** What the first lines of a table say of its columns. */
export interface Head {
  /** Undefined if the table has none. */
  readonly names: readonly string[] | undefined;
  readonly firstRow: readonly string[];
}

/**
 * The place of the column: the one that is asked for, or the only one, or the one that is called as
 * the parameter is, or the only one with numbers. Throws InputError if that decides nothing.
 */
export function columnWanted({ names, firstRow }: Head, { column, parameter }: Wanted): number {
  const width = names?.length ?? firstRow.length;
  if (column !== undefined) return columnCalled(column, names ?? [], width);
  if (width === 1) return 0;
  const alike = placesOf(names ?? [], (name) => plainName(name) === plainName(parameter));
  if (alike.length === 1) return must(alike[0], 'only column');
  const numeric = placesOf(firstRow, (cell) => isQuantity(cell));
  if (numeric.length === 1) return must(numeric[0], 'only numeric column');
  const choices = names === undefined ? `1 to ${width}` : listed(names);
  throw new InputError(
    `It has several columns, ${choices}: say which one holds ${parameter}, such as @file:${shown(names?.[numeric[0] ?? 0] ?? '1', 60)}.`,
  );
}

function columnCalled(column: string, names: readonly string[], width: number): number {
  const exact = placesOf(names, (name) => name === column);
  const loose = placesOf(names, (name) => name.toLowerCase() === column.toLowerCase());
  const [place, other] = exact.length > 0 ? exact : loose;
  if (place !== undefined) {
    if (other === undefined) return place;
    throw new InputError(
      `Columns ${place + 1} and ${other + 1} are both called ${shown(column, 60)}: give the number, such as @file:${place + 1}.`,
    );
  }
  const number = Number(column);
  if (/^\d+$/.test(column) && number >= 1 && number <= width) return number - 1;
  if (names.length === 0) {
    throw new InputError(
      `It has no header, so a column has a number, from 1 to ${width}, and not the name "${shown(column, 60)}".`,
    );
  }
  throw unknownChoice(
    'column',
    shown(column, 60),
    names.map((name) => shown(name, 60)),
    `It has: ${listed(names)}.`,
  );
}

/** How the column is written behind the file: by its name if that can be, or else by its number. */
export function referenceTo(place: number, names: readonly string[] | undefined): string {
  const name = names?.[place] ?? '';
  const isAlone = names?.filter((other) => other.toLowerCase() === name.toLowerCase()).length === 1;
  const isWritable = isAlone && /^[^:,#\s]+$/.test(name) && !/^\d+$/.test(name);
  return isWritable && shown(name) === name ? name : String(place + 1);
}

/**
 * What a number without a unit of its own is multiplied by to be in ms, as the name of the column says:
 * `latency_us`, `duration (s)`, `elapsedSeconds`. Throws InputError if it says that it is no time.
 */
export function unitOfColumn(
  name: string,
): { readonly unit: string; readonly scale: number } | undefined {
  const words = name.split(/[\s_.()[\]-]+|(?<=[a-z0-9])(?=[A-Z])/).filter((word) => word !== '');
  const word = words.at(-1);
  if (word === undefined || words.length === 1) return undefined;
  if (word.toLowerCase() === 'min') {
    throw new InputError(
      `Column ${shown(name, 60)} may be in minutes or hold a minimum: write the unit behind each number, or rename it.`,
    );
  }
  for (const unit of [word, word.toLowerCase()]) {
    const quantity = quantityFrom(`1 ${unit}`);
    // A single letter may stand for anything, apart from the s of seconds.
    if (quantity === undefined || (unit.length === 1 && unit !== 's' && unit !== '%')) continue;
    if (quantity.dimension === 'time') return { unit, scale: quantity.value };
    throw new InputError(`Column ${shown(name, 60)} is in ${unit}, which is not a time.`);
  }
  return undefined;
}

/** With either decimal mark, and with a unit or without. */
export const isQuantity = (cell: string): boolean =>
  quantityFrom(cell, 'point') !== undefined || quantityFrom(cell, 'comma') !== undefined;

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const namesMax = 12;

function listed(names: readonly string[]): string {
  const first = names.slice(0, namesMax).map((name) => shown(name, 60));
  return `${first.join(', ')}${names.length > namesMax ? ', …' : ''}`;
}

function placesOf(cells: readonly string[], fits: (cell: string) => boolean): number[] {
  return cells.flatMap((cell, place) => (fits(cell) ? [place] : []));
}
