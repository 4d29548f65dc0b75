/** What the columns of a table are for, by what they are called. */
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';
import type { DecimalMark } from '../input/numbers.ts';
import type { ReadOptions } from './series.ts';
import { nearest, sideWords, wordsIn } from './side-words.ts';
import { type Table, timeHeadings } from './table.ts';

export type Role =
  | 'time'
  | 'order'
  | 'metric'
  | 'series'
  | 'tags'
  | 'value'
  | 'errors'
  | 'requests'
  | 'unit'
  | 'stratum'
  | 'cluster'
  | 'label';

const headings: readonly (readonly [Role, string])[] = [
  ['order', 'order'],
  ['metric', 'metric name'],
  ['series', 'series'],
  ['tags', 'tags scope'],
  ['value', 'value _value'],
  ['errors', 'errors failures hits'],
  ['requests', 'requests total trials'],
  ['unit', 'unit'],
  ['stratum', 'stratum phase'],
  ['cluster', 'pod host hostname instance node container replica user cluster'],
  ['label', 'group side arm version variant track deployment release service app job env'],
  ['label', 'environment stage namespace region zone role color colour'],
  ['label', 'path route endpoint handler uri url method code status operation quantile percentile'],
];

const roles: ReadonlyMap<string, Role> = new Map([
  ...[...timeHeadings].map((heading): [string, Role] => [heading, 'time']),
  ...headings.flatMap(([role, names]) =>
    names.split(' ').map((name): [string, Role] => [name, role]),
  ),
]);

/** Undefined for a heading that is not known: of a wide table, that is a series. */
export function roleOf(heading: string): Role | undefined {
  const name = heading.toLowerCase();
  // `Time (UTC)`, `timestamp_ms`.
  const bare = name.replace(/\s*[([][^()[\]]*[)\]]$/, '').replace(/_(?:ms|us|ns|s|utc)$/, '');
  return roles.get(name) ?? (timeHeadings.has(bare) ? 'time' : undefined);
}

/** A heading that is nearly a known one is a slip, and not a column to be left out. */
export function refuseSlip(heading: string): void {
  const isSide = wordsIn(heading).some((word) => sideWords.includes(word));
  const meant = isSide ? undefined : nearest(heading, [...roles.keys()]);
  if (meant === undefined) return;
  throw new InputError(
    `There is no column ${quoted(heading)}. Did you mean "${meant}"? A header can be: metric,group,value.`,
  );
}

/** A column of a table that has a name. */
export interface Column {
  readonly heading: string;
  readonly place: number;
  readonly role: Role | undefined;
}

export interface TableToRead {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly decimal: DecimalMark;
  /** Of each row; undefined if the table tells no time. */
  readonly times: readonly number[] | undefined;
  readonly options: ReadOptions;
}

export function columnsOf({ header }: Table): Column[] {
  return header.flatMap((heading, place) =>
    heading === '' ? [] : [{ heading, place, role: roleOf(heading) }],
  );
}

/** A value, or errors and requests, on each line. */
export function isLong(columns: readonly Column[]): boolean {
  const has = (role: Role) => columns.some((column) => column.role === role);
  return has('value') || (has('errors') && has('requests'));
}
