/**
 * What an application instance asks of the shared cache and of the database. Every command to the
 * cache takes a round trip, and takes effect at its end. An instance that has stopped gets the
 * answer when it goes on; one that has crashed sends nothing any more.
 */
import { type Process, sleep, type Task } from '../../src/kernel/process.ts';
import type { Asker } from './database.ts';
import type { Entry } from './entry.ts';
import type { LeaseToken } from './lease.ts';
import type { Loader } from './lock-watch.ts';
import { isAbsent, type Key, type Row } from './row.ts';
import type { CacheServer } from './server.ts';
import type { Setting } from './setting.ts';

/** The instance on whose behalf things are asked. */
export interface Caller extends Loader {
  readonly isDown: boolean;
  readonly isPaused: boolean;
  /** Waits until the instance goes on. */
  resumed(): Process<void>;
}

/** The cache answered that the load had failed. */
export class RememberedError extends Error {
  override readonly name = 'RememberedError';
}

/** A row; or leave to fill the key; or neither, where somebody else has that leave. */
export interface RowOrLease {
  readonly row?: Row;
  readonly lease?: LeaseToken;
}

/**
 * The first look of a read is counted, as a hit or as a miss; the others are the same read's, which
 * has waited for somebody else's load.
 */
export type Look = 'first' | 'again';

export class CacheClient {
  readonly #caller: Caller;
  readonly #server: CacheServer;
  readonly #setting: Setting;
  readonly #drawLatencyMs: () => number;

  constructor(caller: Caller, server: CacheServer, setting: Setting) {
    this.#caller = caller;
    this.#server = server;
    this.#setting = setting;
    const latencyMs = setting.drawLatencyMs();
    this.#drawLatencyMs = setting.options.steady ? () => latencyMs : setting.drawLatencyMs;
  }

  /** The row, as long as it may be served. Undefined for a miss. Throws RememberedError. */
  *get(key: Key, look: Look = 'first'): Process<Row | undefined> {
    yield* sleep(this.#drawLatencyMs());
    const entry = this.#look(key, look);
    if (this.#caller.isPaused) yield* this.#caller.resumed();
    return rowOf(entry);
  }

  /** The entry, with its age: for those who renew it before it expires. */
  *entry(key: Key): Process<(Entry & { readonly row: Row }) | undefined> {
    yield* sleep(this.#drawLatencyMs());
    const entry = this.#look(key, 'first');
    if (this.#caller.isPaused) yield* this.#caller.resumed();
    return rowOf(entry) === undefined ? undefined : (entry as Entry & { readonly row: Row });
  }

  /** The row; on a miss a lease, unless somebody else has it. */
  *getOrLease(key: Key, look: Look = 'first'): Process<RowOrLease> {
    yield* sleep(this.#drawLatencyMs());
    const row = rowOf(this.#look(key, look));
    const lease = row === undefined ? this.#server.lease(key) : undefined;
    if (this.#caller.isPaused) yield* this.#caller.resumed();
    if (row !== undefined) return { row };
    return lease === undefined ? {} : { lease };
  }

  /** Lets the cache load the row itself, or join the load that it has under way. */
  load(key: Key): Task<Row> {
    return this.#server.load(key);
  }

  *set(key: Key, row: Row, loadMs = 0): Process<void> {
    yield* this.#command(() => this.#server.fill(key, row, loadMs, this.#caller.id));
  }

  *setError(key: Key): Process<void> {
    yield* this.#command(() => this.#server.fill(key, undefined, 0, this.#caller.id));
  }

  *setIfNewer(key: Key, row: Row): Process<void> {
    yield* this.#command(() => this.#server.fillIfNewer(key, row, this.#caller.id));
  }

  *setWithLease(key: Key, row: Row, lease: LeaseToken): Process<void> {
    yield* this.#command(() => this.#server.fillWithLease(key, row, lease, this.#caller.id));
  }

  /** `version`: the one that makes the entry stale; 0 where it is not written yet. */
  *delete(key: Key, version = 0): Process<void> {
    yield* this.#command(() => this.#server.delete(key, version, this.#caller.id));
  }

  *lock(key: Key, owner: string, ttlMs: number): Process<boolean> {
    const taken = yield* this.#command(() => this.#server.lock(key, owner, ttlMs, this.#caller.id));
    return taken === true;
  }

  *unlock(key: Key, owner: string): Process<void> {
    yield* this.#command(() => this.#server.unlock(key, owner, this.#caller.id));
  }

  *version(key: Key): Process<number> {
    return (yield* this.#command(() => this.#server.version(key))) ?? 0;
  }

  *bump(key: Key, version: number): Process<void> {
    yield* this.#command(() => this.#server.bump(key, version, this.#caller.id));
  }

  /** Hands a write to the cache, which will write it to the database later. */
  *write(key: Key): Process<Row> {
    yield* sleep(this.#drawLatencyMs());
    return yield* this.#server.writeBehind.write(key, this.#caller.id);
  }

  /** Undefined where the instance has crashed: nothing is sent then. */
  *#command<T>(effect: () => T): Process<T | undefined> {
    if (this.#caller.isDown) return undefined;
    yield* sleep(this.#drawLatencyMs());
    const answer = effect();
    if (this.#caller.isPaused) yield* this.#caller.resumed();
    return answer;
  }

  #look(key: Key, look: Look): Entry | undefined {
    const { kernel, observer } = this.#setting;
    const entry = this.#server.find(key);
    if (look === 'again') return entry;
    if (entry === undefined) {
      observer.miss(key, this.#server.store.missReason(key));
    } else if (entry.row === undefined) observer.hit('error');
    else if (isAbsent(entry.row)) observer.hit('negative');
    else observer.hit(kernel.nowMs < entry.freshUntilMs ? 'fresh' : 'stale');
    return entry;
  }
}

function rowOf(entry: Entry | undefined): Row | undefined {
  if (entry === undefined) return undefined;
  if (entry.row === undefined) throw new RememberedError(`${entry.key} could not be loaded`);
  return entry.row;
}

export class DatabaseClient {
  readonly #caller: Caller;
  readonly #server: CacheServer;
  readonly #setting: Setting;
  readonly #asker: Asker;

  constructor(caller: Caller, server: CacheServer, setting: Setting) {
    this.#caller = caller;
    this.#server = server;
    this.#setting = setting;
    const { database, observer, options } = setting;
    const asker = { id: caller.id, observer };
    this.#asker = options.steady ? { ...asker, times: database.drawTimes() } : asker;
  }

  /** Throws DatabaseDown. */
  *read(key: Key): Process<Row> {
    const { kernel, database, observer, options } = this.#setting;
    observer.loadBegins(key, this.#server.store.missReason(key));
    observer.locks.loadBegins(key, this.#caller, kernel.nowMs);
    let row: Row;
    try {
      row = yield* database.read(key, this.#asker, options.readsFrom);
    } finally {
      observer.locks.loadEnds(key, this.#caller);
    }
    if (this.#caller.isPaused) yield* this.#caller.resumed();
    return row;
  }

  /** Throws DatabaseDown. */
  *write(key: Key): Process<Row> {
    const row = yield* this.#setting.database.write(key, this.#asker);
    if (this.#caller.isPaused) yield* this.#caller.resumed();
    return row;
  }
}
