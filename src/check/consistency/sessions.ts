/**
 * A history of reads and writes, session by session: what each client did, in its own order. Time between
 * sessions says nothing here: the models weaker than linearizability know only the order within a session,
 * and which write a read returned.
 */
import { must } from '../../kernel/must.ts';
import { HistoryError, isPending, type Operation } from '../linearizability/history.ts';
import { inWords, keyOf, type Value } from '../linearizability/value.ts';
import { entryOf } from './entry.ts';

export interface Access {
  /** Its place among the accesses of the history, from 0. */
  readonly id: number;
  readonly operation: Operation;
  readonly session: number;
  /** Its place in its session, from 0. */
  readonly place: number;
  readonly key: number;
  readonly isRead: boolean;
  /** What was read or written: equal numbers are equal values of the key, and 0 is the initial one. */
  readonly value: number;
}

export interface Sessions {
  readonly accesses: readonly Access[];
  /** The same by session. */
  readonly sessions: readonly (readonly Access[])[];
  /** How many keys there are: they are numbered from 0. */
  readonly keys: number;
  /** How many values each key has, the initial one included. */
  readonly values: readonly number[];
  readonly reads: number;
}

export interface ReadingOptions {
  /** What a read that came back with nil says: nothing, or that nothing was there. */
  readonly nilReads: 'unknown' | 'absent';
  /** What every key holds at first; if it is not said, what shows that nothing is there: nil, or an empty text or list. */
  readonly initial: Value | undefined;
}

const functions: ReadonlyMap<string, 'read' | 'write'> = new Map([
  ['read', 'read'],
  ['get', 'read'],
  ['write', 'write'],
  ['put', 'write'],
]);

/**
 * Left out are reads of which the answer is not known, and pending writes of a value that no read returned:
 * they need not have happened. Throws HistoryError for other operations than reads and writes, and for a
 * process with two operations open at a time.
 */
export function sessionsOf(operations: readonly Operation[], options: ReadingOptions): Sessions {
  const all = operations.flatMap((operation) => accessOf(operation, options));
  const namesOf = (reads: boolean) =>
    new Set(all.filter(({ isRead }) => isRead === reads).map(nameOf));
  const [returned, written] = [namesOf(true), namesOf(false)];
  const nothing = options.initial === undefined ? ['nil', '""', '[]'] : [keyOf(options.initial)];
  const counted = all
    .filter((access) => !isPending(access.operation) || returned.has(nameOf(access)))
    .sort((a, b) => a.operation.calledAt - b.operation.calledAt);
  const keys = new Map<string, NumberedKey>();
  const sessions = new Map<Operation['process'], Access[]>();
  const accesses = counted.map(({ operation, isRead, ...named }, id): Access => {
    const key = entryOf(keys, named.key, () => ({
      ...{ number: keys.size, count: 1 },
      values: new Map(
        nothing
          .filter((value, place) => place === 0 || !written.has(nameOf({ key: named.key, value })))
          .map((value) => [value, 0]),
      ),
    }));
    const value = entryOf(key.values, named.value, () => key.count++);
    const session = entryOf(sessions, operation.process, () => []);
    const access: Access = {
      ...{ id, operation, isRead, value, key: key.number, place: session.length },
      session: session[0]?.session ?? sessions.size - 1,
    };
    refuseOverlap(session.at(-1), access);
    session.push(access);
    return access;
  });
  return {
    accesses,
    sessions: [...sessions.values()],
    keys: keys.size,
    values: [...keys.values()].map(({ count }) => count),
    reads: accesses.filter(({ isRead }) => isRead).length,
  };
}

interface NumberedKey {
  readonly number: number;
  /** The number of each value. */
  readonly values: Map<string, number>;
  /** How many numbers there are. */
  count: number;
}

interface Named extends Pick<Access, 'operation' | 'isRead'> {
  readonly key: string;
  readonly value: string;
}

function nameOf({ key, value }: Pick<Named, 'key' | 'value'>): string {
  return `${key} ${value}`;
}

