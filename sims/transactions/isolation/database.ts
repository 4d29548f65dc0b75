/**
 * A multi-version store in which transactions of every level run. A statement is a generator: it
 * yields the transactions that it must wait for, and resumes when one of them has ended. It throws
 * `Aborted` once the store has rolled its transaction back.
 */
import { Dependencies } from './dependencies.ts';
import { Heap, isVisible, type Vacuumed, type View } from './heap.ts';
import { type LevelId, levelOf } from './level.ts';
import { type Lockable, LockTable, type Mode } from './lock-table.ts';
import type { IsolationRules } from './rules.ts';
import { changed, keysIn, matches, type Row, type Statement, type Where } from './statement.ts';
import { Aborted, Transaction, type Version } from './transaction.ts';

/** The rows of a SELECT, and the number of rows that it or a write affected. */
export interface Result {
  readonly rows: readonly Row[];
  readonly count: number;
}

/** Returns a T after the transactions that it waited for have ended. */
export type Waiting<T> = Generator<readonly Transaction[], T, void>;

export interface TableOptions {
  readonly rows: readonly Row[];
  /** Columns with a unique constraint. */
  readonly unique?: readonly string[];
  /**
   * How long a transaction waits before it looks for a deadlock, once (PostgreSQL’s deadlock_timeout); undefined if each
   * wait looks at its beginning.
   */
  readonly deadlockTimeoutMs?: number;
  /**
   * How long a transaction may be open without a statement before it is rolled back (PostgreSQL’s
   * idle_in_transaction_session_timeout); undefined if for ever.
   */
  readonly idleTimeoutMs?: number;
  /** How often old versions are removed; undefined if that is done whenever a transaction ends. */
  readonly vacuumEveryMs?: number;
}

const nothing: Result = { rows: [], count: 0 };

export class Database {
  readonly #rules: IsolationRules;
  readonly #unique: readonly string[];
  readonly #looksAtOnce: boolean;
  readonly #vacuumsAtOnce: boolean;
  readonly #heap = new Heap();
  readonly #locks = new LockTable();
  readonly #dependencies: Dependencies;
  readonly #active = new Set<Transaction>();
  #commits = 0;

  constructor(rules: IsolationRules, { rows, unique = ['id'], ...times }: TableOptions) {
    this.#rules = rules;
    this.#unique = unique;
    this.#looksAtOnce = times.deadlockTimeoutMs === undefined;
    this.#vacuumsAtOnce = times.vacuumEveryMs === undefined;
    this.#dependencies = new Dependencies(rules);
    const loader = this.begin('read-committed', 'loader');
    for (const row of rows) this.#heap.add(row, loader);
    this.#commit(loader);
  }

  begin(level: LevelId, name = ''): Transaction {
    const transaction = new Transaction(name, levelOf(level));
    this.#active.add(transaction);
    return transaction;
  }

