/**
 * Sees all that happens in a system of caches, from outside of it: measures, tells what is worth a
 * line in the trace, and holds the system to its laws. What the system does does not depend on it.
 */
import type { World } from '../../src/world/world.ts';
import type { Audit } from './audit.ts';
import { type Database, type DatabaseObserver, refusedAfterMs } from './database.ts';
import type { Ledger } from './ledger.ts';
import { longestLifeMs } from './life.ts';
import { LockWatch } from './lock-watch.ts';
import { type CacheMetrics, type HitKind, hitCounters, missCounters } from './metrics.ts';
import type { CacheNote } from './notes.ts';
import type { CacheOptions } from './options.ts';
import { isAbsent, type Key, type Row } from './row.ts';
import type { MissReason } from './store.ts';

/** Sums of times differ from what they should be by about this much. */
const roundingMs = 1e-6;

/** From so many loads of one key at a time it is called a stampede. */
const stampedeFrom = 10;

export class Observer implements DatabaseObserver {
  readonly ledger: Ledger;
  readonly metrics: CacheMetrics;
  readonly audit: Audit;
  readonly locks: LockWatch;
  readonly #world: World;
  readonly #options: CacheOptions;
  /** Hits and misses, and reads that were answered. */
  #looked = 0;
  #answered = 0;
  /** The longest that anything took which may have put a row into a cache. */
  #longestMs = 0;
  #pausedMs = 0;
  readonly #busy = new Map<Key, number>();
  readonly #absentUntilMs = new Map<Key, number>();
  readonly #deleted = new Map<Key, number>();
  readonly #bumped = new Map<Key, number>();
  readonly #expiries = new Map<number, number>();
  /** With write-behind: how far the database has been behind the cache. */
  cacheLeadMs: () => number = () => 0;
  lastFillMs = 0;
  /** The newest version of each key that a writer was told is written. */
  readonly acknowledged = new Map<Key, number>();

  constructor(
    world: World,
    options: CacheOptions,
    tools: { readonly ledger: Ledger; readonly metrics: CacheMetrics; readonly audit: Audit },
  ) {
    this.#world = world;
    this.#options = options;
    this.ledger = tools.ledger;
    this.metrics = tools.metrics;
    this.audit = tools.audit;
    this.locks = new LockWatch(this.audit, options, (key, loads) => this.#burst(key, loads));
  }

  get #nowMs(): number {
    return this.#world.kernel.nowMs;
  }

  /** Writes a line into the trace, and names the system where there are several. */
  note(who: string | undefined, note: CacheNote): void {
    const { name } = this.#options;
    if (name === '') this.#world.note(who, note);
    else this.#world.note(who === undefined ? name : `${name}/${who}`, note);
  }

  /** Whether what is routine elsewhere is told too. */
  get tellsAll(): boolean {
    return this.#options.tellsAll;
  }

