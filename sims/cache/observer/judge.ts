/** Checks what has happened against the laws. It keeps no state itself: the observer does. */
import type { Breaches } from '../../../src/check/breaches.ts';
import { counted } from '../../../src/words/numbers.ts';
import type { CacheOptions } from '../options.ts';
import type { Key, Row } from '../row.ts';
import { longestLifeMs } from '../store/life.ts';
import type { MissReason } from '../store/store.ts';
import type { Begun, History } from './history.ts';
import type { CacheLaw } from './laws.ts';
import { LockJudge } from './lock-judge.ts';
import type { Observer } from './observer.ts';

/** Rounding error of sums of times. */
const roundingMs = 1e-6;

export class Judge {
  readonly locks: LockJudge;
  readonly #breaches: Breaches<CacheLaw>;
  readonly #observer: Observer;
  readonly #options: CacheOptions;

  constructor(breaches: Breaches<CacheLaw>, observer: Observer, options: CacheOptions) {
    this.#breaches = breaches;
    this.#observer = observer;
    this.#options = options;
    this.locks = new LockJudge(breaches, observer.loads, options);
  }

  get #history(): History {
    return this.#observer.history;
  }

  get #nowMs(): number {
    return this.#observer.nowMs;
  }

  // Reads.

  readAnswered(key: Key, row: Row, staleMs: number, { by, bumpedTo }: Begun): void {
    if (row.key !== key) {
      this.#breaches.report(
        'own-rows-only',
        `instance ${by} asked the cache for ${key} and got ${row.key}`,
      );
    }
    if (!this.#observer.ledger.knows(row)) {
      this.#breaches.report(
        'only-written-versions',
        `instance ${by} got version ${row.version} of ${row.key}, which was never written`,
      );
    }
    if (staleMs > 0 && staleMs > this.#stalenessMsMax(row)) {
      const limit = `but TTL, load time and lag allow at most ${this.#stalenessMsMax(row).toFixed(1)} ms`;
      this.#breaches.report(
        'staleness-bounded',
        `a reader got a version of ${key} that had been superseded ${staleMs.toFixed(1)} ms before, ${limit}`,
      );
    }
    if (row.version < bumpedTo) {
      const message = `instance ${by} got version ${row.version} of ${key}, although the current version number was ${bumpedTo} when it asked`;
      this.#breaches.report('no-old-version-after-bump', message);
    }
    const { reads, looked, answered } = this.#history;
    if (answered > looked || looked > reads) {
      const message = `${reads} reads were made and ${answered} answered, but ${looked} hits and misses were counted`;
      this.#breaches.report('reads-accounted', message);
    }
  }

  /** TTL + load time + replica lag, with the longest load and the largest lag so far. */
  #stalenessMsMax(row: Row): number {
    const { longestMs, pausedMs } = this.#history;
    const delaysMs = longestMs + this.#observer.ledger.lagMs + pausedMs;
    return longestLifeMs(row, this.#options) + this.#options.localTtlMs + delaysMs + roundingMs;
  }

  gotRememberedError(key: Key): void {
    const { errorTtlMs } = this.#options;
    const laterMs = this.#nowMs - this.#history.loadFailedAtMs;
    if (laterMs <= errorTtlMs + this.#history.longestMs + roundingMs) return;
    const message = `a reader of ${key} got a remembered error ${laterMs.toFixed(0)} ms after the last load had failed, longer than errors may be remembered`;
    this.#breaches.report('outage-not-prolonged', message);
  }

  /** No request for the key is in flight. */
  rests(key: Key, cached: Row | undefined, stored: Row): void {
    if (cached === undefined || cached.version >= stored.version) return;
    const versions = `version ${cached.version} of ${key}, but the database version ${stored.version}`;
    this.#breaches.report(
      'cache-agrees-at-rest',
      `after the last request the cache holds ${versions}`,
    );
  }

  // The cache.

  missed(key: Key, reason: MissReason): void {
    if (reason !== 'expired' && reason !== 'never') return;
    if (reason === 'expired' && this.#options.promises.neverExpires) {
      const message = `${key} expired before any reader recomputed it`;
      this.#breaches.report('hot-key-never-expires', message);
    }
    if (this.#nowMs >= this.#history.absentUntilMs(key)) return;
    this.#breaches.report(
      'absence-remembered',
      `the database gets a query for ${key} again, although the cache should still remember that it is absent`,
    );
  }

  /**
   * A look-up found that row, or a remembered error, while that write is not yet in the database.
   */
  found(row: Row | undefined, unflushed: Row | undefined): void {
    if (unflushed === undefined || (row?.version ?? 0) >= unflushed.version) return;
    const served = row === undefined ? 'an error' : `version ${row.version}`;
    const message = `the cache served ${served} of ${unflushed.key}, although version ${unflushed.version} was acknowledged and not yet in the database`;
    this.#breaches.report('unflushed-row-served', message);
  }

  /** `guarded`: a lease, a refresh or a load of the cache's own, which a delete can overtake. */
  filled(row: Row, guarded: boolean, ttlMs: number): void {
    this.#expires(ttlMs);
    const isStale = row.version < this.#history.deletedFor(row.key);
    if (!guarded || !isStale || this.#options.readsFrom === 'replica') return;
    const message = `version ${row.version} of ${row.key} was put into the cache after a newer version had deleted the entry`;
    this.#breaches.report('no-stale-fill', message);
  }

  #expires(ttlMs: number): void {
    const { expiriesPerWindow } = this.#options.promises;
    if (expiriesPerWindow === undefined) return;
    const { windowMs, max } = expiriesPerWindow;
    const expiries = this.#history.expiriesWith(ttlMs);
    if (expiries <= max) return;
    this.#breaches.report(
      'expiries-spread',
      `${expiries} entries will expire within the same ${windowMs} ms, and with jitter at most ${max} should`,
    );
  }

  /** The cache has crashed, and these rows exist nowhere else, although they were acknowledged. */
  crashed(lost: readonly Row[]): void {
    if (lost.length === 0 || !this.#options.logs) return;
    const message = `${counted(lost.length, 'acknowledged write was', 'acknowledged writes were')} lost with the cache`;
    this.#breaches.report('acknowledged-writes-survive', message);
  }
}
