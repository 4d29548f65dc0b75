/**
 * Two-phase locking with two granularities (Gray et al. 1976): a row, or the table, whose lock
 * covers every predicate. A transaction keeps its locks until it ends.
 */
import type { Transaction } from './transaction.ts';

/** Shared and exclusive locks, and the intention to take one of them on a row. */
export type Mode = 'IS' | 'IX' | 'S' | 'X';
export type Lockable = 'table' | number;

const conflicts: Readonly<Record<Mode, readonly Mode[]>> = {
  IS: ['X'],
  IX: ['S', 'X'],
  S: ['IX', 'X'],
  X: ['IS', 'IX', 'S', 'X'],
};

export class LockTable {
  readonly #held = new Map<Lockable, Map<Transaction, Set<Mode>>>();

  /** Transactions that hold conflicting locks. */
  blockers(transaction: Transaction, of: Lockable, mode: Mode): Transaction[] {
    const isInTheWay = ([holder, modes]: [Transaction, ReadonlySet<Mode>]) =>
      holder !== transaction && conflicts[mode].some((other) => modes.has(other));
    return [...(this.#held.get(of) ?? [])].filter(isInTheWay).map(([holder]) => holder);
  }

  add(transaction: Transaction, of: Lockable, mode: Mode): void {
    const holders = this.#held.get(of) ?? new Map<Transaction, Set<Mode>>();
    this.#held.set(of, holders);
    holders.set(transaction, (holders.get(transaction) ?? new Set()).add(mode));
  }

  release(transaction: Transaction): void {
    for (const holders of this.#held.values()) holders.delete(transaction);
  }
}
