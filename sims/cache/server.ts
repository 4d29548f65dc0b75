/**
 * The shared cache, as a server that does one command after the other: a store, the locks and
 * leases of its keys, and the versions that are part of keys. Commands take no time here; the round
 * trip is the client's.
 */
import { type Process, startProcess, type Task } from '../../src/kernel/process.ts';
import type { Entry } from './entry.ts';
import { grantLease, type LeaseToken, noLeases, redeemLease, voidLease } from './lease.ts';
import { lifeOf } from './life.ts';
import { freeLock, type Locks, takeLock } from './lock.ts';
import type { Key, Row } from './row.ts';
import type { Setting } from './setting.ts';
import { Store } from './store.ts';
import { WriteBehind } from './write-behind.ts';

/** The cache as one that loads. */
const self = { id: 'cache', pausedUntilMs: 0 };

export class CacheServer {
  readonly store: Store;
  readonly locks: Locks = new Map();
  readonly leases = noLeases();
  readonly writeBehind: WriteBehind;
  /** What a version key holds: the version of the row that the key of its entry names. */
  readonly #versions = new Map<Key, number>();
  readonly #inFlight = new Map<Key, Task<Row>>();
  readonly #setting: Setting;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.store = new Store(setting.options);
    this.writeBehind = new WriteBehind(setting, this.store);
    setting.observer.cacheLeadMs = () => this.writeBehind.lagMs;
  }

  /** GET. What is found may be stale. */
  find(key: Key): Entry | undefined {
    return this.store.find(key, this.#setting.kernel.nowMs);
  }

  /** SET. `row` is undefined where the load failed. Answers whether there is something to cache. */
  fill(key: Key, row: Row | undefined, loadMs: number, by: string): boolean {
    const { kernel, options, rules, random, observer } = this.#setting;
    const life = lifeOf(row, loadMs, options, rules, random);
    if (row !== undefined) observer.filled(row, by, kernel.nowMs + (life?.ttlMs ?? 0));
    if (life === undefined) return false;
    this.store.put(key, row, life, kernel.nowMs);
    return true;
  }

  /** CAS by version: an older row does not take the place of a newer one. */
  fillIfNewer(key: Key, row: Row, by: string): boolean {
    const { kernel, observer } = this.#setting;
    const cached = this.store.peek(key, kernel.nowMs)?.row;
    if (cached !== undefined && cached.version > row.version) {
      const { version } = row;
      if (observer.tellsAll)
        observer.note(by, { kind: 'fill-refused', key, version, rule: 'newest-version-wins' });
      return false;
    }
    return this.fill(key, row, 0, by);
  }

  /** Read-through: loads a row and fills it in, once for all who ask for it meanwhile. */
  load(key: Key): Task<Row> {
    const inFlight = this.#inFlight.get(key);
    if (inFlight !== undefined) return inFlight;
    const load = startProcess(this.#setting.kernel, this.#loadAndFill(key));
    load.watch(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, load);
    return load;
  }

  *#loadAndFill(key: Key): Process<Row> {
    const { kernel, database, observer, options } = this.#setting;
    const beganAtMs = kernel.nowMs;
    observer.locks.loadBegins(key, self, beganAtMs);
    try {
      const row = yield* database.read(key, { id: self.id, observer }, options.readsFrom);
      this.fill(key, row, kernel.nowMs - beganAtMs, self.id);
      return row;
    } finally {
      observer.locks.loadEnds(key, self);
      observer.ended(beganAtMs);
    }
  }

  /** DELETE, because of that version of the row. Every lease on the key is void. */
  delete(key: Key, version: number, by: string): void {
    const found = this.store.remove(key);
    voidLease(this.leases, key);
    this.#setting.observer.locks.leaseOver(key);
    this.#setting.observer.deleted(key, version, found, by);
  }

  /** SET NX PX; answers whether the lock was free. */
  lock(key: Key, owner: string, ttlMs: number, by: string): boolean {
    const { kernel, rules, observer } = this.#setting;
    const { nowMs } = kernel;
    if (!takeLock(this.locks, key, { owner, nowMs, ttlMs }, rules)) return false;
    const expiresAtMs = this.locks.get(key)?.expiresAtMs ?? Infinity;
    observer.locks.lockTaken(key, by, { owner, nowMs, expiresAtMs });
    observer.note(by, { kind: 'locks', key, owner });
    return true;
  }

  unlock(key: Key, owner: string, by: string): void {
    const { rules, observer } = this.#setting;
    observer.locks.lockReleased(key, owner);
    const own = freeLock(this.locks, key, owner, rules);
    observer.note(by, { kind: 'unlocks', key, owner, own });
  }

  lease(key: Key): LeaseToken | undefined {
    const { kernel, options, rules, observer } = this.#setting;
    const { nowMs } = kernel;
    const token = grantLease(this.leases, key, { nowMs, holdOffMs: options.leaseHoldOffMs }, rules);
    if (token !== undefined) observer.locks.leaseGranted(key, nowMs);
    return token;
  }

  fillWithLease(key: Key, row: Row, token: LeaseToken, by: string): boolean {
    const { rules, observer } = this.#setting;
    const isCurrent = this.leases.byKey.get(key)?.token === token;
    if (!redeemLease(this.leases, key, token, rules)) {
      const { version } = row;
      if (observer.tellsAll)
        observer.note(by, { kind: 'fill-refused', key, version, rule: 'verify-lease' });
      return false;
    }
    if (isCurrent) observer.locks.leaseOver(key);
    return this.fill(key, row, 0, by);
  }

  /** The version that is part of the key of a row's entry now. */
  version(key: Key): number {
    return this.#versions.get(key) ?? 0;
  }

  bump(key: Key, version: number, by: string): void {
    this.#versions.set(key, Math.max(version, this.version(key)));
    this.#setting.observer.bumped(key, version, by);
  }

  /** A crash: everything in memory is gone; what is in the log of write-behind comes back. */
  loseEverything(): void {
    const { observer } = this.#setting;
    const { size } = this.store;
    const { dirty, recovered } = this.writeBehind.crash();
    this.store.clear();
    this.locks.clear();
    this.leases.byKey.clear();
    this.#versions.clear();
    observer.locks.forget();
    observer.note(undefined, { kind: 'cache-lost', entries: size, dirty });
    if (recovered.length === 0) return;
    observer.note(undefined, { kind: 'reads-log', rows: recovered.length });
    this.writeBehind.recover(recovered);
  }
}
