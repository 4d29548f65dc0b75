/**
 * Goal: at its three levels the store does what PostgreSQL does: what each statement returns, which ones wait, which
 * transactions fail and with which error, and what is left.
 *
 * Method: every order of every test of Hermitage, and random programs in random orders, statement by statement on both.
 * Where the end of one transaction wakes two others PostgreSQL runs them in either order: those are left out, and
 * counted. Without PostgreSQL (Debian: apt-get install postgresql) it is *not judged*.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hermitage } from '../../../../sims/transactions/isolation/hermitage.ts';
import {
  everyOrder,
  inOrder,
  type Outcome,
  type Program,
} from '../../../../sims/transactions/isolation/interleaving.ts';
import { isolationRules } from '../../../../sims/transactions/isolation/rules.ts';
import { sqlOf } from '../../../../sims/transactions/isolation/statement.ts';
import { defineRules } from '../../../../src/check/rules.ts';
import { isPostgresSkipped, Postgres, unjudged } from '../../../support/postgres.ts';
import { PostgresJudge, sqlLevels } from './on-postgres.ts';
import { judgedRuns } from './programs.ts';

const book = defineRules('isolation', isolationRules);
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

const told = (program: Program): string =>
  program.transactions
    .map((statements, of) => `T${of + 1}: ${statements.map(sqlOf).join('; ')}`)
    .join('\n');

async function differences(runs: Iterable<readonly [Program, Outcome]>) {
  const differing: string[] = [];
  let [compared, races] = [0, 0];
  for (const [program, outcome] of runs) {
    if (outcome.hasRaces) {
      races += 1;
      continue;
    }
    compared += 1;
    const difference = await judge.differs(program, outcome);
    if (difference !== undefined) differing.push(`${difference}\n${told(program)}`);
  }
  return { compared, races, differing };
}

for (const [level, name] of sqlLevels) {
  test.skipIf(isPostgresSkipped)(
    `every order of every test at ${name} on PostgreSQL${unjudged}`,
    async () => {
      function* runs(): Generator<readonly [Program, Outcome]> {
        for (const { program } of hermitage) {
          for (const outcome of everyOrder(program, level, book.without()))
            yield [program, outcome];
        }
      }
      const { compared, races, differing } = await differences(runs());
      expect(differing).toEqual([]);
      expect(races).toBe(0);
      expect(compared).toBeGreaterThan(600);
    },
  );

  test.skipIf(isPostgresSkipped)(
    `random transactions at ${name} on PostgreSQL${unjudged}`,
    async () => {
      const runs = judgedRuns.map(
        ([program, order]) => [program, inOrder(program, level, book.without(), order)] as const,
      );
      const { compared, differing } = await differences(runs);
      expect(differing).toEqual([]);
      expect(compared).toBeGreaterThan(200);
    },
  );
}

test.skipIf(isPostgresSkipped)(`the judge sees a rule that is missing${unjudged}`, async () => {
  const off = book.without('pivot-aborts');
  const runs = hermitage
    .filter(({ anomaly }) => anomaly === 'G2-item')
    .flatMap(({ program }) =>
      [...everyOrder(program, 'serializable', off)].map((outcome) => [program, outcome] as const),
    );
  const { differing } = await differences(runs);
  expect(differing.length).toBeGreaterThan(10);
});
