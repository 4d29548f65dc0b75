/**
 * Goal: the store holds what it should, and says why it does not hold the rest. Method: examples;
 * agreement with naive models on random commands, where LRU is a list and LFU a scan for the
 * smallest count; the inclusion property of LRU (Mattson et al. 1970).
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { EvictionPolicy } from '../../../../sims/cache/store/eviction.ts';
import { Store } from '../../../../sims/cache/store/store.ts';

const life = { ttlMs: 100, graceMs: 0, loadMs: 1 };
const row = (key: string, version = 1) => ({ key, version });

const store = (capacity: number, eviction: EvictionPolicy = 'lru') =>
  new Store({ capacity, eviction });

/** Reads a key as cache-aside does: fills it where it is not there. Answers whether it was. */
function readThrough(cache: Store, key: string, nowMs: number): boolean {
  if (cache.find(key, nowMs) !== undefined) return true;
  cache.put(key, row(key), { ttlMs: Infinity, graceMs: 0, loadMs: 1 }, nowMs);
  return false;
}

const keysOf = (cache: Store) => [...cache.entries()].map(({ key }) => key).sort();

describe('a store', () => {
  test('serves an entry until its TTL is over, and not at that moment', () => {
    const cache = store(10);
    cache.put('a', row('a'), life, 0);
    expect(cache.find('a', 99.9)?.row).toEqual(row('a'));
    expect(cache.find('a', 100)).toBeUndefined();
    expect(cache.missReason('a')).toBe('expired');
  });

  test('says of an entry in its grace that it is not fresh any more', () => {
    const cache = store(10);
    cache.put('a', row('a'), { ...life, graceMs: 30 }, 0);
    expect(cache.find('a', 80)).toMatchObject({ freshUntilMs: 70, keptUntilMs: 100 });
  });

  test('knows why a key is not there', () => {
    const cache = store(2);
    expect(cache.missReason('a')).toBe('never');
    cache.put('a', row('a'), life, 0);
    cache.put('b', row('b'), life, 1);
    cache.put('c', row('c'), life, 2);
    expect(cache.missReason('a')).toBe('evicted');
    expect(cache.remove('b')).toBe(true);
    expect(cache.remove('b')).toBe(false);
    expect(cache.missReason('b')).toBe('invalidated');
    const next = new Store({ capacity: 2, eviction: 'lru' }, cache);
    expect(next.missReason('c')).toBe('lost');
    expect(next.missReason('b')).toBe('invalidated');
    expect(next.size).toBe(0);
  });

  test('an entry that has to make room after its TTL counts as expired, not as evicted', () => {
    const cache = store(1);
    cache.put('a', row('a'), life, 0);
    cache.put('b', row('b'), life, 200);
    expect(cache.missReason('a')).toBe('expired');
  });

  test('a key that is put again is not gone any more, and takes up one place', () => {
    const cache = store(2);
    cache.put('a', row('a'), life, 0);
    cache.put('a', row('a', 2), life, 1);
    cache.put('b', row('b'), life, 2);
    expect(keysOf(cache)).toEqual(['a', 'b']);
    expect(cache.find('a', 3)?.row?.version).toBe(2);
  });

  test('LFU keeps what was used more often, of equals what was used later', () => {
    const cache = store(3, 'lfu');
    for (const key of ['a', 'b', 'c']) cache.put(key, row(key), life, 0);
    cache.find('a', 1);
    cache.find('c', 2);
    cache.put('d', row('d'), life, 3);
    expect(keysOf(cache)).toEqual(['a', 'c', 'd']);
    cache.put('e', row('e'), life, 4);
    expect(keysOf(cache)).toEqual(['a', 'c', 'e']);
  });

  test('needs room for an entry', () => {
    expect(() => store(0)).toThrow(RangeError);
    expect(() => store(Number.NaN)).toThrow(RangeError);
  });
});

interface Modelled {
  readonly key: string;
  readonly keptUntilMs: number;
  uses: number;
  lastUse: number;
}

/** The same by scanning: slow, and easy to believe. */
class NaiveStore {
  readonly #entries: Modelled[] = [];
  readonly #capacity: number;
  readonly #policy: EvictionPolicy;
  #clock = 0;
  constructor(capacity: number, policy: EvictionPolicy) {
    this.#capacity = capacity;
    this.#policy = policy;
  }
  get keys(): string[] {
    return this.#entries.map(({ key }) => key).sort();
  }
  find(key: string, nowMs: number): boolean {
    const entry = this.#entries.find((entry) => entry.key === key);
    if (entry === undefined) return false;
    if (nowMs >= entry.keptUntilMs) this.remove(key);
    else {
      entry.uses += 1;
      entry.lastUse = ++this.#clock;
    }
    return nowMs < entry.keptUntilMs;
  }
  put(key: string, ttlMs: number, nowMs: number): void {
    const isThere = this.#entries.some((entry) => entry.key === key);
    if (isThere) this.remove(key);
    else if (this.#entries.length >= this.#capacity) this.remove(this.#victim());
    this.#entries.push({ key, keptUntilMs: nowMs + ttlMs, uses: 1, lastUse: ++this.#clock });
  }
  remove(key: string): void {
    const index = this.#entries.findIndex((entry) => entry.key === key);
    if (index >= 0) this.#entries.splice(index, 1);
  }
  #victim(): string {
    const rank = ({ uses, lastUse }: Modelled) =>
      this.#policy === 'lru' ? lastUse : uses * 1e6 + lastUse;
    return this.#entries.reduce((a, b) => (rank(b) < rank(a) ? b : a)).key;
  }
}

const key = fc.constantFrom(...'abcdefgh');
const command = fc.oneof(
  fc.record({ kind: fc.constant('find' as const), key }),
  fc.record({ kind: fc.constant('put' as const), key, ttlMs: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constant('remove' as const), key }),
);

describe.each(['lru', 'lfu'] as const)('%s', (policy) => {
  test.prop([fc.integer({ min: 1, max: 6 }), fc.array(command, { maxLength: 120 })])(
    'does what a scan of all entries does, and never exceeds its capacity',
    (capacity, commands) => {
      const cache = store(capacity, policy);
      const model = new NaiveStore(capacity, policy);
      for (const [nowMs, one] of commands.entries()) {
        if (one.kind === 'find') {
          expect(cache.find(one.key, nowMs) !== undefined).toBe(model.find(one.key, nowMs));
        } else if (one.kind === 'put') {
          cache.put(one.key, row(one.key), { ...life, ttlMs: one.ttlMs }, nowMs);
          model.put(one.key, one.ttlMs, nowMs);
        } else {
          cache.remove(one.key);
          model.remove(one.key);
        }
        expect(keysOf(cache)).toEqual(model.keys);
        expect(cache.size).toBeLessThanOrEqual(capacity);
      }
    },
  );
});

test.prop([
  fc.integer({ min: 1, max: 8 }),
  fc.integer({ min: 1, max: 8 }),
  fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }),
])('inclusion: a larger LRU cache holds all that a smaller one does', (small, more, reads) => {
  const [smaller, larger] = [store(small), store(small + more)];
  for (const [nowMs, number] of reads.entries()) {
    readThrough(smaller, `${number}`, nowMs);
    readThrough(larger, `${number}`, nowMs);
    for (const held of keysOf(smaller)) expect(larger.peek(held, nowMs)).toBeDefined();
  }
});
