/**
 * An index on two columns (a, b): which entries a query reads, and whether they come in the order that it asks for
 * (PostgreSQL 18 documentation, §11.3 Multicolumn Indexes and §11.4 Indexes and ORDER BY).
 */
import { must } from '../../src/kernel/must.ts';
import type { AccessRules } from './rules.ts';

export const columns = ['a', 'b'] as const;
export type Column = (typeof columns)[number];
export type Row = Readonly<Record<Column, number>>;

/** From the one value to the other, both included. Equal: the column has that value. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface SortColumn {
  readonly column: Column;
  readonly direction: 'asc' | 'desc';
}

export interface Query {
  readonly where?: Readonly<Partial<Record<Column, Range>>>;
  readonly orderBy?: readonly SortColumn[];
  /** Rows that are shown; undefined for all. */
  readonly limit?: number;
}

/** How the rows of an index come into the order of a query: as they are, group by group, or all sorted. */
export type Sorting = 'none' | 'groups' | 'all';

const isEqual = (range: Range | undefined): boolean =>
  range !== undefined && range.from === range.to;

/** Columns of the index whose conditions bound what is read: equalities from the left, and one range after them. */
export function boundColumns({ where = {} }: Query, index: readonly Column[]): readonly Column[] {
  const equal = index.findIndex((column) => !isEqual(where[column]));
  const first = equal === -1 ? index.length : equal;
  const after = index[first];
  const hasRange = after !== undefined && where[after] !== undefined;
  return index.slice(0, first + (hasRange ? 1 : 0));
}

/** Which way the index is read, and what is left to sort. Columns that have one value do not count. */
export function orderOf(
  { where = {}, orderBy = [] }: Query,
  index: readonly Column[],
): { readonly direction: 'asc' | 'desc'; readonly sorting: Sorting } {
  const isFree = (column: Column) => !isEqual(where[column]);
  const wanted = orderBy.filter(({ column }) => isFree(column));
  const free = index.filter(isFree);
  const direction = wanted[0]?.direction ?? 'asc';
  const fits = wanted.findIndex(
    (sort, place) => sort.column !== free[place] || sort.direction !== direction,
  );
  if (fits === -1) return { direction, sorting: 'none' };
  return { direction, sorting: fits === 0 ? 'all' : 'groups' };
}

export interface IndexRead {
  readonly rows: readonly Row[];
  /** Entries of the index that were read. */
  readonly entries: number;
  readonly sorting: Sorting;
}

const byColumns =
  (sorts: readonly SortColumn[]) =>
  (one: Row, other: Row): number => {
    for (const { column, direction } of sorts) {
      const difference = one[column] - other[column];
      if (difference !== 0) return direction === 'asc' ? difference : -difference;
    }
    return 0;
  };

/** A column index in memory, as a sorted list of its rows. */
export class CompositeIndex {
  readonly columns: readonly Column[];
  readonly #entries: readonly Row[];

  constructor(rows: readonly Row[], indexed: readonly Column[]) {
    this.columns = indexed;
    this.#entries = [...rows].sort(
      byColumns(indexed.map((column) => ({ column, direction: 'asc' }))),
    );
  }

  /** The rows of the query. Stops at the limit once no entry that follows could come before those it has. */
  read(query: Query): IndexRead {
    const { where = {}, orderBy = [], limit = Infinity } = query;
    const { direction, sorting } = orderOf(query, this.columns);
    const inRange = this.#bounded(query);
    const inOrder = direction === 'asc' ? inRange : inRange.toReversed();
    const found: Row[] = [];
    let entries = 0;
    const group = orderBy.find(({ column }) => !isEqual(where[column]))?.column;
    for (const entry of inOrder) {
      entries += 1;
      const isNext = group !== undefined && entry[group] !== found.at(-1)?.[group];
      if (sorting === 'groups' && found.length >= limit && isNext) break;
      if (columns.every((column) => isWithin(entry[column], where[column]))) found.push(entry);
      if (sorting === 'none' && found.length >= limit) break;
    }
    const rows = sorting === 'none' ? found : found.sort(byColumns(orderBy));
    return { rows: rows.slice(0, limit), entries, sorting };
  }

  /** Entries between the bounds that conditions on the first columns set; all if there are none. */
  #bounded(query: Query): readonly Row[] {
    const { where = {} } = query;
    const bound = boundColumns(query, this.columns);
    return this.#entries.filter((entry) =>
      bound.every((column) => isWithin(entry[column], where[column])),
    );
  }
}

const isWithin = (value: number, range: Range | undefined): boolean =>
  range === undefined || (value >= range.from && value <= range.to);

/**
 * The index for a query: one that begins with a column whose value it asks for; else with one of a range; else with what
 * it sorts by.
 */
export function indexFor(
  query: Query,
  indexes: readonly CompositeIndex[],
  rules: AccessRules,
): CompositeIndex {
  const { where = {}, orderBy = [] } = query;
  const begins = (holds: (column: Column) => boolean) =>
    indexes.find((index) => index.columns.slice(0, 1).some(holds));
  const byCondition = rules['index-begins-with-condition']
    ? ((rules['equality-before-range'] ? begins((column) => isEqual(where[column])) : undefined) ??
      begins((column) => where[column] !== undefined))
    : undefined;
  const bySort = rules['sort-matches-index']
    ? begins((column) => orderBy[0]?.column === column)
    : undefined;
  return byCondition ?? bySort ?? must(indexes[0], 'index of a table');
}