/** None for a read that says nothing. */
function accessOf(operation: Operation, { nilReads }: ReadingOptions): Named[] {
  const { f, input, output, line } = operation;
  const kind = functions.get(f);
  if (kind === undefined) {
    throw new HistoryError(
      line,
      `${f} is neither a read nor a write: sequential, causal and session consistency are judged of ${[...functions.keys()].join(', ')}`,
    );
  }
  const isRead = kind === 'read';
  const value = isRead ? output : (input ?? output ?? null);
  if (value === undefined || (isRead && value === null && nilReads === 'unknown')) return [];
  const key = operation.key === undefined ? '' : keyOf(operation.key);
  return [{ operation, isRead, key, value: keyOf(value) }];
}

function refuseOverlap(earlier: Access | undefined, { operation }: Access): void {
  if (earlier === undefined || earlier.operation.returnedAt <= operation.calledAt) return;
  const { process, line } = operation;
  const where = earlier.operation.line === undefined ? '' : ` in line ${earlier.operation.line}`;
  throw new HistoryError(
    line,
    `process ${process} has two operations open at a time, this one and the one${where}: a session does one after another`,
  );
}

export const initially = -1;

/**
 * Of each access that is a read, the id of the write that it returned, or `initially`; of a write,
 * undefined. Throws HistoryError if a key is written one value twice, or its initial value: a read would not
 * tell which it saw. Every value that is read must have been written: see `thinAirReads`.
 */
export function sourcesOf(history: Sessions): (number | undefined)[] {
  const ambiguous = ambiguousWrite(history);
  if (ambiguous !== undefined) throw writtenTwice(...ambiguous);
  const writes = new Map<string, number>();
  for (const write of history.accesses) if (!write.isRead) writes.set(valueIn(write), write.id);
  return history.accesses.map((access) => {
    if (!access.isRead) return undefined;
    return access.value === 0
      ? initially
      : must(writes.get(valueIn(access)), 'write that was read');
  });
}

/** A write of a value that its key held before, with the other write of it unless it is the initial value. */
export function ambiguousWrite({ accesses }: Sessions): [Access, Access | undefined] | undefined {
  const writes = new Map<string, Access>();
  for (const write of accesses) {
    if (write.isRead) continue;
    const other = writes.get(valueIn(write));
    if (other !== undefined || write.value === 0) return [write, other];
    writes.set(valueIn(write), write);
  }
  return undefined;
}

/** Equal for equal values of one key. */
function valueIn({ key, value }: Access): string {
  return `${key} ${value}`;
}

function writtenTwice({ operation }: Access, other: Access | undefined): HistoryError {
  const { key, input = null, line } = operation;
  const value = `${inWords(input)} is written${key === undefined ? '' : ` to ${inWords(key)}`}`;
  const before = other?.operation.line;
  const twice =
    other === undefined
      ? `${value}, which is there at first`
      : `${value} again${before === undefined ? '' : `, after line ${before}`}`;
  return new HistoryError(
    line,
    `${twice}: each value must be written once, or a read does not tell which write it saw (sequential and linearizable take such a history)`,
  );
}

/** Reads of a value that no write of the history wrote, and that was not there at first. */
export function thinAirReads({ accesses }: Sessions): readonly Access[] {
  const written = new Set(accesses.flatMap((access) => (access.isRead ? [] : [valueIn(access)])));
  return accesses.filter(
    (access) => access.isRead && access.value !== 0 && !written.has(valueIn(access)),
  );
}

/** A part of a history: the accesses for which this holds, without reads of what is not written any more. */
export function restricted(history: Sessions, holds: (access: Access) => boolean): Sessions {
  const left = history.accesses.filter(holds);
  const written = new Set(left.flatMap((access) => (access.isRead ? [] : [valueIn(access)])));
  const isWhole = (access: Access) =>
    !access.isRead || access.value === 0 || written.has(valueIn(access));
  const sessions: Access[][] = history.sessions.map(() => []);
  const accesses = left.filter(isWhole).map((access, id) => {
    const session = must(sessions[access.session], 'session');
    const kept = { ...access, id, place: session.length };
    session.push(kept);
    return kept;
  });
  return { ...history, accesses, sessions, reads: accesses.filter(({ isRead }) => isRead).length };
}
