/**
 * The knowledge of an observer that sees every write: which version of a row was current when.
 * Staleness is measured against it, and no reader can return a version that is not in it. It also
 * numbers what is written, so that two values of a row can be told apart.
 */
import { must } from '../../../src/kernel/must.ts';
import type { Key, Row } from '../row.ts';

export class Ledger {
  readonly #exists: (key: Key) => boolean;
  /**
   * Since when each version of a key has been current; Infinity for one that is not, or was lost.
   */
  readonly #times = new Map<Key, number[]>();

  /** The largest staleness of any row that the database has returned so far. */
  lagMs = 0;

  constructor(exists: (key: Key) => boolean) {
    this.#exists = exists;
  }

  /** The newest version that was ever current. */
  latest(key: Key): number {
    const times = this.#times.get(key);
    if (times === undefined) return this.#exists(key) ? 1 : 0;
    return times.findLastIndex((atMs) => atMs < Infinity);
  }

  /** Whether that version was written, or existed from the start. */
  knows({ key, version }: Row): boolean {
    const times = this.#times.get(key);
    return version <= (times === undefined ? Number(this.#exists(key)) : times.length - 1);
  }

  /** Numbers what is written to a key. No reader can see it before it is committed. */
  write(key: Key): Row {
    const times = this.#times.get(key) ?? (this.#exists(key) ? [0, 0] : [0]);
    this.#times.set(key, times);
    times.push(Infinity);
    return { key, version: times.length - 1 };
  }

  /** A version is current from now on. No effect on one that was current before. */
  commit({ key, version }: Row, atMs: number): void {
    const times = this.#times.get(key);
    if (times?.[version] === Infinity) times[version] = atMs;
  }

  /**
   * For how long another version had been current when the read began (Golab et al. 2011, Analyzing
   * consistency properties for fun and profit: delta-atomicity). Zero if the read may have come
   * before the write. O(1), apart from versions that were lost.
   */
  stalenessMs({ key, version }: Row, readStartedAtMs: number): number {
    const times = this.#times.get(key);
    if (times === undefined) return 0;
    for (let later = version + 1; later < times.length; later++) {
      const atMs = must(times[later], 'time of a later read');
      if (atMs < Infinity) return Math.max(0, readStartedAtMs - atMs);
    }
    return 0;
  }

  /**
   * The database returns a row: a replica lags, and so does the primary of a cache that writes
   * later.
   */
  givenOut(row: Row, atMs: number): void {
    this.lagMs = Math.max(this.lagMs, this.stalenessMs(row, atMs));
  }

  /**
   * A version was lost before any reader but its writer could rely on it: it supersedes nothing.
   */
  lose({ key, version }: Row): void {
    const times = this.#times.get(key);
    if (times?.[version] !== undefined) times[version] = Infinity;
  }
}
