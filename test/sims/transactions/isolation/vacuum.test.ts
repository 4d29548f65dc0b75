/**
 * Goal: a snapshot reads the same whatever is vacuumed, and a vacuum keeps what it must and nothing else. Method: drawn
 * programs of updates, snapshots and vacuums beside a list of every state that the table has had.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Database } from '../../../../sims/transactions/isolation/database.ts';
import { isolationRules } from '../../../../sims/transactions/isolation/rules.ts';
import {
  commit,
  rollback,
  type Statement,
  select,
  update,
} from '../../../../sims/transactions/isolation/statement.ts';
import type { Transaction } from '../../../../sims/transactions/isolation/transaction.ts';
import { defineRules } from '../../../../src/check/rules.ts';
import { must } from '../../../../src/kernel/must.ts';

const defined = defineRules('isolation', isolationRules);
const ids = [1, 2, 3];
const rows = ids.map((id) => ({ id, value: 0 }));

/** The statement’s result; it must not wait. */
function said(database: Database, transaction: Transaction, statement: Statement) {
  const step = database.execute(transaction, statement).next();
  if (step.done !== true) throw new Error('a statement waits');
  return step.value;
}

function updated(database: Database, id: number, value: number, end: Statement = commit): void {
  const writer = database.begin('read-committed');
  said(database, writer, update({ value }, { id }));
  said(database, writer, end);
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ update: fc.constantFrom(...ids) }) },
  { weight: 1, arbitrary: fc.record({ undone: fc.constantFrom(...ids) }) },
  { weight: 2, arbitrary: fc.constant({ begin: true as const }) },
  { weight: 3, arbitrary: fc.record({ read: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ end: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.constant({ vacuum: true as const }) },
);

test('snapshots and vacuums agree with the list of all states', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const database = new Database(defined.without(), { rows, vacuumEveryMs: 1 });
      /** For each commit the number of updates of each row so far: its version. */
      const states: (readonly number[])[] = [[0, 0, 0]];
      let open: { transaction: Transaction; state: number }[] = [];
      const now = () => states.length - 1;
      const versionsAt = (state: number) => must(states[state], 'state');
      const valuesOf = (transaction: Transaction) =>
        said(database, transaction, select({}))
          .rows.toSorted((one, other) => (one['id'] ?? 0) - (other['id'] ?? 0))
          .map(({ value }) => value);
      /** Versions, as row and number, that were replaced and that vacuum has not been allowed to remove. */
      let old: { row: number; version: number; replacedAt: number }[] = [];
      for (const each of steps) {
        if ('update' in each) {
          const row = each.update - 1;
          const before = versionsAt(now());
          const version = must(before[row], 'row');
          updated(database, each.update, version + 1);
          states.push(before.with(row, version + 1));
          old.push({ row, version, replacedAt: now() });
        } else if ('undone' in each) updated(database, each.undone, 99, rollback);
        else if ('begin' in each) {
          const transaction = database.begin('snapshot');
          expect(valuesOf(transaction)).toEqual(versionsAt(now()));
          open.push({ transaction, state: now() });
        } else if ('read' in each) {
          const reader = open[each.read];
          if (reader !== undefined)
            expect(valuesOf(reader.transaction)).toEqual(versionsAt(reader.state));
        } else if ('end' in each) {
          const reader = open[each.end];
          if (reader !== undefined) said(database, reader.transaction, commit);
          open = open.filter((other) => other !== reader);
        } else {
          const oldest = Math.min(now(), ...open.map(({ state }) => state));
          const kept = old.filter(({ replacedAt }) => replacedAt > oldest);
          const seen = kept.filter(({ row, version }) =>
            open.some(({ state }) => versionsAt(state)[row] === version),
          );
          expect(database.vacuum()).toEqual({
            removed: old.length - kept.length,
            kept: kept.length,
            seen: seen.length,
          });
          old = kept;
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('a version is not old before the transaction that replaces it commits', () => {
  const database = new Database(defined.without(), { rows, vacuumEveryMs: 1 });
  const writer = database.begin('read-committed');
  said(database, writer, update({ value: 7 }, { id: 2 }));
  expect(database.vacuum()).toEqual({ removed: 0, kept: 0, seen: 0 });
  said(database, writer, commit);
  expect(database.vacuum()).toEqual({ removed: 1, kept: 0, seen: 0 });
});

test('without the rule an open snapshot loses the rows that have changed', () => {
  const database = new Database(defined.without('vacuum-spares-open-snapshots'), {
    rows,
    vacuumEveryMs: 1,
  });
  const reader = database.begin('snapshot');
  said(database, reader, select({}));
  updated(database, 2, 5);
  expect(said(database, reader, select({})).count).toBe(3);
  expect(database.vacuum()).toEqual({ removed: 1, kept: 0, seen: 0 });
  expect(said(database, reader, select({})).rows.map(({ id }) => id)).toEqual([1, 3]);
});

test.each([
  ['snapshot', false],
  ['read-committed', false],
  ['serializable', false],
  ['two-phase-locking', true],
] as const)('at %s an update of a row that was read waits: %s', (level, waits) => {
  for (const rule of [undefined, 'snapshot-reads-without-locks'] as const) {
    const rules = rule === undefined ? defined.without() : defined.without(rule);
    const database = new Database(rules, { rows });
    const [reader, writer] = [database.begin(level), database.begin(level)];
    said(database, reader, select({ id: 1 }));
    const running = database.execute(writer, update({ value: 1 }, { id: 1 }));
    expect(running.next().done).toBe(!(waits || rule !== undefined));
  }
});
