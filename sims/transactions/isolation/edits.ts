/**
 * Ways to change a value that depends on its old value. Between the read and the write the client
 * thinks; that is when others interfere.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { IsolationRules } from './rules.ts';
import type { Body, Session } from './session.ts';
import { type Row, type Statement, select, selectForUpdate, update } from './statement.ts';

export const editWays = ['read-and-write', 'in-the-update', 'for-update', 'version'] as const;
export type EditWay = (typeof editWays)[number];

export interface Edit {
  readonly key: number;
  readonly thinkMs: number;
  /** Columns and their new values, given what was read. */
  readonly sets: (read: Row) => Readonly<Record<string, number>>;
}

/** Reads a row, thinks, and writes it, until that commits. */
export function editRow(
  rules: IsolationRules,
  way: Exclude<EditWay, 'in-the-update'>,
  session: Session,
  node: ServerContext,
  { key, thinkMs, sets }: Edit,
): Process<boolean> {
  const where = { id: key };
  let read: Row | undefined;
  const body: Body = function* (say) {
    // PostgreSQL documentation, §13.5: a retry runs the whole transaction, with the reads that decide what is written.
    if (read === undefined || rules['retry-reads-again']) {
      read = (yield* say(way === 'for-update' ? selectForUpdate(where) : select(where))).rows[0];
    }
    if (read === undefined) return 'give-up';
    yield* node.sleep(thinkMs);
    const { count } = yield* say(writeOf(rules, way, key, read, sets(read)));
    return count === 1 ? 'commit' : 'retry';
  };
  return session.transact(body);
}

/** Kung and Robinson 1981, §3: a write is valid if nothing that it has read was written since. */
function writeOf(
  rules: IsolationRules,
  way: EditWay,
  key: number,
  read: Row,
  sets: Readonly<Record<string, number>>,
): Statement {
  if (way !== 'version') return update(sets, { id: key });
  const version = read['version'] ?? 0;
  const where = rules['update-expects-version'] ? { id: key, version } : { id: key };
  return update({ ...sets, version: version + 1 }, where);
}

/** Makes the store add, in one statement. */
export const addInUpdate = (session: Session, key: number, plus: number): Process<boolean> =>
  session.transact(function* (say) {
    yield* say(update({ value: { plus } }, { id: key }));
    return 'commit';
  });
