/**
 * What an observer knows who sees every write: which version of a row was current when. Staleness
 * is measured against it, and no reader can return a version that is not in it.
 */
import type { Key, Row } from './row.ts';

export class Ledger {
  readonly #exists: (key: Key) => boolean;
  /** The times of a key's versions, the first from the start of the run or before. */
  readonly #times = new Map<Key, number[]>();

  constructor(exists: (key: Key) => boolean) {
    this.#exists = exists;
  }

  /** The version that is current now. */
  latest(key: Key): number {
    const times = this.#times.get(key);
    if (times === undefined) return this.#exists(key) ? 1 : 0;
    return times.length - 1;
  }

  /** Writes down that the next version of a key is current from now on; returns it. */
  commit(key: Key, atMs: number): Row {
    const times = this.#times.get(key) ?? (this.#exists(key) ? [0, 0] : [0]);
    times.push(atMs);
    this.#times.set(key, times);
    return { key, version: times.length - 1 };
  }

  /**
   * For how long another version had been current when the read began (Golab et al. 2011, Analyzing
   * consistency properties for fun and profit: delta-atomicity). Zero where the read may have come
   * before the write. O(1), but for versions that were lost.
   */
  stalenessMs({ key, version }: Row, readStartedAtMs: number): number {
    const times = this.#times.get(key);
    if (times === undefined) return 0;
    for (let later = version + 1; later < times.length; later++) {
      const atMs = times[later] as number;
      if (atMs < Infinity) return Math.max(0, readStartedAtMs - atMs);
    }
    return 0;
  }

  /** A version was lost before anybody but its writer could rely on it: it supersedes nothing. */
  lose({ key, version }: Row): void {
    const times = this.#times.get(key);
    if (times?.[version] !== undefined) times[version] = Infinity;
  }
}
