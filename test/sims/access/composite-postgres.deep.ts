/**
 * Goal: of an index on (a, b), PostgreSQL reads the entries that the lab reads, sorts what the lab sorts, and puts the
 * same costs on its plans. Method: the same rows in a table; EXPLAIN, and EXPLAIN ANALYZE for the entries that it reads.
 * Without PostgreSQL (Debian: apt-get install postgresql) it is *not judged*.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CompositeIndex,
  orderOf,
  type Query,
  type Row,
  type SortColumn,
} from '../../../sims/access/composite.ts';
import {
  bitmapCost,
  indexCost,
  orderedFirstCost,
  sequentialCost,
  sortedFirstCost,
} from '../../../sims/access/planner.ts';
import { must } from '../../../src/kernel/must.ts';
import {
  isPostgresSkipped,
  Postgres,
  type PostgresSession,
  unjudged,
} from '../../support/postgres.ts';

const [rows, valuesOfA, valuesOfB] = [50_000, 200, 1_009];
const table: readonly Row[] = Array.from({ length: rows }, (_, place) => ({
  a: (place * 7_919) % valuesOfA,
  b: (place * 104_729) % valuesOfB,
}));
const index = new CompositeIndex(table, ['a', 'b']);
const limit = 10;

let postgres: Postgres | undefined;
let session: PostgresSession;

beforeAll(async () => {
  if (isPostgresSkipped) return;
  postgres = await Postgres.start();
  session = await postgres.session();
  const found = (path: string) => `substring(printed from '${path}')`;
  const statements = [
    'SET max_parallel_workers_per_gather = 0',
    'SET jit = off',
    `CREATE TABLE o AS SELECT (i::bigint * 7919 % ${valuesOfA})::int AS a, (i::bigint * 104729 % ${valuesOfB})::int AS b,
       repeat('x', 60) AS pad FROM generate_series(0, ${rows - 1}) AS i`,
    'CREATE INDEX o_a_b ON o (a, b)',
    // Every row is counted: nothing is estimated from a sample.
    'SET default_statistics_target = 1000',
    'ANALYZE o',
    ...['seqscan', 'indexscan', 'bitmapscan'].map((scan) => `SET enable_${scan} = on`),
    `CREATE FUNCTION explained(query text, OUT cost float8, OUT rows float8, OUT read float8, OUT sorts int, OUT backward int, OUT plan int) AS $$
     DECLARE parsed json; printed text;
     BEGIN
       EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ' || query INTO parsed;
       printed := parsed::text;
       cost := parsed->0->'Plan'->>'Total Cost';
       rows := parsed->0->'Plan'->>'Plan Rows';
       read := ${found('.*"Actual Rows": ([0-9]+)')};
       sorts := CASE WHEN printed LIKE '%"Incremental Sort"%' THEN 1 WHEN printed LIKE '%"Sort"%' THEN 2 ELSE 0 END;
       backward := CASE WHEN printed LIKE '%"Backward"%' THEN 1 ELSE 0 END;
       plan := CASE WHEN printed LIKE '%"Seq Scan"%' THEN 0 WHEN printed LIKE '%"Index Scan"%' THEN 1
         WHEN printed LIKE '%"Bitmap Heap Scan"%' THEN 2 ELSE -1 END;
     END $$ LANGUAGE plpgsql`,
  ];
  for (const sql of statements)
    expect([sql, (await session.query(sql)).error]).toEqual([sql, undefined]);
});

afterAll(async () => {
  session?.end();
  await postgres?.stop();
});

/** What PostgreSQL does, with only those scans allowed. */
async function explained(query: string, allowed = ['seqscan', 'indexscan', 'bitmapscan']) {
  for (const scan of ['seqscan', 'indexscan', 'bitmapscan'])
    await session.query(`SET enable_${scan} = ${allowed.includes(scan) ? 'on' : 'off'}`);
  const found = await session.row(`SELECT * FROM explained('${query}')`);
  const of = (name: string) => must(found[name], 'column of an answer');
  return {
    cost: of('cost'),
    matched: of('rows'),
    read: of('read'),
    sorts: of('sorts'),
    isBackward: of('backward') === 1,
    plan: of('plan'),
  };
}

/** The correlation of an index on several columns is that of the first, times 0.75 (btcostestimate). */
async function statistics() {
  const { pages = 0 } = await session.row(
    "SELECT relpages AS pages FROM pg_class WHERE relname = 'o'",
  );
  const { leaves = 0 } = await session.row(
    "SELECT relpages AS leaves FROM pg_class WHERE relname = 'o_a_b'",
  );
  const { correlation = 0 } = await session.row(
    "SELECT correlation FROM pg_stats WHERE tablename = 'o' AND attname = 'a'",
  );
  return {
    heap: { rows, pages },
    onAB: { rows, pages: leaves, height: 1, correlation: 0.75 * correlation },
  };
}

