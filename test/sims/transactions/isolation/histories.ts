/**
 * Histories for the checker of isolation: transactions that append to lists and read them. A list is a number, whose
 * digits are its elements: `set value = value * 10 + 7` appends 7, in SQL as in the lab.
 */
import fc from 'fast-check';
import type { Outcome, Program } from '../../../../sims/transactions/isolation/interleaving.ts';
import {
  type Statement,
  select,
  update,
} from '../../../../sims/transactions/isolation/statement.ts';
import type { Step, Transaction } from '../../../../src/check/isolation/transaction.ts';

const append = (key: number, element: number): Statement =>
  update({ value: { times: 10, plus: element } }, { id: key });

/** Reads and appends of two or three lists; each element is appended once. */
export const listPrograms: fc.Arbitrary<Program> = fc
  .array(
    fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), fc.boolean()), {
      minLength: 1,
      maxLength: 3,
    }),
    { minLength: 2, maxLength: 3 },
  )
  .map((plans) => {
    let element = 0;
    const statementOf = ([key, isRead]: readonly [number, boolean]): Statement => {
      if (isRead) return select({ id: key });
      element += 1;
      return append(key, element);
    };
    return {
      rows: [
        { id: 1, value: 0 },
        { id: 2, value: 0 },
      ],
      transactions: plans.map((plan) => plan.map(statementOf)),
    };
  });

const digitsOf = (value: number): number[] => (value === 0 ? [] : [...String(value)].map(Number));

/** What the transactions of a run saw and did, as a client would have recorded it. */
export function historyOf({ transactions }: Program, outcome: Outcome): Transaction[] {
  return transactions.map((statements, of) => {
    const replies = outcome.replies[of] ?? [];
    const steps = statements.flatMap((statement, place): Step[] => {
      if (!('where' in statement)) return [];
      const key = statement.where['id'] as number;
      const reply = replies[place];
      if (reply === undefined || 'failure' in reply) return [];
      if (statement.do === 'update') {
        const { plus } = statement.set['value'] as { plus: number };
        return [{ f: 'append', key, value: plus }];
      }
      return [{ f: 'read', key, value: digitsOf(reply.rows[0]?.['value'] ?? 0) }];
    });
    const turns = outcome.order.flatMap((one, turn) => (one === of ? [turn] : []));
    return {
      id: of,
      process: of,
      outcome: outcome.ends[of] === 'committed' ? 'ok' : 'fail',
      steps,
      calledAt: 2 * (turns[0] ?? 0),
      returnedAt: 2 * (turns.at(-1) ?? 0) + 1,
      line: undefined,
      returnLine: undefined,
    };
  });
}
