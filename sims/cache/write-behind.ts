/**
 * Write-behind: the cache acknowledges a write, and flushes what was written to the database every
 * so often. Several writes of a key between two flushes are one write to the database. What is not
 * flushed is lost with the cache, unless it was written to a log first.
 */
import { all } from '../../src/kernel/combinators.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { DatabaseDown } from './database.ts';
import { lifeOf } from './life.ts';
import type { Key, Row } from './row.ts';
import type { Setting } from './setting.ts';
import type { Store } from './store.ts';

export class WriteBehind {
  readonly #setting: Setting;
  readonly #store: Store;
  /** Acknowledged, and not yet handed to the database. */
  readonly #dirty = new Map<Key, Row>();
  /** Handed to the database, which has not committed it yet: a crash does not take it back. */
  readonly #flushing = new Map<Key, Row>();
  #crashes = 0;
  /** Since when the database is behind on a key, and the longest that it has been on any. */
  readonly #behindSinceMs = new Map<Key, number>();
  #lagMsMax = 0;
  /** Survives a crash. */
  readonly #log = new Map<Key, Row>();

  constructor(setting: Setting, store: Store) {
    this.#setting = setting;
    this.#store = store;
  }

  get dirty(): number {
    return this.#dirty.size;
  }

  /** The newest version of a key that is known here and not yet committed. */
  pending(key: Key): Row | undefined {
    return this.#dirty.get(key) ?? this.#flushing.get(key);
  }

  /** How far the database has been behind the cache, up to now: it is a replica of it. */
  get lagMs(): number {
    let longestMs = this.#lagMsMax;
    for (const sinceMs of this.#behindSinceMs.values()) {
      longestMs = Math.max(longestMs, this.#setting.kernel.nowMs - sinceMs);
    }
    return longestMs;
  }

  #caughtUp(key: Key): void {
    const sinceMs = this.#behindSinceMs.get(key);
    if (sinceMs === undefined) return;
    this.#lagMsMax = Math.max(this.#lagMsMax, this.#setting.kernel.nowMs - sinceMs);
    if (this.pending(key) === undefined) this.#behindSinceMs.delete(key);
  }

  /** Takes a write; with its end it is acknowledged. */
  *write(key: Key, by: string): Process<Row> {
    const { kernel, rules, options, observer } = this.#setting;
    const logs = options.logs && rules['log-before-acknowledging'];
    if (logs) yield* sleep(options.logMs);
    const row = observer.ledger.commit(key, kernel.nowMs);
    if (logs) this.#log.set(key, row);
    if (!this.#behindSinceMs.has(key)) this.#behindSinceMs.set(key, kernel.nowMs);
    this.#keep(row);
    if (observer.tellsAll) observer.note(by, { kind: 'accepts', key, version: row.version });
    return row;
  }

  /** Runs for ever. */
  *flushing(): Process<never> {
    for (;;) {
      yield* sleep(this.#setting.options.flushIntervalMs);
      yield* this.#flush();
    }
  }

  *#flush(): Process<void> {
    const rows = [...this.#dirty.values()];
    if (rows.length === 0) return;
    this.#dirty.clear();
    for (const row of rows) this.#flushing.set(row.key, row);
    const { observer } = this.#setting;
    if (observer.tellsAll) observer.note(undefined, { kind: 'flushes', rows: rows.length });
    yield* all(rows.map((row) => this.#flushOne(row)));
  }

  *#flushOne(row: Row): Process<void> {
    const { kernel, database, observer, options, rules, random } = this.#setting;
    const crashes = this.#crashes;
    try {
      yield* database.store(row, { id: 'cache', observer });
    } catch (error) {
      if (!(error instanceof DatabaseDown)) throw error;
      if (this.#flushing.get(row.key) === row) this.#flushing.delete(row.key);
      if (crashes === this.#crashes || this.#log.get(row.key) === row) this.#keepForNextFlush(row);
      else observer.lost([row]);
      return;
    }
    if (this.#flushing.get(row.key) === row) this.#flushing.delete(row.key);
    this.#caughtUp(row.key);
    if (this.#log.get(row.key) === row) this.#log.delete(row.key);
    const isCurrent = this.#store.peek(row.key, kernel.nowMs)?.row === row;
    const life = lifeOf(row, 0, options, rules, random);
    if (isCurrent && life !== undefined) this.#store.put(row.key, row, life, kernel.nowMs);
  }

  /** The database did not take it: it stays dirty, unless there is a newer version by now. */
  #keepForNextFlush(row: Row): void {
    if (!this.#dirty.has(row.key)) this.#dirty.set(row.key, row);
  }

  /** What was dirty, and what of it the log gives back. */
  crash(): { readonly dirty: number; readonly recovered: readonly Row[] } {
    this.#crashes += 1;
    const rows = [...this.#dirty.values()];
    this.#dirty.clear();
    const recovered = rows.filter((row) => this.#log.get(row.key) === row);
    this.#setting.observer.lost(rows.filter((row) => this.#log.get(row.key) !== row));
    return { dirty: rows.length, recovered };
  }

  recover(rows: readonly Row[]): void {
    for (const row of rows) this.#keep(row);
  }

  /** A dirty entry does not expire. Where it has to make room, it is flushed all the same. */
  #keep(row: Row): void {
    this.#dirty.set(row.key, row);
    const life = { ttlMs: Infinity, graceMs: 0, loadMs: 0 };
    this.#store.put(row.key, row, life, this.#setting.kernel.nowMs).dirty = true;
  }
}
