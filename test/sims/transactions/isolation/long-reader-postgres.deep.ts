/**
 * Goal: beside a report at one snapshot, PostgreSQL keeps as many old versions as the lab, lets updates through at once,
 * and removes them all once the report has ended. Method: the same updates on both; pgstattuple counts the versions.
 * Without PostgreSQL (Debian: apt-get install postgresql) it is *not judged*.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../../../sims/transactions/isolation/database.ts';
import { isolationRules } from '../../../../sims/transactions/isolation/rules.ts';
import {
  commit,
  type Statement,
  select,
  update,
} from '../../../../sims/transactions/isolation/statement.ts';
import type { Transaction } from '../../../../sims/transactions/isolation/transaction.ts';
import { defineRules } from '../../../../src/check/rules.ts';
import { must } from '../../../../src/kernel/must.ts';
import {
  isPostgresSkipped,
  Postgres,
  type PostgresSession,
  unjudged,
} from '../../../support/postgres.ts';

const rows = [1, 2, 3, 4, 5].map((id) => ({ id, value: 0 }));

let postgres: Postgres | undefined;
let [reader, writer, later]: PostgresSession[] = [];

beforeAll(async () => {
  if (isPostgresSkipped) return;
  postgres = await Postgres.start();
  [reader, writer, later] = [
    await postgres.session(),
    await postgres.session(),
    await postgres.session(),
  ];
  await done(writer, 'CREATE EXTENSION pgstattuple');
  // An update that had to wait for the reader would fail.
  await done(writer, "SET lock_timeout = '1s'");
  await done(writer, 'CREATE TABLE test (id int PRIMARY KEY, value int)');
});

afterAll(async () => {
  for (const session of [reader, writer, later]) session?.end();
  await postgres?.stop();
});

async function done(session: PostgresSession | undefined, sql: string): Promise<void> {
  const { error } = await must(session, 'session').query(sql);
  expect([sql, error]).toEqual([sql, undefined]);
}

const total = async (session: PostgresSession | undefined) =>
  must(
    (await must(session, 'session').row('SELECT sum(value) AS total FROM test'))['total'],
    'total',
  );

/** After a vacuum, old versions that it had to keep. */
async function keptByPostgres(): Promise<number> {
  await done(writer, 'VACUUM test');
  const { dead } = await must(writer, 'session').row(
    "SELECT dead_tuple_count AS dead FROM pgstattuple('test')",
  );
  return must(dead, 'count');
}

const rules = defineRules('isolation', isolationRules).without();

/** A session of the lab’s database; its statements do not wait. */
function sessionOf(database: Database) {
  const say = (transaction: Transaction, statement: Statement) => {
    const step = database.execute(transaction, statement).next();
    if (step.done !== true) throw new Error('a statement waits');
    return step.value;
  };
  return {
    begin(): Transaction {
      const transaction = database.begin('snapshot');
      say(transaction, select({}));
      return transaction;
    },
    total: (transaction: Transaction) =>
      say(transaction, select({})).rows.reduce((sum, { value = 0 }) => sum + value, 0),
    update(id: number): void {
      const transaction = database.begin('read-committed');
      say(transaction, update({ value: { plus: 1 } }, { id }));
      say(transaction, commit);
    },
    end: (transaction: Transaction) => say(transaction, commit),
  };
}

test.skipIf(isPostgresSkipped).each([1, 40, 400])(
  `%i updates before a report, during it, and during a second one${unjudged}`,
  async (updates) => {
    await done(writer, 'TRUNCATE test');
    await done(writer, `INSERT INTO test VALUES ${rows.map(({ id }) => `(${id}, 0)`).join(', ')}`);
    const database = new Database(rules, { rows, vacuumEveryMs: 1 });
    const lab = sessionOf(database);
    const updateBoth = async () => {
      for (let at = 0; at < updates; at++) {
        const id = 1 + (at % rows.length);
        await done(writer, `UPDATE test SET value = value + 1 WHERE id = ${id}`);
        lab.update(id);
      }
    };
    const expectKept = async (count: number) =>
      expect([await keptByPostgres(), database.vacuum().kept]).toEqual([count, count]);

    await updateBoth();
    await expectKept(0);
    await done(reader, 'BEGIN ISOLATION LEVEL REPEATABLE READ');
    expect(await total(reader)).toBe(updates);
    const first = lab.begin();
    await updateBoth();
    await expectKept(updates);

    // A second report holds back only what was replaced after it began.
    await done(later, 'BEGIN ISOLATION LEVEL REPEATABLE READ');
    expect(await total(later)).toBe(2 * updates);
    const second = lab.begin();
    await updateBoth();
    await expectKept(2 * updates);
    expect([await total(reader), lab.total(first)]).toEqual([updates, updates]);
    expect([await total(later), lab.total(second)]).toEqual([2 * updates, 2 * updates]);

    await done(reader, 'COMMIT');
    lab.end(first);
    await expectKept(updates);
    expect([await total(later), lab.total(second)]).toEqual([2 * updates, 2 * updates]);
    await done(later, 'COMMIT');
    lab.end(second);
    await expectKept(0);
  },
);
