/**
 * The configurations that a search has come to: which operations were linearized, and the state that
 * they led to. Whatever follows depends on nothing else, so none need be searched twice (Lowe 2017,
 * Section 3; after Wing and Gong 1993).
 *
 * Nor need one be searched where another with the same state and the same returning operations was,
 * that had linearized fewer of the pending ones: whatever can follow here could follow there.
 *
 * Of the returning operations only a window is kept: all before it are linearized, none after it is.
 * It is as long as operations overlap, so that a configuration of a long history takes a few words.
 *
 * A hash table with open addressing, whose rows lie one after another in pages, compared word by word,
 * so that no two configurations pass for one. Rows that differ only in the pending operations are
 * chained. O(window / 32 + pending / 32 * length of the chain) a look-up.
 */
import { log2 } from '../../kernel/elementary.ts';

/** Which returning operations are linearized, from `first` to `end`, in words of 32 operations. */
export interface Window {
  readonly words: Int32Array;
  readonly first: number;
  /** Excluded. */
  readonly end: number;
}

/** A row: the next row of its chain, its state, its window, and its pending operations. */
const nextAt = 0;
const stateAt = 1;
const firstAt = 2;
const endAt = 3;
const headWords = 4;

/** A page is full at so many words at least. The first one begins small. */
const pageBitsMin = 16;
const firstPageWords = 256;

export class Configurations {
  readonly #pendingWords: number;
  /** The page of a row is the upper bits of its address, its place there the lower ones. */
  readonly #pageBits: number;
  readonly #pages: Int32Array[] = [];
  /** Of the last page. */
  #wordsUsed = 0;
  #bytes = 0;
  /** The first row of each chain, by hash. */
  #slots = new Int32Array(128).fill(none);
  #chainCount = 0;

  /** For sets of so many operations. */
  constructor(returning: number, pending: number) {
    this.#pendingWords = wordsFor(pending);
    const rowWordsMax = headWords + wordsFor(returning) + this.#pendingWords;
    this.#pageBits = Math.max(pageBitsMin, Math.ceil(log2(rowWordsMax)));
  }

  get bytes(): number {
    return this.#bytes + this.#slots.byteLength;
  }

  /** Adds a configuration; false where it need not be searched. */
  add(returning: Window, pending: Int32Array, state: number): boolean {
    if ((this.#chainCount + 1) * 2 > this.#slots.length) this.#growSlots();
    const mask = this.#slots.length - 1;
    let slot = hashOf(returning, 0, state) & mask;
    let row = this.#slots[slot] as number;
    while (row !== none && !this.#isOf(row, returning, state)) {
      slot = (slot + 1) & mask;
      row = this.#slots[slot] as number;
    }
    const first = row;
    while (row !== none) {
      if (this.#isSubset(row, pending)) return false;
      row = this.#pageOf(row)[this.#placeOf(row) + nextAt] as number;
    }
    this.#slots[slot] = this.#addRow(returning, pending, state, first);
    if (first === none) this.#chainCount += 1;
    return true;
  }

  #addRow({ words, first, end }: Window, pending: Int32Array, state: number, next: number): number {
    const length = headWords + end - first + pending.length;
    const page = this.#pageWithRoom(length);
    const start = this.#wordsUsed;
    page[start + nextAt] = next;
    page[start + stateAt] = state;
    page[start + firstAt] = first;
    page[start + endAt] = end;
    for (let word = first; word < end; word++) {
      page[start + headWords + word - first] = words[word] as number;
    }
    page.set(pending, start + headWords + end - first);
    this.#wordsUsed += length;
    return ((this.#pages.length - 1) << this.#pageBits) | start;
  }

  /** The last page. A page that was begun small is copied, a full one is left as it is. */
  #pageWithRoom(length: number): Int32Array {
    const full = 1 << this.#pageBits;
    let page = this.#pages.at(-1);
    const needed = this.#wordsUsed + length;
    if (page !== undefined && needed <= page.length) return page;
    if (page === undefined || needed > full) {
      page = new Int32Array(this.#pages.length === 0 ? Math.max(firstPageWords, length) : full);
      this.#pages.push(page);
      this.#wordsUsed = 0;
    } else {
      const larger = new Int32Array(Math.min(full, Math.max(2 * page.length, needed)));
      larger.set(page);
      this.#bytes -= page.byteLength;
      page = larger;
      this.#pages[this.#pages.length - 1] = page;
    }
    this.#bytes += page.byteLength;
    return page;
  }

  #pageOf(row: number): Int32Array {
    return this.#pages[row >>> this.#pageBits] as Int32Array;
  }

  #placeOf(row: number): number {
    return row & ((1 << this.#pageBits) - 1);
  }

  #isOf(row: number, { words, first, end }: Window, state: number): boolean {
    const page = this.#pageOf(row);
    const start = this.#placeOf(row);
    if (page[start + stateAt] !== state) return false;
    if (page[start + firstAt] !== first || page[start + endAt] !== end) return false;
    for (let word = first; word < end; word++) {
      if (page[start + headWords + word - first] !== words[word]) return false;
    }
    return true;
  }

  #isSubset(row: number, pending: Int32Array): boolean {
    const page = this.#pageOf(row);
    const place = this.#placeOf(row);
    const window = (page[place + endAt] as number) - (page[place + firstAt] as number);
    const start = place + headWords + window;
    for (let word = 0; word < this.#pendingWords; word++) {
      if (((page[start + word] as number) & ~(pending[word] as number)) !== 0) return false;
    }
    return true;
  }

  #growSlots(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2).fill(none);
    const mask = slots.length - 1;
    for (const row of before) {
      if (row === none) continue;
      const words = this.#pageOf(row);
      const start = this.#placeOf(row);
      const [first, end] = [words[start + firstAt] as number, words[start + endAt] as number];
      const offset = start + headWords - first;
      let slot = hashOf({ words, first, end }, offset, words[start + stateAt] as number) & mask;
      while (slots[slot] !== none) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.#slots = slots;
  }
}

const none = -1;

/** How many words of 32 bits a set of so many takes. */
export function wordsFor(size: number): number {
  return Math.ceil(size / 32);
}

/** Words of 32 bits, which stand `offset` further in the array, multiplied and shifted as in Murmur3. */
function hashOf({ words, first, end }: Window, offset: number, state: number): number {
  let hash = Math.imul(state ^ Math.imul(first, 0xcc9e2d51), 0x1b873593);
  for (let word = first; word < end; word++) {
    hash = Math.imul(hash ^ (words[offset + word] as number), 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
