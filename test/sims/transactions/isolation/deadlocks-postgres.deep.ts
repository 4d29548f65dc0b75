/**
 * Goal: PostgreSQL aborts the transaction that the lab aborts, and lets the other one commit. Method: rows 1 and 2
 * crosswise in two sessions; the second one waits before the first has looked for a deadlock, or long after. Without
 * PostgreSQL (Debian: apt-get install postgresql) it is *not judged*.
 */
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../../../src/kernel/must.ts';
import {
  isPostgresSkipped,
  Postgres,
  type PostgresSession,
  unjudged,
} from '../../../support/postgres.ts';
import { crosswise } from './deadlocks.ts';

let postgres: Postgres | undefined;
let monitor: PostgresSession;

beforeAll(async () => {
  if (isPostgresSkipped) return;
  postgres = await Postgres.start();
  monitor = await postgres.session();
  await done(monitor, 'CREATE TABLE test (id int PRIMARY KEY, balance int)');
  await done(monitor, 'INSERT INTO test VALUES (1, 100), (2, 100), (3, 100)');
});

afterAll(async () => {
  monitor?.end();
  await postgres?.stop();
});

async function done(session: PostgresSession, sql: string): Promise<void> {
  expect([sql, (await session.query(sql)).error]).toEqual([sql, undefined]);
}

const add = (id: number) => `UPDATE test SET balance = balance + 1 WHERE id = ${id}`;

/** Until so many sessions wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  for (let tried = 0; tried < 2_000; tried++) {
    const { rows } = await monitor.query(
      "SELECT count(*) AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
    );
    if (must(rows[0], 'count')['waiting'] === count) return;
    await passed(2);
  }
  throw new Error(`${count} sessions do not wait`);
}

/** Each transaction locks the row of its place, and then that of the next. Who fails: 1 for each failure. */
async function circle(count: number, deadlockTimeoutMs: number, pauseMs: number) {
  const server = must(postgres, 'PostgreSQL');
  const sessions = await Promise.all(Array.from({ length: count }, () => server.session()));
  for (const [place, session] of sessions.entries()) {
    await done(session, `SET deadlock_timeout = ${deadlockTimeoutMs}`);
    await done(session, 'BEGIN');
    await done(session, add(place + 1));
  }
  const answers: Promise<number>[] = [];
  for (const [place, session] of sessions.entries()) {
    const second = session.query(add(1 + ((place + 1) % count))).then(async ({ error }) => {
      await session.query(error === undefined ? 'COMMIT' : 'ROLLBACK');
      return error === '40P01' ? 1 : 0;
    });
    answers.push(second);
    if (place + 1 === count) break;
    await untilWaiting(place + 1);
    await passed(pauseMs);
  }
  const failures = await Promise.all(answers);
  for (const session of sessions) session.end();
  return failures;
}

test.skipIf(isPostgresSkipped)(
  `both wait before the first one looks: the first fails${unjudged}`,
  async () => {
    const theirs = await circle(2, 2_000, 0);
    expect(theirs).toEqual(crosswise({ deadlockTimeoutMs: 2_000, secondWaitsAfterMs: 5 }).failures);
    expect(theirs).toEqual([1, 0]);
  },
);

test.skipIf(isPostgresSkipped)(
  `the second waits after the first has looked in vain: the second fails${unjudged}`,
  async () => {
    const theirs = await circle(2, 10, 500);
    expect(theirs).toEqual(crosswise({ deadlockTimeoutMs: 10, secondWaitsAfterMs: 500 }).failures);
    expect(theirs).toEqual([0, 1]);
  },
);

test.skipIf(isPostgresSkipped)(`of three in a circle one fails${unjudged}`, async () => {
  expect(await circle(3, 2_000, 0)).toEqual([1, 0, 0]);
});
