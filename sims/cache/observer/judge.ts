/**
 * Holds a system of caches to its laws. It sees all that happens, from outside; what the system does
 * does not depend on it.
 */

import type { Breaches } from '../../../src/check/breaches.ts';
import type { World } from '../../../src/world/world.ts';
import type { CacheOptions } from '../options.ts';
import { isAbsent, type Key, type Row } from '../row.ts';
import { longestLifeMs } from '../store/life.ts';
import type { MissReason } from '../store/store.ts';
import type { CacheLaw } from './laws.ts';
import { LockWatch } from './lock-watch.ts';
import type { Observer } from './observer.ts';

/** Sums of times differ from what they should be by about this much. */
const roundingMs = 1e-6;

/** A read, as it was when it began. */
export interface Begun {
  readonly by: string;
  readonly atMs: number;
  /** The version that it must at least see if versions are in the keys. */
  readonly bumpedTo: number;
}

export class Judge {
  readonly locks: LockWatch;
  readonly #breaches: Breaches<CacheLaw>;
  readonly #observer: Observer;
  readonly #options: CacheOptions;
  /** Reads; hits and misses; and reads that were answered. */
  #reads = 0;
  #looked = 0;
  #answered = 0;
  /** The longest that anything took which may have put a row into a cache. */
  #longestMs = 0;
  #pausedMs = 0;
  #loadFailedAtMs = -Infinity;
  readonly #busy = new Map<Key, number>();
  readonly #absentUntilMs = new Map<Key, number>();
  readonly #deleted = new Map<Key, number>();
  readonly #bumped = new Map<Key, number>();
  readonly #expiries = new Map<number, number>();

  constructor(
    world: World,
    breaches: Breaches<CacheLaw>,
    observer: Observer,
    options: CacheOptions,
  ) {
    this.#breaches = breaches;
    this.#observer = observer;
    this.#options = options;
    this.locks = new LockWatch(world, breaches, options);
    const pausedAtMs = new Map<string, number>();
    world.trace.on('pause', ({ node = '', atMs }) => pausedAtMs.set(node, atMs));
    world.trace.on('resume', ({ node = '', atMs }) => {
      this.#pausedMs += atMs - (pausedAtMs.get(node) ?? atMs);
    });
  }