/** Plan Rows is rounded: half a row is half a page at random, in the table and in the index, and their rounding up. */
const roundingCost = 0.5 * (4 + 0.02) + 4 + 4;

describe('WHERE', () => {
  const wheres: readonly [string, string, number][] = [
    ['a = 3', 'a = 3', 1],
    ['a = 3 AND b = 500', 'a = 3 AND b = 500', 2],
    ['b = 500', 'true', 1],
    ['a BETWEEN 3 AND 5 AND b = 500', 'a BETWEEN 3 AND 5', 3],
    ['a = 3 AND b BETWEEN 100 AND 200', 'a = 3 AND b BETWEEN 100 AND 200', 3],
  ];

  test.skipIf(isPostgresSkipped).each(wheres)(
    `%s reads the entries of %s${unjudged}`,
    async (where, bounds, conditions) => {
      const { heap, onAB } = await statistics();
      const query = `SELECT * FROM o WHERE ${where}`;
      const { matched: entries } = await explained(`SELECT * FROM o WHERE ${bounds}`);
      const bounded = { entries, conditions };
      const [byIndex, byBitmap] = [
        await explained(query, ['indexscan']),
        await explained(query, ['bitmapscan']),
      ];
      const { matched } = byIndex;
      const ours = {
        index: indexCost(heap, onAB, matched, bounded),
        bitmap: bitmapCost(heap, onAB, matched, bounded),
        sequential: sequentialCost(heap, conditions),
      };
      expect(Math.abs(ours.index - byIndex.cost)).toBeLessThan(roundingCost);
      expect(Math.abs(ours.bitmap - byBitmap.cost)).toBeLessThan(roundingCost);
      const { plan } = await explained(query);
      const costs = [ours.sequential, ours.index, ours.bitmap];
      expect(costs.indexOf(Math.min(...costs))).toBe(plan);
    },
  );
});

const sort = (column: 'a' | 'b', direction: 'asc' | 'desc' = 'asc'): SortColumn => ({
  column,
  direction,
});

describe('ORDER BY', () => {
  const queries: readonly [string, Query][] = [
    ['ORDER BY a, b', { orderBy: [sort('a'), sort('b')] }],
    ['ORDER BY a', { orderBy: [sort('a')] }],
    ['ORDER BY a DESC, b DESC', { orderBy: [sort('a', 'desc'), sort('b', 'desc')] }],
    ['ORDER BY a DESC, b', { orderBy: [sort('a', 'desc'), sort('b')] }],
    ['ORDER BY a, b DESC', { orderBy: [sort('a'), sort('b', 'desc')] }],
    ['ORDER BY b', { orderBy: [sort('b')] }],
    ['ORDER BY b, a', { orderBy: [sort('b'), sort('a')] }],
    ['WHERE a = 3 ORDER BY b', { where: { a: { from: 3, to: 3 } }, orderBy: [sort('b')] }],
    [
      'WHERE a = 3 ORDER BY b DESC',
      { where: { a: { from: 3, to: 3 } }, orderBy: [sort('b', 'desc')] },
    ],
    [
      'WHERE a = 3 ORDER BY a DESC, b',
      { where: { a: { from: 3, to: 3 } }, orderBy: [sort('a', 'desc'), sort('b')] },
    ],
  ];

  test.skipIf(isPostgresSkipped).each(queries)(
    `%s: the same sort, direction and entries${unjudged}`,
    async (text, query) => {
      const theirs = await explained(`SELECT * FROM o ${text} LIMIT ${limit}`);
      const { sorting, direction } = orderOf(query, ['a', 'b']);
      expect(['none', 'groups', 'all'].indexOf(sorting)).toBe(theirs.sorts);
      if (sorting !== 'all') expect(theirs.isBackward).toBe(direction === 'desc');
      // Of a table that is sorted as a whole all rows are read, by whatever scan.
      expect(index.read({ ...query, limit }).entries).toBe(theirs.read);
    },
  );

  test.skipIf(isPostgresSkipped)(`costs of the first rows${unjudged}`, async () => {
    const { heap, onAB } = await statistics();
    const sorted = await explained(`SELECT * FROM o ORDER BY b LIMIT ${limit}`);
    expect(sortedFirstCost(sequentialCost(heap, 0), rows, limit)).toBeCloseTo(sorted.cost, 2);
    const ordered = await explained(`SELECT * FROM o ORDER BY a, b LIMIT ${limit}`);
    const all = { entries: rows, conditions: 0 };
    expect(orderedFirstCost(heap, onAB, rows, all, limit)).toBeCloseTo(ordered.cost, 2);
  });
});