  /** The committed rows. */
  get rows(): readonly Row[] {
    const view = { by: new Transaction('', levelOf('snapshot')), snapshot: this.#commits };
    return this.#heap.versions.filter((version) => isVisible(version, view)).map(({ row }) => row);
  }

  *execute(transaction: Transaction, statement: Statement): Waiting<Result> {
    try {
      return yield* this.#execute(transaction, statement);
    } catch (error) {
      if (error instanceof Aborted) this.rollback(transaction);
      throw error;
    } finally {
      if (!this.#rules['locks-until-commit']) this.#locks.release(transaction);
    }
  }

  *#execute(transaction: Transaction, statement: Statement): Waiting<Result> {
    const isLocked = readsUnderLocks(transaction, this.#rules);
    switch (statement.do) {
      case 'commit':
        this.#dependencies.beforeCommit(transaction);
        this.#commit(transaction);
        return nothing;
      case 'rollback':
        this.rollback(transaction);
        return nothing;
      case 'insert':
        if (isLocked) yield* this.#lockKeys(transaction, [statement.row['id'] ?? 0], true);
        this.#takeSnapshot(transaction);
        return yield* this.#insert(transaction, statement.row);
    }
    const { where } = statement;
    const isWrite = statement.do !== 'select' || statement.forUpdate === true;
    if (isLocked) yield* this.#lockFound(transaction, where, isWrite);
    this.#takeSnapshot(transaction);
    const { limit = Infinity, skipLocked = false } = statement.do === 'select' ? statement : {};
    const inOrder = (found: readonly Version[]) => (limit < Infinity ? byId(found) : found);
    if (!isWrite) {
      return resultOf(inOrder(this.#select(transaction, where)).slice(0, limit));
    }
    const written: Version[] = [];
    for (const found of inOrder(this.#toWrite(transaction, where))) {
      if (written.length >= limit) break;
      const newest = yield* this.#lockNewest(transaction, found, skipLocked);
      if (newest === undefined) continue;
      const { writes } = transaction.level;
      const looksAgain = writes === 'newest' || this.#rules['recheck-after-wait'];
      const base = writes !== 'first-updater-wins' && looksAgain ? newest : found;
      if (!matches(base.row, where)) continue;
      written.push(base);
      if (statement.do === 'select') continue;
      this.#dependencies.writes(transaction, newest);
      if (statement.do === 'delete') {
        this.#heap.remove(newest, transaction);
        continue;
      }
      const row = changed(base.row, statement.set);
      yield* this.#enterKeys(transaction, row, newest.row);
      this.#heap.add(row, transaction, newest);
    }
    return statement.do === 'select' ? resultOf(written) : { rows: [], count: written.length };
  }

  rollback(transaction: Transaction): void {
    this.#heap.undo(transaction);
    transaction.status = 'aborted';
    this.#dependencies.aborted(transaction);
    this.#end(transaction);
  }

  #commit(transaction: Transaction): void {
    this.#commits += 1;
    transaction.status = 'committed';
    transaction.committedAt = this.#commits;
    this.#dependencies.committed(transaction);
    this.#end(transaction);
  }

  #end(transaction: Transaction): void {
    this.#locks.release(transaction);
    this.#active.delete(transaction);
    this.#dependencies.vacuum(this.#oldestSnapshot);
    if (this.#vacuumsAtOnce) this.vacuum();
  }

  /** That of an open transaction; the present one if none has a snapshot. */
  get #oldestSnapshot(): number {
    return Math.min(this.#commits, ...this.#views.map(({ snapshot }) => snapshot));
  }

  get #views() {
    return [...this.#active]
      .filter(({ hasSnapshot }) => hasSnapshot)
      .map((by) => ({ by, snapshot: by.snapshot }));
  }

  /** Removes old versions: as PostgreSQL, those that were replaced before the oldest open snapshot. */
  vacuum(): Vacuumed {
    const spares = this.#rules['vacuum-spares-open-snapshots'];
    const removed = this.#heap.vacuum(spares ? this.#oldestSnapshot : this.#commits);
    return { removed, ...this.#heap.old(this.#views) };
  }

  #takeSnapshot(transaction: Transaction): void {
    const keeps = transaction.level.reads === 'transaction-snapshot' && this.#rules['one-snapshot'];
    if (transaction.hasSnapshot && keeps) return;
    transaction.hasSnapshot = true;
    transaction.snapshot = this.#commits;
  }

  /** What a plain SELECT sees. */
  #select(transaction: Transaction, where: Where): readonly Version[] {
    const isDirty = transaction.level.reads === 'newest' || !this.#rules['reads-only-committed'];
    return this.#scan(where, {
      by: transaction,
      snapshot: isDirty ? undefined : transaction.snapshot,
    });
  }

  /**
   * The versions that a write must examine: the newest of each row, in order of the rows’ first
   * versions.
   */
  #toWrite(transaction: Transaction, where: Where): readonly Version[] {
    if (transaction.level.writes !== 'newest') {
      return this.#scan(where, { by: transaction, snapshot: transaction.snapshot });
    }
    const keys = keysIn(where);
    return this.#heap.roots.filter(({ row }) => keys?.includes(row['id'] ?? 0) ?? true);
  }

  /**
   * A look-up by key follows a row’s versions until a visible one is found; otherwise every version
   * is examined.
   */
  #scan(where: Where, view: View): readonly Version[] {
    const keys = keysIn(where);
    this.#dependencies.scans(view.by, keys !== undefined);
    const looksAt = (version: Version): boolean => {
      const isSeen = isVisible(version, view);
      this.#dependencies.reads(view.by, version, isSeen);
      return isSeen;
    };
    const seen =
      keys === undefined
        ? this.#heap.versions.filter(looksAt)
        : keys.flatMap((key) =>
            this.#heap.roots.filter(({ row }) => row['id'] === key).flatMap(firstSeen),
          );
    return seen.filter(({ row }) => matches(row, where));

