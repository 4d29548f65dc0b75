/**
 * Write-behind: the cache acknowledges a write, and flushes writes to the database at intervals.
 * Several writes of a key between two flushes become one write to the database. Writes that are not
 * flushed are lost with the cache, unless a log on its disk has them.
 */
import { all } from '../../../src/kernel/combinators.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { Deployment } from '../deployment.ts';
import { asRoutine, type CacheNote } from '../notes.ts';
import type { Key, Row } from '../row.ts';
import { lifeOf } from '../store/life.ts';
import type { Store } from '../store/store.ts';

/** What the log holds: a write was accepted, or has reached the database. */
export interface LogRecord {
  readonly kind: 'accepted' | 'flushed';
  readonly row: Row;
}

export class WriteBehind {
  readonly #node: ServerContext<LogRecord>;
  readonly #deployment: Deployment;
  readonly #store: Store;
  /** Acknowledged, and not yet sent to the database. */
  readonly #dirty = new Map<Key, Row>();
  /** Sent to the database, which has not answered yet: a crash does not recall it. */
  readonly #flushing = new Map<Key, Row>();

  constructor(node: ServerContext<LogRecord>, deployment: Deployment, store: Store) {
    this.#node = node;
    this.#deployment = deployment;
    this.#store = store;
  }

  get dirty(): number {
    return this.#dirty.size;
  }

  /** The newest version of a key that is known here and not yet in the database. */
  pending(key: Key): Row | undefined {
    return this.#dirty.get(key) ?? this.#flushing.get(key);
  }

  /** Rows that would be lost now, if the log held these records. */
  unsaved(log: readonly LogRecord[]): Row[] {
    const saved = new Set(log.map(({ row }) => row));
    return [...this.#dirty.values()].filter((row) => !saved.has(row));
  }

  /** Rows in flight to the database, which may or may not arrive. */
  get onTheirWay(): number {
    return this.#flushing.size;
  }

  /** Accepts a write; it is acknowledged when this ends. */
  *write(key: Key): Process<Row> {
    const { rules, options, observer } = this.#deployment;
    const row = observer.ledger.write(key);
    if (options.logs) {
      this.#node.persist({ kind: 'accepted', row });
      if (rules['log-before-acknowledging']) yield* this.#node.durable();
    }
    observer.ledger.commit(row, observer.nowMs);
    this.#keep(row);
    this.#node.note(asRoutine({ kind: 'accepts', ...row }, options));
    return row;
  }

  /** Runs for ever. */
  *flushing(): Process<never> {
    for (;;) {
      yield* this.#node.sleep(this.#deployment.options.flushIntervalMs);
      yield* this.#flush();
    }
  }

  *#flush(): Process<void> {
    const rows = [...this.#dirty.values()];
    if (rows.length === 0) return;
    this.#dirty.clear();
    for (const row of rows) this.#flushing.set(row.key, row);
    this.#node.note(asRoutine({ kind: 'flushes', rows: rows.length }, this.#deployment.options));
    yield* all(rows.map((row) => this.#flushOne(row)));
  }

  *#flushOne(row: Row): Process<void> {
    const { nodes, options, rules, observer } = this.#deployment;
    const { databaseTimeoutMs: timeoutMs } = options;
    observer.queried();
    try {
      yield* this.#node.call(nodes.database, { kind: 'store', row }, { timeoutMs });
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      this.#flushing.delete(row.key);
      this.#keepForNextFlush(row);
      return;
    }
    this.#flushing.delete(row.key);
    if (options.logs) this.#node.persist({ kind: 'flushed', row });
    const isCurrent = this.#store.peek(row.key, this.#node.now())?.row === row;
    const life = lifeOf(row, 0, options, rules, this.#node.stream('lives'));
    if (isCurrent && life !== undefined) this.#store.put(row.key, row, life, this.#node.now());
  }

  /** The database did not accept it: it stays dirty, unless there is a newer version by now. */
  #keepForNextFlush(row: Row): void {
    if (!this.#dirty.has(row.key)) this.#dirty.set(row.key, row);
  }

  /** After a crash: accepted writes that have not reached the database are dirty again. */
  recover(log: readonly LogRecord[]): void {
    const unflushed = new Map<Key, Row>();
    for (const { kind, row } of log) {
      if (kind === 'accepted') unflushed.set(row.key, row);
      else if (unflushed.get(row.key) === row) unflushed.delete(row.key);
    }
    if (unflushed.size === 0) return;
    const note: CacheNote = { kind: 'reads-log', rows: unflushed.size };
    this.#node.note(note);
    const { ledger, nowMs } = this.#deployment.observer;
    for (const row of unflushed.values()) {
      ledger.commit(row, nowMs);
      this.#keep(row);
    }
  }

  /** A dirty entry does not expire. If it is evicted, it is still flushed. */
  #keep(row: Row): void {
    this.#dirty.set(row.key, row);
    const life = { ttlMs: Infinity, graceMs: 0, loadMs: 0 };
    this.#store.put(row.key, row, life, this.#node.now()).dirty = true;
  }
}
