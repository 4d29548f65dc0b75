/**
 * Goal: claims of jobs on PostgreSQL get, skip and wait for the rows that they do in the lab; a job comes back when its
 * connection is closed, or idle_in_transaction_session_timeout is over. Without PostgreSQL (Debian: apt-get install
 * postgresql) it is *not judged*.
 */
import { setTimeout as passed } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inOrder, type Program } from '../../../../sims/transactions/isolation/interleaving.ts';
import { claimStatement, claims } from '../../../../sims/transactions/isolation/job-queue.ts';
import { isolationRules } from '../../../../sims/transactions/isolation/rules.ts';
import { rollback, sqlOf, update } from '../../../../sims/transactions/isolation/statement.ts';
import { defineRules } from '../../../../src/check/rules.ts';
import { must } from '../../../../src/kernel/must.ts';
import { isPostgresSkipped, Postgres, unjudged } from '../../../support/postgres.ts';
import { PostgresJudge } from './on-postgres.ts';

const rules = defineRules('isolation', isolationRules).without();
let postgres: Postgres | undefined;
let judge: PostgresJudge;

beforeAll(async () => {
  if (isPostgresSkipped) return;
  postgres = await Postgres.start();
  judge = await PostgresJudge.of(postgres, 3);
});

afterAll(async () => {
  judge?.end();
  await postgres?.stop();
});

const claim = fc.constantFrom(...claims).map((each) => claimStatement(rules, each));
const done = fc.constantFrom(1, 2, 3).map((id) => update({ done: 1 }, { id }));
const programs: fc.Arbitrary<Program> = fc
  .array(
    fc
      .tuple(fc.array(fc.oneof(claim, claim, done), { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([of, isUndone]) => (isUndone ? [...of, rollback] : of)),
    { minLength: 2, maxLength: 3 },
  )
  .map((transactions) => ({ rows: [1, 2, 3].map((id) => ({ id, done: 0 })), transactions }));
const orders = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 12, maxLength: 12 });

test.skipIf(isPostgresSkipped).each(['read-committed', 'snapshot'] as const)(
  `random claims at %s on PostgreSQL${unjudged}`,
  async (level) => {
    const differing: string[] = [];
    let compared = 0;
    for (const [program, order] of fc.sample(fc.tuple(programs, orders), {
      numRuns: 200,
      seed: 7,
    })) {
      const outcome = inOrder(program, level, rules, order);
      if (outcome.hasRaces) continue;
      compared += 1;
      const difference = await judge.differs(program, outcome);
      if (difference !== undefined)
        differing.push(
          [difference, ...program.transactions.map((of) => of.map(sqlOf).join('; '))].join('\n'),
        );
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(120);
  },
);

test.skipIf(isPostgresSkipped)(`a job comes back${unjudged}`, async () => {
  const server = must(postgres, 'PostgreSQL');
  const sql = sqlOf(claimStatement(rules, 'skip-locked'));
  const [other, dies, idles] = [
    await server.session(),
    await server.session(),
    await server.session(),
  ];
  await other.query('drop table if exists test');
  await other.query(
    'create table test (id int primary key, done int); insert into test values (1, 0), (2, 0), (3, 0)',
  );
  const claimed = async (session: typeof other) => (await session.query(sql)).rows[0]?.['id'];
  await dies.query('begin');
  expect(await claimed(dies)).toBe(1);
  await idles.query("set idle_in_transaction_session_timeout = '500ms'");
  await idles.query('begin');
  expect(await claimed(idles)).toBe(2);
  expect(await claimed(other)).toBe(3);
  dies.end();
  while ((await claimed(other)) !== 1) await passed(5);
  await other.query('update test set done = 1 where id = 1');
  while ((await claimed(other)) !== 2) await passed(20);
  const open = "select count(*) as open from pg_stat_activity where state = 'idle in transaction'";
  expect(await other.row(open)).toEqual({ open: 0 });
  other.end();
});