    function firstSeen(root: Version): Version[] {
      for (let at: Version | undefined = root; at !== undefined; at = at.newer) {
        if (looksAt(at)) return [at];
      }
      return [];
    }
  }

  /** The newest version of a row, locked; undefined if the row is gone, or locked and to be skipped. */
  *#lockNewest(
    transaction: Transaction,
    from: Version,
    skipLocked: boolean,
  ): Waiting<Version | undefined> {
    let at = from;
    for (;;) {
      const { creator, deleter, locker } = at;
      const others = [creator, deleter, locker].filter((of) => of?.isActive && of !== transaction);
      const blocker = others[0];
      if (blocker !== undefined && this.#rules['writer-waits-for-writer']) {
        if (skipLocked) return undefined;
        yield* this.#wait(transaction, [blocker]);
        continue;
      }
      if (creator.status === 'aborted') return undefined;
      if (deleter === undefined) {
        at.locker = transaction;
        return at;
      }
      this.#failIfUpdated(transaction, deleter);
      if (at.newer === undefined) return undefined;
      at = at.newer;
    }
  }

  /** If two transactions update a row that both snapshots contain, the first one wins. */
  #failIfUpdated({ level }: Transaction, deleter: Transaction): void {
    if (level.writes !== 'first-updater-wins' || !deleter.isCommitted) return;
    if (this.#rules['first-updater-wins']) throw new Aborted('serialization-failure');
  }

  *#insert(transaction: Transaction, row: Row): Waiting<Result> {
    this.#dependencies.writes(transaction);
    yield* this.#enterKeys(transaction, row);
    this.#heap.add(row, transaction);
    return { rows: [], count: 1 };
  }

  /** Waits until every row with one of the new keys is known to stay or to go. */
  *#enterKeys(transaction: Transaction, row: Row, before?: Row): Waiting<void> {
    const columns = this.#unique.filter((column) => row[column] !== before?.[column]);
    if (columns.length === 0) return;
    const isOpen = (of: Transaction | undefined) => of?.isActive === true && of !== transaction;
    const isTwin = ({ row: other, deleter }: Version) =>
      (deleter === undefined || isOpen(deleter)) &&
      columns.some((column) => other[column] === row[column]);
    for (;;) {
      const twins = this.#heap.versions.filter(isTwin);
      const isCertain = ({ creator, deleter }: Version) => !isOpen(creator) && !isOpen(deleter);
      if (twins.some(isCertain)) {
        this.#dependencies.writesKey(transaction);
        throw new Aborted('unique-violation');
      }
      const [open] = twins;
      if (open === undefined || !this.#rules['insert-waits-for-twin']) break;
      const blocker = isOpen(open.creator) ? open.creator : (open.deleter ?? open.creator);
      yield* this.#wait(transaction, [blocker]);
    }
    this.#dependencies.writesKey(transaction);
  }

  *#lockFound(transaction: Transaction, where: Where, isWrite: boolean): Waiting<void> {
    const keys = keysIn(where);
    if (keys !== undefined) yield* this.#lockKeys(transaction, keys, isWrite);
    else yield* this.#lock(transaction, 'table', isWrite ? 'X' : 'S');
  }

  *#lockKeys(transaction: Transaction, keys: readonly number[], isWrite: boolean): Waiting<void> {
    yield* this.#lock(transaction, 'table', isWrite ? 'IX' : 'IS');
    for (const key of keys) yield* this.#lock(transaction, key, isWrite ? 'X' : 'S');
  }

  *#lock(transaction: Transaction, of: Lockable, mode: Mode): Waiting<void> {
    const isRead = mode === 'S' || mode === 'IS';
    if (isRead && !this.#rules['reads-take-locks']) return;
    for (;;) {
      const blockers = this.#locks.blockers(transaction, of, mode);
      if (blockers.length === 0) break;
      yield* this.#wait(transaction, blockers);
    }
    this.#locks.add(transaction, of, mode);
  }

  /** Whether a transaction that waits closes a circle of the wait-for graph, and must be aborted. */
  isDeadlocked(transaction: Transaction): boolean {
    const leadsBack = (of: Transaction, seen: Set<Transaction>): boolean => {
      if (of === transaction) return true;
      if (seen.has(of)) return false;
      seen.add(of);
      return of.waitsFor.some((next) => leadsBack(next, seen));
    };
    const seen = new Set<Transaction>();
    return (
      this.#rules['deadlock-is-broken'] &&
      transaction.waitsFor.some((blocker) => leadsBack(blocker, seen))
    );
  }

  /** Throws if the wait would never end: the transaction that closes a cycle is aborted. */
  *#wait(transaction: Transaction, blockers: readonly Transaction[]): Waiting<void> {
    transaction.waitsFor = blockers;
    try {
      if (this.#looksAtOnce && this.isDeadlocked(transaction)) throw new Aborted('deadlock');
      yield blockers;
    } finally {
      transaction.waitsFor = [];
    }
  }
}

/** Old versions of a snapshot need no locks: their rows may be written, and are read as they were. */
const readsUnderLocks = ({ level }: Transaction, rules: IsolationRules): boolean =>
  level.guards === 'locks' || !rules['snapshot-reads-without-locks'];

const byId = (versions: readonly Version[]): readonly Version[] =>
  versions.toSorted((one, other) => (one.row['id'] ?? 0) - (other.row['id'] ?? 0));

const resultOf = (versions: readonly Version[]): Result => ({
  rows: versions.map(({ row }) => row),
  count: versions.length,
});
