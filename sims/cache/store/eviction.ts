/** Which entry is evicted when a cache is full. Every operation is O(1) unless stated otherwise. */
import type { Entry } from './entry.ts';

export type EvictionPolicy = 'lru' | 'lfu';

export interface EvictionOrder {
  admit(entry: Entry): void;
  touch(entry: Entry): void;
  remove(entry: Entry): void;
  /** The next entry to evict; undefined if there is none. */
  victim(): Entry | undefined;
}

export function evictionOrder(policy: EvictionPolicy): EvictionOrder {
  return policy === 'lru' ? new LeastRecentlyUsed() : new LeastFrequentlyUsed();
}

/**
 * Evicts the least recently used entry. A stack algorithm (Mattson et al. 1970): a larger cache
 * always holds what a smaller one would.
 */
class LeastRecentlyUsed implements EvictionOrder {
  readonly #entries = new RecencyList();

  admit(entry: Entry): void {
    this.#entries.add(entry);
  }

  touch(entry: Entry): void {
    if (entry.newer === undefined) return;
    this.#entries.remove(entry);
    this.#entries.add(entry);
  }

  remove(entry: Entry): void {
    this.#entries.remove(entry);
  }

  victim(): Entry | undefined {
    return this.#entries.oldest;
  }
}

/**
 * Evicts the entry with the fewest uses since it was admitted, and among several the least recently
 * used. A list for each number of uses (Shah, Mitra and Matani 2010).
 */
class LeastFrequentlyUsed implements EvictionOrder {
  readonly #byUses = new Map<number, RecencyList>();
  #fewest = 1;

  admit(entry: Entry): void {
    entry.uses = 1;
    this.#fewest = 1;
    this.#listOf(1).add(entry);
  }

  touch(entry: Entry): void {
    this.remove(entry);
    entry.uses += 1;
    this.#listOf(entry.uses).add(entry);
  }

  remove(entry: Entry): void {
    const list = this.#listOf(entry.uses);
    list.remove(entry);
    if (list.oldest === undefined) this.#byUses.delete(entry.uses);
  }

  /** O(different numbers of uses) if the last entry with the fewest has just left. */
  victim(): Entry | undefined {
    if (!this.#byUses.has(this.#fewest)) {
      this.#fewest = Infinity;
      for (const uses of this.#byUses.keys()) this.#fewest = Math.min(this.#fewest, uses);
    }
    return this.#byUses.get(this.#fewest)?.oldest;
  }

  #listOf(uses: number): RecencyList {
    let list = this.#byUses.get(uses);
    if (list === undefined) {
      list = new RecencyList();
      this.#byUses.set(uses, list);
    }
    return list;
  }
}

/** Entries from the least to the most recently used, linked through themselves. */
class RecencyList {
  oldest: Entry | undefined = undefined;
  #newest: Entry | undefined = undefined;

  add(entry: Entry): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest === undefined) this.oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  remove(entry: Entry): void {
    if (entry.older === undefined) this.oldest = entry.newer;
    else entry.older.newer = entry.newer;
    if (entry.newer === undefined) this.#newest = entry.older;
    else entry.newer.older = entry.older;
  }
}
