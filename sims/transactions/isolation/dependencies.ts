/**
 * Serializable snapshot isolation, as in PostgreSQL. A transaction T that did not see a write of a
 * concurrent U depends on U: T must come before U. Every snapshot anomaly contains two such
 * dependencies in a row, T0 → T1 → T2, of which T2 commits first (Fekete et al. 2005, Theorem 2.1;
 * Ports and Grittner 2012, §3.3). One of the three then fails; whether there really is a cycle is
 * not checked.
 *
 * Without one of the rules of detection a dependency is missed; without `pivot-aborts` dependencies
 * have no effect.
 */
import type { IsolationRules } from './rules.ts';
import { Aborted, type Transaction, type Version } from './transaction.ts';

export class Dependencies {
  readonly #rules: IsolationRules;
  /** SIREAD locks on the whole table, and on the single page of its index. */
  readonly #readersOfTable = new Set<Transaction>();
  readonly #readersOfIndex = new Set<Transaction>();
  #versionsRead: Version[] = [];

  constructor(rules: IsolationRules) {
    this.#rules = rules;
  }

  /**
   * A scan reads the table; a look-up by key reads the index page that has the key, or would have
   * it.
   */
  scans(reader: Transaction, byKey: boolean): void {
    if (!isGuarded(reader) || !this.#rules['predicates-are-locked']) return;
    (byKey ? this.#readersOfIndex : this.#readersOfTable).add(reader);
  }

  /** A scan has reached this version. */
  reads(reader: Transaction, version: Version, isSeen: boolean): void {
    if (!isGuarded(reader)) return;
    failIfDoomed(reader);
    if (isSeen && version.creator !== reader) {
      version.readers.add(reader);
      this.#versionsRead.push(version);
    }
    const missed = isSeen ? version.deleter : version.creator;
    if (missed === undefined || !this.#rules['reader-finds-newer-version']) return;
    if (!isGuarded(missed) || missed.committedAt <= reader.snapshot) return;
    this.#depends(reader, missed, reader);
  }

  /** Before a version is replaced or deleted, or before a row is inserted (no version). */
  writes(writer: Transaction, version?: Version): void {
    if (!isGuarded(writer)) return;
    failIfDoomed(writer);
    if (version !== undefined && this.#rules['writer-finds-reader']) {
      this.#foundBy(writer, version.readers);
    }
    this.#foundBy(writer, this.#readersOfTable);
  }

  /** Before a key is inserted into the index, or found to be there already. */
  writesKey(writer: Transaction): void {
    if (!isGuarded(writer)) return;
    failIfDoomed(writer);
    this.#foundBy(writer, this.#readersOfIndex);
  }

  #foundBy(writer: Transaction, readers: ReadonlySet<Transaction>): void {
    for (const reader of readers) {
      const isConcurrent = reader.isActive || reader.committedAt > writer.snapshot;
      if (isConcurrent) this.#depends(reader, writer, writer);
    }
  }

  #depends(reader: Transaction, writer: Transaction, by: Transaction): void {
    if (reader === writer || reader.isDoomed || writer.isDoomed) return;
    if (reader.outs.has(writer)) return;
    if (this.#rules['pivot-aborts'] && isDangerous(reader, writer)) {
      // A committed transaction can no longer fail.
      if (by === writer || writer.isCommitted) throw new Aborted('serialization-failure');
      writer.isDoomed = true;
    }
    reader.outs.add(writer);
    writer.ins.add(reader);
  }

  /** This transaction is about to commit first of the three, so the one in the middle must fail. */
  beforeCommit(transaction: Transaction): void {
    if (!isGuarded(transaction)) return;
    failIfDoomed(transaction);
    if (!this.#rules['pivot-aborts']) return;
    for (const pivot of transaction.ins) {
      const isFirst = (far: Transaction) => far === transaction || (far.isActive && !far.isDoomed);
      if (pivot.isActive && !pivot.isDoomed && [...pivot.ins].some(isFirst)) pivot.isDoomed = true;
    }
  }

  committed(transaction: Transaction): void {
    for (const out of transaction.outs) {
      if (out.isCommitted && transaction.hasWritten) transaction.committedAfterOut = true;
    }
    if (!this.#rules['reads-outlive-commit']) this.#forget(transaction);
  }

  aborted(transaction: Transaction): void {
    for (const out of transaction.outs) out.ins.delete(transaction);
    for (const reader of transaction.ins) reader.outs.delete(transaction);
    this.#forget(transaction);
  }

  /** Drops the reads of all transactions that committed before any active one began. */
  vacuum(oldestSnapshot: number): void {
    const isOld = (of: Transaction) => of.isCommitted && of.committedAt <= oldestSnapshot;
    for (const readers of [this.#readersOfTable, this.#readersOfIndex]) {
      for (const reader of readers) if (isOld(reader)) readers.delete(reader);
    }
    this.#versionsRead = this.#versionsRead.filter(({ readers }) => {
      for (const reader of readers) if (isOld(reader)) readers.delete(reader);
      return readers.size > 0;
    });
  }

  #forget(reader: Transaction): void {
    this.#readersOfTable.delete(reader);
    this.#readersOfIndex.delete(reader);
    for (const { readers } of this.#versionsRead) readers.delete(reader);
  }
}

const isGuarded = ({ level }: Transaction): boolean => level.guards === 'dependencies';

function failIfDoomed({ isDoomed }: Transaction): void {
  if (isDoomed) throw new Aborted('serialization-failure');
}

/** A transaction that committed without a write can be ordered anywhere after its snapshot. */
const isReadOnly = (of: Transaction): boolean => of.isCommitted && !of.hasWritten;

/** Does the new dependency reader → writer make three in a row of which the last commits first? */
function isDangerous(reader: Transaction, writer: Transaction): boolean {
  if (writer.isCommitted && writer.committedAfterOut) return true;
  const isBeforeAll = (last: Transaction) =>
    last.isCommitted &&
    (!reader.isCommitted || last.committedAt <= reader.committedAt) &&
    (!writer.isCommitted || last.committedAt <= writer.committedAt) &&
    (!isReadOnly(reader) || last.committedAt <= reader.snapshot);
  if ([...writer.outs].some(isBeforeAll)) return true;
  if (!writer.isCommitted || isReadOnly(reader)) return false;
  const isAfterWriter = (first: Transaction) =>
    !first.isDoomed &&
    (!first.isCommitted || first.committedAt >= writer.committedAt) &&
    (!isReadOnly(first) || first.snapshot >= writer.committedAt);
  return [...reader.ins].some(isAfterWriter);
}
