/**
 * A sorted run: entries in the order of their keys, in pages, never changed once written. The first key of each page and
 * the Bloom filter stay in memory (Chang et al., Bigtable, OSDI 2006, §5.3 and §6).
 */
import { must } from '../../../src/kernel/must.ts';
import { BloomFilter } from '../../estimation/sketches/bloom.ts';
import type { PageCount } from './page-count.ts';

/** Without a value it is a tombstone: it says that the key was deleted. */
export interface Entry {
  readonly key: number;
  readonly value: number | undefined;
}

export interface RunShape {
  readonly entriesPerPage: number;
  /** Of the Bloom filter. 0: there is none. */
  readonly bitsPerKey: number;
}

/** Bits and hashes of the filter of a run; the best number of hashes is bits per key x ln 2. */
export const filterOf = (keys: number, bitsPerKey: number) => ({
  bits: keys * bitsPerKey,
  hashes: Math.max(1, Math.round(bitsPerKey * Math.LN2)),
  keys,
});

export class SortedRun {
  readonly entries: readonly Entry[];
  readonly #shape: RunShape;
  readonly #pages: PageCount;
  readonly #filter: BloomFilter | undefined;

  /** Writes its pages. `entries` are in ascending order of their keys, each key once, and not empty. */
  constructor(entries: readonly Entry[], shape: RunShape, pages: PageCount, seed: number) {
    this.entries = entries;
    this.#shape = shape;
    this.#pages = pages;
    pages.written += this.pages;
    if (shape.bitsPerKey === 0) return;
    const { bits, hashes } = filterOf(entries.length, shape.bitsPerKey);
    this.#filter = new BloomFilter(bits, hashes, seed);
    for (const { key } of entries) this.#filter.add(key);
  }

  get pages(): number {
    return Math.ceil(this.entries.length / this.#shape.entriesPerPage);
  }

  get tombstones(): number {
    return this.entries.filter(({ value }) => value === undefined).length;
  }

  /** Whether the filter lets the key through; true if there is no filter. Reads no page. */
  mayHave(key: number): boolean {
    return this.#filter?.mayHave(key) ?? true;
  }

  /** The entry of a key. Reads the one page that could hold it; none if the key is outside of the run. */
  find(key: number): Entry | undefined {
    const { first, last } = this.#ends;
    if (key < first || key > last) return undefined;
    this.#pages.read += 1;
    const entry = this.entries[this.#placeOf(key)];
    return entry?.key === key ? entry : undefined;
  }

  /** Entries with keys from `from` to `to`, both included. Reads the pages on which they are, or would be. */
  between(from: number, to: number): readonly Entry[] {
    const { first, last } = this.#ends;
    if (to < first || from > last) return [];
    const { entriesPerPage } = this.#shape;
    const [begin, end] = [this.#placeOf(from), this.#placeOf(to + 1)];
    // The first key of a page tells that everything smaller is on a page before it.
    const firstPage = Math.floor(
      (this.entries[begin]?.key === from ? begin : Math.max(0, begin - 1)) / entriesPerPage,
    );
    const lastPage = Math.floor(Math.max(0, end - 1) / entriesPerPage);
    this.#pages.read += lastPage - firstPage + 1;
    return this.entries.slice(begin, end);
  }

  /** Place of the first entry whose key is not smaller. */
  #placeOf(key: number): number {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (must(this.entries[middle], 'entry of a run').key < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  get #ends(): { readonly first: number; readonly last: number } {
    const first = must(this.entries[0], 'first entry of a run').key;
    return { first, last: must(this.entries.at(-1), 'last entry of a run').key };
  }
}
