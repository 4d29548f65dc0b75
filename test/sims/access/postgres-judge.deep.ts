/**
 * Goal: the planner puts the costs of PostgreSQL on its plans, and chooses as PostgreSQL does. Method: a table whose rows
 * are in random order and one in the order of its key; EXPLAIN of each plan, the others disabled, and of none disabled.
 * Without PostgreSQL (Debian: apt-get install postgresql) it is *not judged*.
 */
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bitmapCost,
  chosenPlan,
  type Index,
  indexCost,
  indexOnlyCost,
  type Plan,
  plans,
  pricedPlans,
  sequentialCost,
} from '../../../sims/access/planner.ts';
import { accessRules } from '../../../sims/access/rules.ts';
import { must } from '../../../src/kernel/must.ts';
import {
  isPostgresSkipped,
  Postgres,
  type PostgresSession,
  unjudged,
} from '../../support/postgres.ts';

const rows = 50_000;
const switches: Readonly<Record<Plan, string>> = {
  sequential: 'seqscan',
  index: 'indexscan',
  bitmap: 'bitmapscan',
  'index-only': 'indexonlyscan',
};
/**
 * What EXPLAIN prints of rows is a whole number, and the cost is of the estimate before it was rounded: half a row is
 * half a page at random at most. Pages of the table and of the index are rounded up from it, by one each.
 */
const roundingCost = 0.5 * (4 + 0.02) + 4 + 4;

let postgres: Postgres | undefined;
let session: PostgresSession;

beforeAll(async () => {
  if (isPostgresSkipped) return;
  postgres = await Postgres.start();
  session = await postgres.session();
  const statements = [
    // The lab has no parallel plans, and compiles no expressions.
    'SET max_parallel_workers_per_gather = 0',
    'SET jit = off',
    "CREATE TABLE scattered AS SELECT (i * 7919) % 50000 AS k, repeat('x', 100) AS pad FROM generate_series(0, 49999) AS i",
    "CREATE TABLE packed AS SELECT i AS k, repeat('x', 100) AS pad FROM generate_series(0, 49999) AS i",
    'CREATE INDEX ON scattered (k)',
    'CREATE INDEX ON packed (k)',
    'VACUUM ANALYZE scattered',
    'VACUUM ANALYZE packed',
    `CREATE FUNCTION explained(query text, OUT cost float8, OUT rows float8, OUT plan int) AS $$
     DECLARE printed json;
     BEGIN
       EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO printed;
       printed := printed->0->'Plan';
       cost := printed->>'Total Cost';
       rows := printed->>'Plan Rows';
       plan := CASE printed->>'Node Type' WHEN 'Seq Scan' THEN 0 WHEN 'Index Scan' THEN 1
         WHEN 'Bitmap Heap Scan' THEN 2 WHEN 'Index Only Scan' THEN 3 ELSE -1 END;
     END $$ LANGUAGE plpgsql`,
  ];
  for (const sql of statements)
    expect([sql, (await session.query(sql)).error]).toEqual([sql, undefined]);
  for (const table of ['scattered', 'packed']) await vacuumed(table);
});

/** Pages are marked as visible only once no transaction is left that began before the table was made. */
async function vacuumed(table: string): Promise<void> {
  for (let tried = 0; tried < 200; tried++) {
    await session.query(`VACUUM ${table}`);
    const { unseen = 1 } = await session.row(
      `SELECT relpages - relallvisible AS unseen FROM pg_class WHERE relname = '${table}'`,
    );
    if (unseen === 0) return;
    await passed(50);
  }
  throw new Error(`the pages of ${table} are not visible to all`);
}

afterAll(async () => {
  session?.end();
  await postgres?.stop();
});

async function tableAndIndex(table: string) {
  const { pages = 0 } = await session.row(
    `SELECT relpages AS pages FROM pg_class WHERE relname = '${table}'`,
  );
  const { leaves = 0 } = await session.row(
    `SELECT relpages AS leaves FROM pg_class WHERE relname = '${table}_k_idx'`,
  );
  const { correlation = 0 } = await session.row(
    `SELECT correlation FROM pg_stats WHERE tablename = '${table}' AND attname = 'k'`,
  );
  const index: Index = { rows, pages: leaves, height: 1, correlation };
  return { table: { rows, pages }, index };
}

/** With only those plans allowed. */
async function explained(allowed: readonly Plan[], query: string) {
  for (const plan of plans) {
    const isOn = allowed.includes(plan) ? 'on' : 'off';
    await session.query(`SET enable_${switches[plan]} = ${isOn}`);
  }
  const {
    cost = 0,
    rows: matched = 0,
    plan = -1,
  } = await session.row(`SELECT * FROM explained('${query}')`);
  return { cost, matched, plan: must(plans[plan], 'plan that is known') };
}

const shares = [0.0005, 0.002, 0.01, 0.05, 0.2, 0.6, 0.95];

describe.each(['scattered', 'packed'])('a table that is %s', (name) => {
  test.skipIf(isPostgresSkipped).each(shares)(
    `costs of %d of the rows${unjudged}`,
    async (share) => {
      const { table, index } = await tableAndIndex(name);
      const where = `FROM ${name} WHERE k < ${share * rows}`;
      const compared: [Plan, string, (matched: number) => number][] = [
        ['sequential', `SELECT * ${where}`, () => sequentialCost(table, 1)],
        ['index', `SELECT * ${where}`, (matched) => indexCost(table, index, matched)],
        ['bitmap', `SELECT * ${where}`, (matched) => bitmapCost(table, index, matched)],
        ['index-only', `SELECT k ${where}`, (matched) => indexOnlyCost(index, matched)],
      ];
      for (const [plan, query, costOf] of compared) {
        // An index-only scan is an index scan to the switches.
        const allowed: Plan[] = plan === 'index-only' ? ['index', 'index-only'] : [plan];
        const theirs = await explained(allowed, query);
        expect([share, theirs.plan]).toEqual([share, plan]);
        const difference = costOf(theirs.matched) - theirs.cost;
        expect([plan, Math.abs(difference) < roundingCost, difference]).toEqual([
          plan,
          true,
          difference,
        ]);
      }
    },
  );

  test.skipIf(isPostgresSkipped).each(shares)(
    `choice for %d of the rows${unjudged}`,
    async (share) => {
      const { table, index } = await tableAndIndex(name);
      const theirs = await explained(plans, `SELECT * FROM ${name} WHERE k < ${share * rows}`);
      const priced = pricedPlans(table, index, theirs.matched, false);
      expect(chosenPlan(priced, accessRules.without()).plan).toBe(theirs.plan);
    },
  );
});