  queried(): void {
    this.metrics.databaseQueries.add();
    this.metrics.databaseRate.add(this.#nowMs);
  }

  read({ key, version }: Row, by: string): void {
    if (this.tellsAll) this.note(by, { kind: 'loads', key, version });
  }

  committed({ key, version }: Row, by: string): void {
    if (this.tellsAll) this.note(by, { kind: 'commits', key, version });
  }

  hit(kind: HitKind): void {
    this.#looked += 1;
    this.metrics[hitCounters[kind]].add();
  }

  miss(key: Key, reason: MissReason): void {
    this.#looked += 1;
    this.metrics[missCounters[reason]].add();
    if (reason === 'expired' && this.#options.promises.neverExpires) {
      this.audit.break('hot-key-never-expires', `${key} expired before anybody recomputed it`);
    }
  }

  bypass(): void {
    this.#looked += 1;
    this.metrics.bypasses.add();
  }

  readBegins(key: Key): void {
    this.metrics.reads.add();
    if (this.#options.promises.agreesAtRest) this.#busy.set(key, (this.#busy.get(key) ?? 0) + 1);
  }

  /** What a reader that begins now must at least see where versions are in the keys. */
  bumpedTo(key: Key): number {
    return this.#bumped.size === 0 ? 0 : (this.#bumped.get(key) ?? 0);
  }

  readAnswered(
    key: Key,
    row: Row,
    begun: { readonly by: string; readonly atMs: number; readonly bumpedTo: number },
  ): void {
    this.#answered += 1;
    this.metrics.latencyMs.record(this.#nowMs - begun.atMs);
    const staleMs = this.ledger.stalenessMs(row, begun.atMs);
    this.metrics.stalenessMs.record(staleMs);
    if (staleMs > 0) this.metrics.staleReads.add();
    if (this.tellsAll) {
      const latest = this.ledger.latest(row.key);
      this.note(begun.by, { kind: 'answers', key, version: row.version, latest, staleMs });
    }
    this.#judge(key, row, staleMs, begun);
  }

  #judge(
    key: Key,
    row: Row,
    staleMs: number,
    { by, bumpedTo }: { readonly by: string; readonly bumpedTo: number },
  ): void {
    const { audit } = this;
    if (row.key !== key) audit.break('own-rows-only', `${by} asked for ${key} and got ${row.key}`);
    if (row.version > this.ledger.latest(row.key)) {
      audit.break('only-written-versions', `${by} got version ${row.version} of ${row.key}`);
    }
    if (staleMs > 0 && staleMs > this.#stalenessMsMax(row)) {
      const limit = `more than ${this.#stalenessMsMax(row).toFixed(1)} ms`;
      audit.break('staleness-bounded', `${key} was ${staleMs.toFixed(1)} ms stale, ${limit}`);
    }
    if (row.version < bumpedTo) {
      const message = `${by} got version ${row.version} of ${key} after version ${bumpedTo} was out`;
      audit.break('no-old-version-after-bump', message);
    }
    if (this.#answered > this.#looked || this.#looked > this.metrics.reads.value) {
      const { value } = this.metrics.reads;
      const message = `${value} reads, ${this.#answered} answered, ${this.#looked} hits and misses`;
      audit.break('reads-accounted', message);
    }
  }

  /** TTL + load time + replica lag, with the longest load so far; and what else the setup adds. */
  #stalenessMsMax(row: Row): number {
    const { localTtlMs, readsFrom, database } = this.#options;
    // A replica is behind the database, and that, with write-behind, behind the cache.
    const lagMs = (readsFrom === 'replica' ? database.lagMs : 0) + this.cacheLeadMs();
    const delaysMs = this.#longestMs + lagMs + this.#pausedMs;
    return longestLifeMs(row, this.#options) + localTtlMs + delaysMs + roundingMs;
  }

  readFailed(): void {
    this.metrics.failedReads.add();
  }

  gotRememberedError(key: Key, beganAtMs: number, database: Database): void {
    const { errorTtlMs } = this.#options;
    const laterMs = beganAtMs - (database.downUntilMs + refusedAfterMs);
    if (laterMs <= errorTtlMs + this.#longestMs + roundingMs) return;
    const message = `${key} was answered by an error ${laterMs.toFixed(0)} ms after the outage`;
    this.audit.break('outage-not-prolonged', message);
  }

  #burst(key: Key, loads: number): void {
    this.metrics.stampedeSize.record(loads);
    if (loads >= stampedeFrom) this.note(undefined, { kind: 'stampede', key, loads });
  }

  /** Something that may have put a row into a cache has come to its end. */
  ended(beganAtMs: number): void {
    this.#longestMs = Math.max(this.#longestMs, this.#nowMs - beganAtMs);
  }

  paused(durationMs: number): void {
    this.#pausedMs += durationMs;
  }

  writeBegins(key: Key): void {
    if (this.#options.promises.agreesAtRest) this.#busy.set(key, (this.#busy.get(key) ?? 0) + 1);
  }

  writeAcknowledged({ key, version }: Row, beganAtMs: number): void {
    this.metrics.writeLatencyMs.record(this.#nowMs - beganAtMs);
    if (version > (this.acknowledged.get(key) ?? 0)) this.acknowledged.set(key, version);
  }

  /** A read or a write of the key has ended: with the last of them the key comes to rest. */
  rests(key: Key, cached: Row | undefined, stored: Row): void {
    if (!this.#options.promises.agreesAtRest) return;
    const busy = (this.#busy.get(key) ?? 0) - 1;
    this.#busy.set(key, busy);
    if (busy > 0 || cached === undefined || cached.version >= stored.version) return;
    const versions = `version ${cached.version} of ${key} and the database version ${stored.version}`;
    this.audit.break('cache-agrees-at-rest', `at rest the cache holds ${versions}`);
  }

  loadBegins(key: Key, reason: MissReason): void {
    const remembered = this.#nowMs < (this.#absentUntilMs.get(key) ?? 0);
    if (!remembered || reason === 'evicted' || reason === 'lost') return;
    this.audit.break('absence-remembered', `the database was asked for ${key} again`);
  }

  filled(row: Row, by: string, expiresAtMs: number): void {
    this.lastFillMs = this.#nowMs;
    if (this.tellsAll) this.note(by, { kind: 'fills', key: row.key, version: row.version });
    if (isAbsent(row)) this.#absentUntilMs.set(row.key, this.#nowMs + this.#options.negativeTtlMs);
    const { expiriesPerWindow } = this.#options.promises;
    if (expiriesPerWindow !== undefined) {
      const window = Math.floor(expiresAtMs / expiriesPerWindow.windowMs);
      const expiries = (this.#expiries.get(window) ?? 0) + 1;
      this.#expiries.set(window, expiries);
      if (expiries > expiriesPerWindow.max) {
        const message = `${expiries} entries will expire within ${expiriesPerWindow.windowMs} ms`;
        this.audit.break('expiries-spread', message);
      }
    }
    if (this.#options.read === 'lease' && row.version < (this.#deleted.get(row.key) ?? 0)) {
      const message = `version ${row.version} of ${row.key} was put in after a delete for a later one`;
      this.audit.break('no-stale-fill', message);
    }
  }

  /** A key was deleted because of that version of its row; 0 where it was not yet written. */
  deleted(key: Key, version: number, found: boolean, by: string): void {
    if (this.tellsAll) this.note(by, { kind: 'deletes', key, found });
    this.#absentUntilMs.delete(key);
    this.#deleted.set(key, Math.max(version, this.#deleted.get(key) ?? 0));
  }

  bumped(key: Key, version: number, by: string): void {
    if (this.tellsAll) this.note(by, { kind: 'bumps', key, to: version });
    this.#bumped.set(key, Math.max(version, this.bumpedTo(key)));
  }

  /** A crash of the cache took these rows, which were acknowledged and are nowhere else. */
  lost(rows: readonly Row[]): void {
    for (const row of rows) this.ledger.lose(row);
    this.metrics.lostWrites.add(rows.length);
    if (rows.length === 0 || !this.#options.logs) return;
    const message = `${rows.length} acknowledged writes were lost with the cache`;
    this.audit.break('acknowledged-writes-survive', message);
  }
}
