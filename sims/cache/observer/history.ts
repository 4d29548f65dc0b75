/** The outcomes of reads, writes and keys so far. It records, and judges nothing. */
import type { World } from '../../../src/world/world.ts';
import type { CacheOptions } from '../options.ts';
import { isAbsent, type Key, type Row } from '../row.ts';

/** A read, as of its start. */
export interface Begun {
  readonly by: string;
  readonly atMs: number;
  /** The oldest version that it may see if versions are in the keys. */
  readonly bumpedTo: number;
}

export class History {
  readonly #world: World;
  readonly #options: CacheOptions;
  /** Reads; those that learned whether the cache answers them; and those that were answered. */
  reads = 0;
  looked = 0;
  answered = 0;
  /** The longest time of any operation that may have put a row into a cache. */
  longestMs = 0;
  pausedMs = 0;
  loadFailedAtMs = -Infinity;
  lastFillMs = 0;
  /** Reads and writes of a key that have not ended. */
  readonly #busy = new Map<Key, number>();
  readonly #absentUntilMs = new Map<Key, number>();
  readonly #deleted = new Map<Key, number>();
  readonly #bumped = new Map<Key, number>();
  /** By number of the window. */
  readonly #expiries = new Map<number, number>();

  constructor(world: World, options: CacheOptions) {
    this.#world = world;
    this.#options = options;
    const pausedAtMs = new Map<string, number>();
    world.trace.on('pause', ({ node = '', atMs }) => pausedAtMs.set(node, atMs));
    world.trace.on('resume', ({ node = '', atMs }) => {
      this.pausedMs += atMs - (pausedAtMs.get(node) ?? atMs);
    });
  }

  get #nowMs(): number {
    return this.#world.kernel.nowMs;
  }

  // Requests.

  readBegins(key: Key, by: string): Begun {
    this.reads += 1;
    this.writeBegins(key);
    return { by, atMs: this.#nowMs, bumpedTo: this.bumpedTo(key) };
  }

  writeBegins(key: Key): void {
    if (this.#options.promises.agreesAtRest) this.#busy.set(key, (this.#busy.get(key) ?? 0) + 1);
  }

  /**
   * A read or a write of the key has ended. If it was the last, the key comes to rest. After a
   * crash ended one, the key never rests: its delete may not have come.
   */
  requestEnds(key: Key): boolean {
    const busy = (this.#busy.get(key) ?? 0) - 1;
    this.#busy.set(key, busy);
    return busy <= 0;
  }

  /** An operation that may have put a row into a cache has ended. */
  ended(beganAtMs: number): void {
    this.longestMs = Math.max(this.longestMs, this.#nowMs - beganAtMs);
  }

  /** A load has failed: the database did not answer, or refused. */
  loadFailed(): void {
    this.loadFailedAtMs = this.#nowMs;
  }

  // The cache.

  filled(row: Row, ttlMs: number): void {
    if (isAbsent(row)) this.#absentUntilMs.set(row.key, this.#nowMs + this.#options.negativeTtlMs);
    this.lastFillMs = this.#nowMs;
    const window = this.#expiryWindow(ttlMs);
    if (window !== undefined) this.#expiries.set(window, this.expiriesWith(ttlMs) + 1);
  }

  /** How many entries expire in the same window as one that is put in now. */
  expiriesWith(ttlMs: number): number {
    const window = this.#expiryWindow(ttlMs);
    return window === undefined ? 0 : (this.#expiries.get(window) ?? 0);
  }

  #expiryWindow(ttlMs: number): number | undefined {
    const { expiriesPerWindow } = this.#options.promises;
    if (expiriesPerWindow === undefined) return undefined;
    return Math.floor((this.#nowMs + ttlMs) / expiriesPerWindow.windowMs);
  }

  /** Until when the absence of the row is remembered. */
  absentUntilMs(key: Key): number {
    return this.#absentUntilMs.get(key) ?? 0;
  }

  /** A key was deleted because of that version of its row; 0 if it was not yet written. */
  deleted(key: Key, version: number): void {
    this.#absentUntilMs.delete(key);
    this.#deleted.set(key, Math.max(version, this.deletedFor(key)));
  }

  /** The newest version for which the key was deleted. */
  deletedFor(key: Key): number {
    return this.#deleted.get(key) ?? 0;
  }

  bumped(key: Key, version: number): void {
    this.#bumped.set(key, Math.max(version, this.bumpedTo(key)));
  }

  bumpedTo(key: Key): number {
    return this.#bumped.size === 0 ? 0 : (this.#bumped.get(key) ?? 0);
  }

  /** The cache has crashed, and has lost what it knew. */
  crashed(): void {
    this.#absentUntilMs.clear();
    this.#bumped.clear();
  }
}
