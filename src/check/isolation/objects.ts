/** A history of transactions object by object: which of them wrote which value, and what was read. */
import { must } from '../../kernel/must.ts';
import { HistoryError } from '../linearizability/history.ts';
import { inWords, isList, keyOf, type Value } from '../linearizability/value.ts';
import type { Step, Transaction } from './transaction.ts';

/** What one transaction did to one object, in order. */
export interface Access {
  readonly transaction: Transaction;
  readonly steps: Step[];
}

export interface Write {
  readonly transaction: Transaction;
  readonly value: Value;
  /** Its place among the steps of the access. */
  readonly place: number;
  /** Is it the last write of its transaction to this object? */
  isFinal: boolean;
}

export interface SharedObject {
  readonly key: Value;
  readonly isList: boolean;
  readonly accesses: readonly Access[];
  /** By the key of the written value. */
  readonly writes: ReadonlyMap<string, readonly Write[]>;
}

/** The objects in the order in which they first occur. Throws HistoryError for one that is list and register. */
export function objectsOf(transactions: readonly Transaction[]): SharedObject[] {
  const accesses = new Map<string, Access[]>();
  for (const transaction of transactions) {
    for (const step of transaction.steps) {
      const id = keyOf(step.key);
      const known = accesses.get(id);
      const last = known?.at(-1);
      if (last?.transaction === transaction) last.steps.push(step);
      else if (known !== undefined) known.push({ transaction, steps: [step] });
      else accesses.set(id, [{ transaction, steps: [step] }]);
    }
  }
  return [...accesses.values()].map(objectOf);
}

function objectOf(accesses: readonly Access[]): SharedObject {
  const key = accesses[0]?.steps[0]?.key ?? null;
  const list = isListOf(key, accesses);
  const writes = new Map<string, Write[]>();
  for (const { transaction, steps } of accesses) {
    let last: Write | undefined;
    for (const [place, { f, value }] of steps.entries()) {
      if (f === 'read') continue;
      if (last !== undefined) last.isFinal = false;
      last = { transaction, value, place, isFinal: true };
      const id = keyOf(value);
      const known = writes.get(id);
      if (known === undefined) writes.set(id, [last]);
      else if (list) throw appendedTwice(key, must(known[0], 'first write'), last);
      else known.push(last);
    }
  }
  return { key, isList: list, accesses, writes };
}

/** A key that is only read is a list if a list was read. */
function isListOf(key: Value, accesses: readonly Access[]): boolean {
  const wrote = (of: Step['f']) =>
    accesses.find(({ steps }) => steps.some(({ f }) => f === of))?.transaction;
  const [appending, writing] = [wrote('append'), wrote('write')];
  if (appending !== undefined && writing !== undefined) {
    throw new HistoryError(
      writing.line,
      `${inWords(key)} is written here and appended to in line ${appending.line}: an object is a register or a list`,
    );
  }
  if (appending !== undefined || writing !== undefined) return appending !== undefined;
  return accesses.some(({ steps }) => steps.some(({ value }) => isList(value)));
}

function appendedTwice(key: Value, first: Write, second: Write): HistoryError {
  return new HistoryError(
    second.transaction.line,
    `${inWords(second.value)} is appended to ${inWords(key)} again, after line ${first.transaction.line}: each element must be appended once, or a read does not tell which append it saw`,
  );
}