  get #nowMs(): number {
    return this.#observer.nowMs;
  }

  // Reads.

  readBegins(key: Key, by: string): Begun {
    this.#reads += 1;
    this.#isBusy(key);
    return { by, atMs: this.#nowMs, bumpedTo: this.#bumpedTo(key) };
  }

  /** A read has learnt whether the cache answers it. */
  looked(): void {
    this.#looked += 1;
  }

  readAnswered(key: Key, row: Row, staleMs: number, { by, bumpedTo }: Begun): void {
    this.#answered += 1;
    if (row.key !== key) {
      this.#breaches.report('own-rows-only', `${by} asked for ${key} and got ${row.key}`);
    }
    if (!this.#observer.ledger.knows(row)) {
      this.#breaches.report(
        'only-written-versions',
        `${by} got version ${row.version} of ${row.key}`,
      );
    }
    if (staleMs > 0 && staleMs > this.#stalenessMsMax(row)) {
      const limit = `more than ${this.#stalenessMsMax(row).toFixed(1)} ms`;
      this.#breaches.report(
        'staleness-bounded',
        `${key} was ${staleMs.toFixed(1)} ms stale, ${limit}`,
      );
    }
    if (row.version < bumpedTo) {
      const message = `${by} got version ${row.version} of ${key} after version ${bumpedTo} was out`;
      this.#breaches.report('no-old-version-after-bump', message);
    }
    if (this.#answered > this.#looked || this.#looked > this.#reads) {
      const message = `${this.#reads} reads, ${this.#answered} answered, ${this.#looked} hits and misses`;
      this.#breaches.report('reads-accounted', message);
    }
  }

  /** TTL + load time + replica lag, with the longest load and the greatest lag so far. */
  #stalenessMsMax(row: Row): number {
    const delaysMs = this.#longestMs + this.#observer.ledger.lagMs + this.#pausedMs;
    return longestLifeMs(row, this.#options) + this.#options.localTtlMs + delaysMs + roundingMs;
  }

  gotRememberedError(key: Key): void {
    const { errorTtlMs } = this.#options;
    const laterMs = this.#nowMs - this.#loadFailedAtMs;
    if (laterMs <= errorTtlMs + this.#longestMs + roundingMs) return;
    const message = `${key} was answered by an error ${laterMs.toFixed(0)} ms after the last load had failed`;
    this.#breaches.report('outage-not-prolonged', message);
  }

  /** Something that may have put a row into a cache has come to its end. */
  ended(beganAtMs: number): void {
    this.#longestMs = Math.max(this.#longestMs, this.#nowMs - beganAtMs);
  }

  // Keys at rest.

  writeBegins(key: Key): void {
    this.#isBusy(key);
  }

  #isBusy(key: Key): void {
    if (this.#options.promises.agreesAtRest) this.#busy.set(key, (this.#busy.get(key) ?? 0) + 1);
  }

  /**
   * A read or a write of the key has ended: with the last of them the key comes to rest. One that a
   * crash has ended never rests: its delete may not have come.
   */
  rests(key: Key, cached: Row | undefined, stored: Row): void {
    const busy = (this.#busy.get(key) ?? 0) - 1;
    this.#busy.set(key, busy);
    if (busy > 0 || cached === undefined || cached.version >= stored.version) return;
    const versions = `version ${cached.version} of ${key} and the database version ${stored.version}`;
    this.#breaches.report('cache-agrees-at-rest', `at rest the cache holds ${versions}`);
  }

  /** A load has failed: the database did not answer, or refused. */
  loadFailed(): void {
    this.#loadFailedAtMs = this.#nowMs;
  }

  // The cache.

  missed(key: Key, reason: MissReason): void {
    if (reason !== 'expired' && reason !== 'never') return;
    if (reason === 'expired' && this.#options.promises.neverExpires) {
      const message = `${key} expired before anybody recomputed it`;
      this.#breaches.report('hot-key-never-expires', message);
    }
    if (this.#nowMs >= (this.#absentUntilMs.get(key) ?? 0)) return;
    this.#breaches.report('absence-remembered', `the database is asked for ${key} again`);
  }

  /** A look found that row, or a remembered error, while that write is not yet in the database. */
  found(row: Row | undefined, unflushed: Row | undefined): void {
    if (unflushed === undefined || (row?.version ?? 0) >= unflushed.version) return;
    const served = row === undefined ? 'an error' : `version ${row.version}`;
    const message = `${served} of ${unflushed.key} was served before version ${unflushed.version} was flushed`;
    this.#breaches.report('unflushed-row-served', message);
  }

  /** `guarded`: a lease, a refresh or a load of the cache's own, which a delete can overtake. */
  filled(row: Row, guarded: boolean, ttlMs: number): void {
    if (isAbsent(row)) this.#absentUntilMs.set(row.key, this.#nowMs + this.#options.negativeTtlMs);
    this.#observer.lastFillMs = this.#nowMs;
    this.#expires(this.#nowMs + ttlMs);
    const isStale = row.version < (this.#deleted.get(row.key) ?? 0);
    if (!guarded || !isStale || this.#options.readsFrom === 'replica') return;
    const message = `version ${row.version} of ${row.key} was put in after a delete for a later one`;
    this.#breaches.report('no-stale-fill', message);
  }

  #expires(atMs: number): void {
    const { expiriesPerWindow } = this.#options.promises;
    if (expiriesPerWindow === undefined) return;
    const { windowMs, max } = expiriesPerWindow;
    const window = Math.floor(atMs / windowMs);
    const expiries = (this.#expiries.get(window) ?? 0) + 1;
    this.#expiries.set(window, expiries);
    if (expiries <= max) return;
    this.#breaches.report(
      'expiries-spread',
      `${expiries} entries will expire within ${windowMs} ms`,
    );
  }

  /** A key was deleted because of that version of its row; 0 if it was not yet written. */
  deleted(key: Key, version: number): void {
    this.#absentUntilMs.delete(key);
    this.#deleted.set(key, Math.max(version, this.#deleted.get(key) ?? 0));
  }

  bumped(key: Key, version: number): void {
    this.#bumped.set(key, Math.max(version, this.#bumpedTo(key)));
  }

  #bumpedTo(key: Key): number {
    return this.#bumped.size === 0 ? 0 : (this.#bumped.get(key) ?? 0);
  }

  /** The cache has crashed, and these rows are nowhere else, though they were acknowledged. */
  crashed(lost: readonly Row[]): void {
    this.locks.forget();
    this.#absentUntilMs.clear();
    this.#bumped.clear();
    if (lost.length === 0 || !this.#options.logs) return;
    const message = `${lost.length} acknowledged writes were lost with the cache`;
    this.#breaches.report('acknowledged-writes-survive', message);
  }
}
