/** Random programs of transactions, and random orders of their statements. */
import fc from 'fast-check';
import type { Program } from '../../../../sims/transactions/isolation/interleaving.ts';
import {
  insert,
  remove,
  rollback,
  type Statement,
  select,
  selectForUpdate,
  update,
  type Where,
} from '../../../../sims/transactions/isolation/statement.ts';

const keys = fc.constantFrom(1, 2, 3);
const values = fc.constantFrom(10, 20, 30);

const wheres: fc.Arbitrary<Where> = fc.oneof(
  { weight: 4, arbitrary: keys.map((id) => ({ id })) },
  { weight: 1, arbitrary: fc.constant({ id: { oneOf: [1, 2] } }) },
  { weight: 1, arbitrary: values.map((value) => ({ value })) },
  { weight: 1, arbitrary: fc.constant({ value: { multipleOf: 20 } }) },
  { weight: 1, arbitrary: fc.constant({}) },
);

const statements: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 4, arbitrary: wheres.map(select) },
  { weight: 1, arbitrary: wheres.map(selectForUpdate) },
  {
    weight: 3,
    arbitrary: fc.tuple(values, wheres).map(([value, where]) => update({ value }, where)),
  },
  { weight: 3, arbitrary: wheres.map((where) => update({ value: { plus: 10 } }, where)) },
  { weight: 1, arbitrary: wheres.map(remove) },
  { weight: 1, arbitrary: fc.tuple(keys, values).map(([id, value]) => insert({ id, value })) },
);

const transactions = fc
  .tuple(fc.array(statements, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 9 }))
  .map(([of, ending]) => (ending === 0 ? [...of, rollback] : of));

export const programs: fc.Arbitrary<Program> = fc
  .array(transactions, { minLength: 2, maxLength: 3 })
  .map((of) => ({
    rows: [
      { id: 1, value: 10 },
      { id: 2, value: 20 },
    ],
    transactions: of,
  }));

/** More turns than any program has. */
export const orders = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 15, maxLength: 15 });

/** The programs that PostgreSQL is asked about. */
export const judgedRuns: readonly (readonly [Program, readonly number[]])[] = fc.sample(
  fc.tuple(programs, orders),
  { numRuns: 250, seed: 20_261_129 },
);
