/** A transaction as the store keeps it, and the row versions that it works on. */
import type { Level } from './level.ts';
import type { Row } from './statement.ts';

export type Failure = 'serialization-failure' | 'deadlock' | 'unique-violation' | 'idle-timeout';

/** The store has rolled the transaction back. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure);
    this.failure = failure;
  }
}

export class Transaction {
  readonly name: string;
  readonly level: Level;
  status: 'active' | 'committed' | 'aborted' = 'active';
  /** How many transactions had committed when its snapshot was taken. */
  snapshot = 0;
  hasSnapshot = false;
  /** Its position among all committed transactions, from 1. */
  committedAt = Infinity;
  /** Transactions that it is waiting for. */
  waitsFor: readonly Transaction[] = [];
  /** Versions that it has created, and versions that it has replaced or deleted. */
  readonly created: Version[] = [];
  readonly deleted: Version[] = [];

  // Read-write dependencies (Ports and Grittner 2012, §5.3).

  /** Transactions whose writes it did not see, and transactions that did not see its writes. */
  readonly outs = new Set<Transaction>();
  readonly ins = new Set<Transaction>();
  /** Another transaction has decided that this one must fail. */
  isDoomed = false;
  /** When it committed, one of `outs` had already committed. */
  committedAfterOut = false;

  constructor(name: string, level: Level) {
    this.name = name;
    this.level = level;
  }

  get isActive(): boolean {
    return this.status === 'active';
  }

  get isCommitted(): boolean {
    return this.status === 'committed';
  }

  get hasWritten(): boolean {
    return this.created.length > 0 || this.deleted.length > 0;
  }
}

/** A version of a row. The versions of a row are a chain, from the oldest to the newest. */
export interface Version {
  readonly row: Row;
  readonly creator: Transaction;
  /** The transaction that replaced or deleted it, unless that was rolled back. */
  deleter: Transaction | undefined;
  /** The last transaction that locked the row in this version. */
  locker: Transaction | undefined;
  older: Version | undefined;
  newer: Version | undefined;
  /** SIREAD locks: serializable transactions that have read it. */
  readonly readers: Set<Transaction>;
}
