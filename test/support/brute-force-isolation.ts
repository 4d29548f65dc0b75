/**
 * Is there an order of a few transactions in which each reads what it has read? Every order is tried
 * on a store of plain lists and registers. Written from the definitions of serializability and of
 * generalized snapshot isolation, without versions, dependencies or graphs.
 */
import type { Transaction } from '../../src/check/isolation/transaction.ts';
import { asEdn, type Value } from '../../src/check/linearizability/value.ts';

type Store = ReadonlyMap<string, Value>;

/** Those that are ok happened, those that are info may have, those that failed did not. */
function mayHaveHappened(transactions: readonly Transaction[]): Transaction[][] {
  const ok = transactions.filter(({ outcome }) => outcome === 'ok');
  const info = transactions.filter(({ outcome }) => outcome === 'info');
  return Array.from({ length: 2 ** info.length }, (_, choice) => [
    ...ok,
    ...info.filter((_, place) => (choice >> place) % 2 === 1),
  ]);
}

/** The store after the transaction; undefined if it would read something else than it did. */
function after({ steps, outcome }: Transaction, store: Store): Store | undefined {
  const next = new Map(store);
  for (const { f, key, value } of steps) {
    const id = asEdn(key);
    const held = next.get(id) ?? null;
    if (f === 'write') next.set(id, value);
    else if (f === 'append') next.set(id, [...((held as readonly Value[]) ?? []), value]);
    else if (outcome === 'ok' && shape(value) !== shape(held)) return undefined;
  }
  return next;
}

/** An empty list reads as nil, or as it is. */
function shape(value: Value): string {
  return Array.isArray(value) && value.length === 0 ? 'nil' : asEdn(value);
}

/** With `isStrict`, one that had returned before another was called comes first. */
export function isSerializable(transactions: readonly Transaction[], isStrict = false): boolean {
  const canFollow = (rest: readonly Transaction[], store: Store): boolean =>
    rest.length === 0 ||
    rest.some((next) => {
      const others = rest.filter((other) => other !== next);
      if (isStrict && others.some((other) => other.returnedAt < next.calledAt)) return false;
      const then = after(next, store);
      return then !== undefined && canFollow(others, then);
    });
  return mayHaveHappened(transactions).some((some) => canFollow(some, new Map()));
}

interface Started {
  readonly transaction: Transaction;
  /** How many had committed. */
  readonly commits: number;
  readonly afterwards: Store;
}

/**
 * Every order of starts and commits: a transaction reads the store as it was at its start, and its
 * own writes; of two that overlap and write one object only one commits. Clients' time says nothing.
 */
export function isSnapshotIsolated(transactions: readonly Transaction[]): boolean {
  const canGoOn = (
    waiting: readonly Transaction[],
    started: readonly Started[],
    committed: readonly (readonly string[])[],
    store: Store,
  ): boolean =>
    (waiting.length === 0 && started.length === 0) ||
    started.some((each) => {
      const own = writtenBy(each.transaction);
      const since = committed.slice(each.commits).flat();
      if (own.some((key) => since.includes(key))) return false;
      const next = new Map(store);
      for (const key of own) next.set(key, each.afterwards.get(key) ?? null);
      const others = started.filter((other) => other !== each);
      return canGoOn(waiting, others, [...committed, own], next);
    }) ||
    waiting.some((transaction) => {
      const afterwards = after(transaction, store);
      if (afterwards === undefined) return false;
      const others = waiting.filter((other) => other !== transaction);
      const begun = { transaction, commits: committed.length, afterwards };
      return canGoOn(others, [...started, begun], committed, store);
    });
  return mayHaveHappened(transactions).some((some) => canGoOn(some, [], [], new Map()));
}

function writtenBy({ steps }: Transaction): string[] {
  return steps.flatMap(({ f, key }) => (f === 'read' ? [] : asEdn(key)));
}
