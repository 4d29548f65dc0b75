/** Goal: an index on two columns gives the rows of a scan and a sort, and reads the entries that its order allows. */
import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import {
  boundColumns,
  type Column,
  CompositeIndex,
  orderOf,
  type Query,
  type Row,
} from '../../../sims/access/composite.ts';
import {
  indexCost,
  indexOver,
  orderedFirstCost,
  sequentialCost,
  sortedFirstCost,
} from '../../../sims/access/planner.ts';

const range = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 2 }))
  .map(([from, more]) => ({ from, to: from + more }));
const sorts = fc.uniqueArray(
  fc.record({
    column: fc.constantFrom<Column>('a', 'b'),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
  }),
  { selector: ({ column }) => column },
);
const queries: fc.Arbitrary<Query> = fc.record(
  {
    where: fc.record({ a: range, b: range }, { requiredKeys: [] }),
    orderBy: sorts,
    limit: fc.integer({ min: 1, max: 6 }),
  },
  { requiredKeys: [] },
);
const small = fc.integer({ min: 0, max: 4 });
const tables = fc.array(fc.record({ a: small, b: small }), { maxLength: 40 });

const isMatch = ({ where = {} }: Query, row: Row) =>
  (['a', 'b'] as const).every((column) => {
    const { from = -1, to = 9 } = where[column] ?? {};
    return row[column] >= from && row[column] <= to;
  });

const sortKeys = ({ orderBy = [] }: Query, rows: readonly Row[]) =>
  rows.map((row) =>
    orderBy.map(({ column, direction }) => row[column] * (direction === 'asc' ? 1 : -1)),
  );

property.prop([
  tables,
  queries,
  fc.constantFrom<readonly Column[]>(['a', 'b'], ['b', 'a'], ['a'], ['b']),
])('the rows are those of a scan, in order, and no more than are asked for', (table, query, on) => {
  const matching = table.filter((row) => isMatch(query, row));
  const { rows, entries } = new CompositeIndex(table, on).read(query);
  expect(rows.length).toBe(Math.min(matching.length, query.limit ?? matching.length));
  expect(rows.every((row) => matching.includes(row))).toBe(true);
  const byPlace = (one: readonly number[], other: readonly number[]) =>
    one.map((value, place) => value - (other[place] ?? 0)).find((by) => by !== 0) ?? 0;
  const expected = sortKeys(query, matching).sort(byPlace).slice(0, query.limit);
  expect(sortKeys(query, rows)).toEqual(expected);
  expect(entries).toBeGreaterThanOrEqual(rows.length);
  expect(entries).toBeLessThanOrEqual(table.length);
});

const equal = (value: number) => ({ from: value, to: value });
const some = { from: 1, to: 3 };

test.each<[string, Query, readonly Column[]]>([
  ['nothing', {}, []],
  ['a =', { where: { a: equal(1) } }, ['a']],
  ['a = and b =', { where: { a: equal(1), b: equal(2) } }, ['a', 'b']],
  ['a = and a range of b', { where: { a: equal(1), b: some } }, ['a', 'b']],
  ['a range of a, and b =', { where: { a: some, b: equal(1) } }, ['a']],
  ['b =', { where: { b: equal(1) } }, []],
])('bounds of %s', (_, query, bound) => {
  expect(boundColumns(query, ['a', 'b'])).toEqual(bound);
});

const [a, b, aDown, bDown] = (['asc', 'desc'] as const).flatMap((direction) =>
  (['a', 'b'] as const).map((column) => ({ column, direction })),
) as [never, never, never, never];

test.each<[string, Query, string, string]>([
  ['a', { orderBy: [a] }, 'asc', 'none'],
  ['a, b', { orderBy: [a, b] }, 'asc', 'none'],
  ['a desc, b desc', { orderBy: [aDown, bDown] }, 'desc', 'none'],
  ['a desc, b', { orderBy: [aDown, b] }, 'desc', 'groups'],
  ['a, b desc', { orderBy: [a, bDown] }, 'asc', 'groups'],
  ['b', { orderBy: [b] }, 'asc', 'all'],
  ['b of one a', { where: { a: equal(1) }, orderBy: [b] }, 'asc', 'none'],
  ['b of one a, a first', { where: { a: equal(1) }, orderBy: [aDown, b] }, 'asc', 'none'],
  ['b of some a', { where: { a: some }, orderBy: [b] }, 'asc', 'all'],
])('order by %s', (_, query, direction, sorting) => {
  expect(orderOf(query, ['a', 'b'])).toEqual({ direction, sorting });
});

test('groups are read whole, and one entry more', () => {
  const table = [1, 2, 3].flatMap((first) =>
    [5, 6, 7, 8].map((second) => ({ a: first, b: second })),
  );
  const index = new CompositeIndex(table, ['a', 'b']);
  const query = { orderBy: [aDown, b], limit: 2 };
  expect(index.read(query)).toEqual({
    rows: [
      { a: 3, b: 5 },
      { a: 3, b: 6 },
    ],
    entries: 5,
    sorting: 'groups',
  });
  // A limit that ends with a group: the next entry tells that nothing of it is left.
  expect(index.read({ ...query, limit: 4 }).entries).toBe(5);
  expect(index.read({ ...query, limit: 12 }).entries).toBe(12);
});

test('costs that PostgreSQL 15 printed for 50,000 rows on 667 pages', () => {
  const heap = { rows: 50_000, pages: 667 };
  const onAB = { ...indexOver(50_000), pages: 139, correlation: 0.75 * 0.006319875 };
  const all = { entries: 50_000, conditions: 0 };
  // EXPLAIN SELECT * FROM o ORDER BY b LIMIT 10, and ORDER BY a, b LIMIT 10.
  expect(sortedFirstCost(sequentialCost(heap, 0), 50_000, 10).toFixed(2)).toBe('2247.51');
  expect(orderedFirstCost(heap, onAB, 50_000, all, 10).toFixed(2)).toBe('1.08');
  // WHERE b = 500 by the index: its pages and entries are all read, and 49 rows.
  const bounded = { entries: 50_000, conditions: 1 };
  expect(Math.abs(indexCost(heap, onAB, 49, bounded) - 1123.78)).toBeLessThan(8);
});
