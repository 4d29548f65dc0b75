/**
 * The store as a server: a transaction begins with the first statement that names it, and a
 * statement that has to wait is answered when it can proceed. A commit is on the disk before COMMIT
 * is answered; transactions open at a crash are lost. A transaction whose client says nothing for
 * too long is rolled back, and its client refused.
 */

import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { TimedOut, timeout } from '../../../src/kernel/timeout.ts';
import { Refusal } from '../../../src/world/call.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { Database, type Result, type TableOptions } from './database.ts';
import type { LevelId } from './level.ts';
import type { IsolationRules } from './rules.ts';
import { type Row, type Statement, sqlOf } from './statement.ts';
import { Aborted, type Transaction } from './transaction.ts';

export interface StatementRequest {
  readonly do: 'execute';
  readonly transaction: string;
  readonly level: LevelId;
  readonly statement: Statement;
}

interface TableRecord {
  readonly rows: readonly Row[];
}

interface Open {
  readonly transaction: Transaction;
  readonly ends: Signal;
  /** Statements so far. */
  statements: number;
}

export interface StoreMemory {
  readonly database: Database;
  readonly open: Map<string, Open>;
  /** Rolled back for silence; their clients do not know it yet. */
  readonly timedOut: Set<string>;
}

type Context = ServerContext<TableRecord>;

export const storeServer = (
  rules: IsolationRules,
  table: TableOptions,
): Server<StoreMemory, StatementRequest, TableRecord> => ({
  kind: 'store',
  start: (node, { journal }) => {
    const database = new Database(rules, { ...table, ...journal.at(-1) });
    const { vacuumEveryMs } = table;
    if (vacuumEveryMs !== undefined) node.spawn(vacuuming(database, vacuumEveryMs, node));
    return { database, open: new Map(), timedOut: new Set() };
  },
  *serve(memory, request, _from, node) {
    const { database, open } = memory;
    const { transaction: name, level, statement } = request;
    if (memory.timedOut.delete(name)) throw new Refusal('idle-timeout');
    const session = open.get(name) ?? {
      transaction: database.begin(level, name),
      ends: new Signal(),
      statements: 0,
    };
    const { transaction, ends } = session;
    session.statements += 1;
    open.set(name, session);
    try {
      const result = yield* executed(memory, transaction, statement, table.deadlockTimeoutMs, node);
      note(node, {
        kind: 'executed',
        transaction: name,
        sql: sqlOf(statement),
        rows: result.count,
      });
      if (transaction.isCommitted) {
        node.persist({ rows: database.rows });
        yield* node.durable();
      }
      const { idleTimeoutMs } = table;
      if (transaction.isActive && idleTimeoutMs !== undefined && rules['idle-transaction-ends'])
        node.spawn(endingIfIdle(memory, session, idleTimeoutMs, node));
      return result;
    } catch (error) {
      if (!(error instanceof Aborted)) throw error;
      note(node, { kind: 'failed', transaction: name, failure: error.failure });
      throw new Refusal(error.failure);
    } finally {
      if (!transaction.isActive) {
        open.delete(name);
        ends.fire();
      }
    }
  },
  shown: ({ database, open }) => ({ rows: database.rows, open: [...open.keys()] }),
});

/** Rolls a transaction back, and so releases its locks, unless its next statement comes in time. */
function* endingIfIdle(
  { database, open, timedOut }: StoreMemory,
  session: Open,
  idleTimeoutMs: number,
  node: Context,
): Process<void> {
  const { transaction, ends, statements } = session;
  yield* node.sleep(idleTimeoutMs);
  if (!transaction.isActive || session.statements > statements) return;
  database.rollback(transaction);
  open.delete(transaction.name);
  timedOut.add(transaction.name);
  note(node, { kind: 'failed', transaction: transaction.name, failure: 'idle-timeout' });
  ends.fire();
}

/** In the background, as autovacuum does. */
function* vacuuming(database: Database, everyMs: number, node: Context): Process<void> {
  for (;;) {
    yield* node.sleep(everyMs);
    note(node, { kind: 'vacuumed', ...database.vacuum() });
  }
}

function* executed(
  { database, open }: StoreMemory,
  transaction: Transaction,
  statement: Statement,
  deadlockTimeoutMs: number | undefined,
  node: Context,
): Process<Result> {
  const running = database.execute(transaction, statement);
  let step = running.next();
  while (step.done !== true) {
    const blocker = step.value.find(({ isActive }) => isActive);
    const ends = blocker === undefined ? undefined : open.get(blocker.name)?.ends;
    note(node, { kind: 'blocked', transaction: transaction.name, by: blocker?.name ?? '' });
    if (ends !== undefined && deadlockTimeoutMs !== undefined) {
      const isOver = yield* isWithin(ends, deadlockTimeoutMs);
      if (!isOver && database.isDeadlocked(transaction)) running.throw(new Aborted('deadlock'));
      // It looks once: whoever closes a circle later looks later.
      if (!isOver) yield* ends.wait();
    } else if (ends !== undefined) yield* ends.wait();
    step = running.next();
  }
  return step.value;
}

function* isWithin(ends: Signal, durationMs: number): Process<boolean> {
  try {
    yield* timeout(durationMs, ends.wait());
    return true;
  } catch (failure) {
    if (failure instanceof TimedOut) return false;
    throw failure;
  }
}
