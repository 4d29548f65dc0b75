/**
 * Goal: of two transactions in a deadlock the one fails that looks for it first after the circle is closed. PostgreSQL 17
 * documentation, §20.12: "This is the amount of time to wait on a lock before checking to see if there is a deadlock
 * condition."
 */
import { describe, expect, test } from 'vitest';
import { Database } from '../../../../sims/transactions/isolation/database.ts';
import { isolationRules } from '../../../../sims/transactions/isolation/rules.ts';
import { update } from '../../../../sims/transactions/isolation/statement.ts';
import { Aborted } from '../../../../sims/transactions/isolation/transaction.ts';
import { defineRules } from '../../../../src/check/rules.ts';
import { crosswise } from './deadlocks.ts';

const book = defineRules('isolation', isolationRules);

describe('two rows crosswise', () => {
  test.each([
    ['both wait within the timeout: the first, whose time is up first', 100, 50, [1, 0]],
    ['the second waits after the first has looked in vain: the second', 100, 150, [0, 1]],
    ['each wait looks at once: the second, which closes the circle', undefined, 50, [0, 1]],
  ])('%s', (_, deadlockTimeoutMs, secondWaitsAfterMs, failures) => {
    const crossing = { secondWaitsAfterMs, ...(deadlockTimeoutMs && { deadlockTimeoutMs }) };
    expect(crosswise(crossing)).toEqual({ failures, ended: 2 });
  });

  test.each([undefined, 100])('with nothing that breaks it both wait for ever', (timeoutMs) => {
    const crossing = { secondWaitsAfterMs: 50, ...(timeoutMs && { deadlockTimeoutMs: timeoutMs }) };
    expect(crosswise(crossing, 'deadlock-is-broken').ended).toBe(0);
  });
});

describe('the wait-for graph', () => {
  const setUp = (count: number, off: readonly string[] = []) => {
    const rows = Array.from({ length: count }, (_, id) => ({ id, value: 0 }));
    const database = new Database(book.without(...off), { rows, deadlockTimeoutMs: 100 });
    const transactions = rows.map(({ id }) => {
      const transaction = database.begin('read-committed', `T${id}`);
      database.execute(transaction, update({ value: 1 }, { id })).next();
      return transaction;
    });
    const waits = (of: number, row: number) => {
      const transaction = transactions[of];
      if (transaction === undefined) throw new Error('no such transaction');
      const running = database.execute(transaction, update({ value: 2 }, { id: row }));
      running.next();
      return { transaction, running };
    };
    return { database, waits };
  };

  test('a circle of three is a deadlock for each of them, and a chain into it is none', () => {
    const { database, waits } = setUp(4);
    const all = [waits(0, 1), waits(1, 2)];
    expect(all.map(({ transaction }) => database.isDeadlocked(transaction))).toEqual([
      false,
      false,
    ]);
    all.push(waits(2, 0), waits(3, 0));
    // The last one waits for a circle that it is not part of.
    expect(all.map(({ transaction }) => database.isDeadlocked(transaction))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const [first] = all;
    expect(() => first?.running.throw(new Aborted('deadlock'))).toThrow(Aborted);
    expect(all.map(({ transaction }) => database.isDeadlocked(transaction))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(first?.transaction.status).toBe('aborted');
  });

  test('without the rule there is none', () => {
    const { database, waits } = setUp(2, ['deadlock-is-broken']);
    const all = [waits(0, 1), waits(1, 0)];
    expect(all.map(({ transaction }) => database.isDeadlocked(transaction))).toEqual([
      false,
      false,
    ]);
  });
});
