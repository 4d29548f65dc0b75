/**
 * The table: every version of every row, in order of creation, as in PostgreSQL's heap. A
 * transaction sees a version if its creator had committed before the snapshot, and its deleter had
 * not.
 */
import type { Row } from './statement.ts';
import type { Transaction, Version } from './transaction.ts';

/** Everything committed by then, and the transaction’s own writes. */
export interface View {
  readonly by: Transaction;
  /** How many transactions had committed; undefined for the newest version of each row, committed or not. */
  readonly snapshot: number | undefined;
}

/** What a vacuum did. */
export interface Vacuumed {
  readonly removed: number;
  /** Old versions that it could not remove, and those of them that an open snapshot can see. */
  readonly kept: number;
  readonly seen: number;
}

export class Heap {
  #versions: Version[] = [];

  get versions(): readonly Version[] {
    return this.#versions;
  }

  /** The first version of each row that is still kept. */
  get roots(): readonly Version[] {
    return this.#versions.filter(({ older }) => older === undefined);
  }

  add(row: Row, creator: Transaction, older?: Version): Version {
    const version: Version = {
      row,
      creator,
      deleter: undefined,
      locker: undefined,
      older,
      newer: undefined,
      readers: new Set(),
    };
    this.#versions.push(version);
    creator.created.push(version);
    if (older !== undefined) {
      older.newer = version;
      this.remove(older, creator);
    }
    return version;
  }

  remove(version: Version, deleter: Transaction): void {
    version.deleter = deleter;
    deleter.deleted.push(version);
  }

  /** Undoes all writes of a transaction. */
  undo(transaction: Transaction): void {
    for (const version of transaction.deleted) {
      if (version.deleter === transaction) version.deleter = undefined;
    }
    for (const { older, newer } of transaction.created.toReversed()) {
      if (older !== undefined) older.newer = newer;
      // Only without row locks can a version sit on top of an uncommitted one.
      if (newer !== undefined) newer.older = older;
      if (older !== undefined && newer !== undefined) older.deleter = newer.creator;
    }
    this.#versions = this.#versions.filter(({ creator }) => creator !== transaction);
  }

  /** Drops the versions that this snapshot and later ones cannot see. Returns their number. */
  vacuum(oldestSnapshot: number): number {
    const before = this.#versions.length;
    const isDead = ({ deleter }: Version) =>
      deleter !== undefined && deleter.committedAt <= oldestSnapshot;
    this.#versions = this.#versions.filter((version) => {
      if (!isDead(version)) return true;
      if (version.newer !== undefined) version.newer.older = undefined;
      return false;
    });
    return before - this.#versions.length;
  }

  /** Versions that a committed transaction has replaced or deleted, and those of them that are in one of the views. */
  old(views: readonly View[]): Omit<Vacuumed, 'removed'> {
    const old = this.#versions.filter(({ deleter }) => deleter?.isCommitted);
    const seen = old.filter((version) => views.some((view) => isVisible(version, view)));
    return { kept: old.length, seen: seen.length };
  }
}

export function isVisible(version: Version, view: View): boolean {
  if (!sees(view, version.creator)) return false;
  if (version.deleter !== undefined && sees(view, version.deleter)) return false;
  for (let next = version.newer; next !== undefined; next = next.newer) {
    if (sees(view, next.creator)) return false;
  }
  return true;
}

const sees = ({ by, snapshot }: View, of: Transaction): boolean =>
  of === by || snapshot === undefined || of.committedAt <= snapshot;
