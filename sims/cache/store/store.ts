/**
 * A cache's memory: entries with a time to live, in bounded space. It knows no time but what it is
 * told, and no network.
 *
 * Expired entries are dropped when somebody asks for them, or when they are the next to be evicted;
 * until then they take up space, as they do in memcached. What became of a key that is not there
 * any more is remembered, so that a miss can say why it is one: the figure that tells too small a
 * cache from too short a TTL.
 */

import type { Key, Row } from '../row.ts';
import type { Entry, Life } from './entry.ts';
import { type EvictionOrder, type EvictionPolicy, evictionOrder } from './eviction.ts';

/** Why a key is not in the cache; `never` means that it has not been put there so far. */
export const missReasons = ['never', 'expired', 'evicted', 'invalidated', 'lost'] as const;
export type MissReason = (typeof missReasons)[number];

export interface StoreOptions {
  /** How many entries it holds (`maximumSize`). */
  readonly capacity: number;
  readonly eviction: EvictionPolicy;
}

export class Store {
  readonly capacity: number;
  readonly #entries = new Map<Key, Entry>();
  readonly #gone = new Map<Key, MissReason>();
  readonly #order: EvictionOrder;
  #lastId = 0;

  /**
   * `before`: the entries of the previous life, which are lost. Throws RangeError unless the
   * capacity is at least 1.
   */
  constructor({ capacity, eviction }: StoreOptions, before?: Store) {
    if (!(capacity >= 1))
      throw new RangeError(`a cache needs a capacity of at least 1, not ${capacity}`);
    this.capacity = capacity;
    this.#order = evictionOrder(eviction);
    if (before === undefined) return;
    for (const [key, reason] of before.#gone) this.#gone.set(key, reason);
    for (const key of before.#entries.keys()) this.#gone.set(key, 'lost');
  }

  /** Entries that take up space now, expired ones included. */
  get size(): number {
    return this.#entries.size;
  }

  /** In the order in which they were put in. */
  entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  /** Looks a key up, which counts as a use. The entry may be stale: see its `freshUntilMs`. */
  find(key: Key, nowMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (nowMs >= entry.keptUntilMs) {
      this.#drop(entry, 'expired');
      return undefined;
    }
    this.#order.touch(entry);
    return entry;
  }

  /** Looks without using: for observers. */
  peek(key: Key, nowMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && nowMs < entry.keptUntilMs ? entry : undefined;
  }

  /** Why `find` found nothing. */
  missReason(key: Key): MissReason {
    return this.#gone.get(key) ?? 'never';
  }

  /** Puts a row in, replacing any old entry; evicts another entry if there is no room. */
  put(key: Key, row: Row | undefined, { ttlMs, graceMs, loadMs }: Life, nowMs: number): Entry {
    this.#lastId += 1;
    const entry: Entry = {
      key,
      id: this.#lastId,
      row,
      filledAtMs: nowMs,
      freshUntilMs: nowMs + ttlMs - graceMs,
      keptUntilMs: nowMs + ttlMs,
      loadMs,
      dirty: false,
      uses: 1,
      older: undefined,
      newer: undefined,
    };
    const replaced = this.#entries.get(key);
    if (replaced !== undefined) this.#order.remove(replaced);
    else if (this.#entries.size >= this.capacity) this.#evict(nowMs);
    this.#entries.set(key, entry);
    this.#order.admit(entry);
    this.#gone.delete(key);
    return entry;
  }

  /** Removes a key; returns whether it was there. */
  remove(key: Key, reason: MissReason = 'invalidated'): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#drop(entry, reason);
    return true;
  }

  #evict(nowMs: number): void {
    const victim = this.#order.victim();
    if (victim === undefined) throw new Error('a full cache has nothing to evict');
    this.#drop(victim, nowMs < victim.keptUntilMs ? 'evicted' : 'expired');
  }

  #drop(entry: Entry, reason: MissReason): void {
    this.#entries.delete(entry.key);
    this.#order.remove(entry);
    this.#gone.set(entry.key, reason);
  }
}
