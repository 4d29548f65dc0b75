/**
 * Goal: PostgreSQL's index has as many leaves as ours with random and with ascending keys, and as many of them are dirty
 * before a checkpoint. Method: a table of UUIDs, pgstatindex and pg_buffercache; the size of an entry and of a page as
 * its documentation has them. Without PostgreSQL (Debian: apt-get install postgresql) it is *not judged*.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entriesPerLeaf, leavesAfter, leavesChanged } from '../../../sims/access/btree/fringe.ts';
import { filledEntries, splitPoint } from '../../../sims/access/btree/split-point.ts';
import { accessRules } from '../../../sims/access/rules.ts';
import { must } from '../../../src/kernel/must.ts';
import {
  isPostgresSkipped,
  Postgres,
  type PostgresSession,
  unjudged,
} from '../../support/postgres.ts';

/** A page of 8 KiB less its header (24) and the links to its neighbours (16), §73.6 and nbtree.h. */
const pageBytes = 8192 - 24 - 16;
/** A tuple of a UUID (8 + 16) and its line pointer (4). */
const entryBytes = 8 + 16 + 4;
/** A leaf that is not the last has one more: its high key. */
const perPage = Math.floor(pageBytes / entryBytes) - 1;
const shape = { perPage, fillFactor: 90 };
const fringe = {
  perPage,
  splitPoint: (entries: number, isLast: boolean) =>
    splitPoint(shape, entries, isLast, accessRules.without()),
};
const [rows, more] = [30_000, 200];

/** Keys of those rows: random, or in order. */
const keys = {
  random: 'gen_random_uuid()',
  // A UUIDv7: milliseconds first. Four rows a millisecond, in any order.
  'time-ordered': `(lpad(to_hex(1700000000000 + i / 4), 12, '0') || '7' || substr(md5(random()::text), 1, 19))::uuid`,
  serial: `lpad(to_hex(i), 32, '0')::uuid`,
} as const;
type Keys = keyof typeof keys;

let postgres: Postgres | undefined;
let session: PostgresSession;

beforeAll(async () => {
  if (isPostgresSkipped) return;
  postgres = await Postgres.start();
  session = await postgres.session();
  await sent('CREATE EXTENSION pgstattuple');
  await sent('CREATE EXTENSION pg_buffercache');
});

afterAll(async () => {
  session?.end();
  await postgres?.stop();
});

async function sent(sql: string): Promise<void> {
  expect([sql, (await session.query(sql)).error]).toEqual([sql, undefined]);
}

const tableOf = (order: Keys) => `keys_${order.replace('-', '_')}`;

async function inserted(order: Keys, from: number, to: number): Promise<void> {
  await sent(
    `INSERT INTO ${tableOf(order)} SELECT ${keys[order]} FROM generate_series(${from}, ${to - 1}) AS i`,
  );
}

/** Leaves after the first rows, and pages of the index that are dirty after more of them. */
async function measured(order: Keys, fillFactor = 90) {
  await sent(`CREATE TABLE ${tableOf(order)} (id uuid)`);
  await sent(
    `CREATE INDEX ${tableOf(order)}_id ON ${tableOf(order)} (id) WITH (fillfactor = ${fillFactor})`,
  );
  await inserted(order, 0, rows);
  const before = await session.row(
    `SELECT leaf_pages AS leaves, internal_pages AS inner FROM pgstatindex('${tableOf(order)}_id')`,
  );
  await sent('CHECKPOINT');
  await inserted(order, rows, rows + more);
  const { dirty } = await session.row(
    `SELECT count(*) AS dirty FROM pg_buffercache
     WHERE isdirty AND relforknumber = 0 AND relfilenode = pg_relation_filenode('${tableOf(order)}_id')`,
  );
  await sent(`DROP TABLE ${tableOf(order)}`);
  return {
    leaves: must(before['leaves'], 'leaves'),
    inner: must(before['inner'], 'inner pages'),
    dirty: must(dirty, 'dirty pages'),
  };
}

describe('leaves of an index of PostgreSQL', () => {
  test.skipIf(isPostgresSkipped)(`random keys: the urn's${unjudged}`, async () => {
    const { leaves, inner, dirty } = await measured('random');
    const expected = leavesAfter(fringe, rows);
    expect(Math.abs(leaves - expected.mean)).toBeLessThan(5.5 * expected.deviation);
    const changed = leavesChanged(fringe, rows, more);
    // Inner pages are dirty, too, if a leaf below them was split; and the page that says where the root is.
    expect(dirty).toBeGreaterThan(changed.mean - 5.5 * changed.deviation);
    expect(dirty).toBeLessThan(changed.mean + 5.5 * changed.deviation + inner + 2);
    expect(rows / entriesPerLeaf(fringe)).toBeGreaterThan(1.25 * (rows / filledEntries(shape)));
  });

  // With 100, PostgreSQL keeps one entry less: it reserves 8 bytes for a row's address in the high key.
  test.skipIf(isPostgresSkipped).each([90, 70, 50])(
    `ascending keys with fill factor %i: to the page${unjudged}`,
    async (fillFactor) => {
      const { leaves, dirty } = await measured('serial', fillFactor);
      const filled = filledEntries({ perPage, fillFactor });
      // The last leaf has no high key, and room for one more.
      const splits = Math.ceil((rows - (perPage + 1)) / filled);
      expect(leaves).toBe(1 + splits);
      const made = Math.ceil((rows + more - (perPage + 1)) / filled) - splits;
      expect(dirty).toBeGreaterThanOrEqual(1 + made);
      // The page above, and if that is split one more and the root.
      expect(dirty).toBeLessThanOrEqual(1 + made + 3);
    },
  );

  test.skipIf(isPostgresSkipped)(`UUIDv7: as many as in order${unjudged}`, async () => {
    const { leaves } = await measured('time-ordered');
    expect(leaves).toBe(1 + Math.ceil((rows - (perPage + 1)) / filledEntries(shape)));
  });
});
