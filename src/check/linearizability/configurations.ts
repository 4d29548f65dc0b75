/**
 * The configurations that a search has come to: which operations were linearized, and the state that
 * they led to. Whatever follows depends on nothing else, so none need be searched twice (Lowe 2017,
 * Section 3; after Wing and Gong 1993).
 *
 * Nor need one be searched where another with the same state and the same returning operations was,
 * that had linearized fewer of the pending ones: whatever can follow here could follow there.
 *
 * A hash table with open addressing, whose rows lie one after another in one array: a few bytes each,
 * compared word by word, so that no two configurations pass for one. Rows that differ only in the
 * pending operations are chained. O(operations / 32 + length of the chain) a look-up.
 */
export class Configurations {
  /** Words for the returning operations, for the pending ones, and of a row: state and next, too. */
  readonly #returningWords: number;
  readonly #pendingWords: number;
  readonly #rowWords: number;
  #rows: Int32Array;
  /** The first row of each chain, by hash. */
  #slots: Int32Array;
  #rowCount = 0;
  #chainCount = 0;

  /** For sets of so many operations. */
  constructor(returning: number, pending: number) {
    this.#returningWords = wordsFor(returning);
    this.#pendingWords = wordsFor(pending);
    this.#rowWords = this.#returningWords + this.#pendingWords + 2;
    this.#rows = new Int32Array(this.#rowWords * 64);
    this.#slots = new Int32Array(128).fill(none);
  }

  get bytes(): number {
    return this.#rows.byteLength + this.#slots.byteLength;
  }

  /** Adds a configuration; false where it need not be searched. */
  add(returning: Int32Array, pending: Int32Array, state: number): boolean {
    if ((this.#chainCount + 1) * 2 > this.#slots.length) this.#growSlots();
    const mask = this.#slots.length - 1;
    let slot = hashOf(returning, state) & mask;
    let row = this.#slots[slot] as number;
    while (row !== none && !this.#isOf(row, returning, state)) {
      slot = (slot + 1) & mask;
      row = this.#slots[slot] as number;
    }
    const first = row;
    for (; row !== none; row = this.#nextOf(row)) if (this.#isSubset(row, pending)) return false;
    this.#slots[slot] = this.#addRow(returning, pending, state, first);
    if (first === none) this.#chainCount += 1;
    return true;
  }

  #addRow(returning: Int32Array, pending: Int32Array, state: number, next: number): number {
    const row = this.#rowCount;
    const start = row * this.#rowWords;
    if (start + this.#rowWords > this.#rows.length) {
      const larger = new Int32Array(this.#rows.length * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows.set(returning, start);
    this.#rows.set(pending, start + this.#returningWords);
    this.#rows[start + this.#rowWords - 2] = state;
    this.#rows[start + this.#rowWords - 1] = next;
    this.#rowCount += 1;
    return row;
  }

  #isOf(row: number, returning: Int32Array, state: number): boolean {
    const start = row * this.#rowWords;
    if (this.#rows[start + this.#rowWords - 2] !== state) return false;
    for (let word = 0; word < this.#returningWords; word++) {
      if (this.#rows[start + word] !== returning[word]) return false;
    }
    return true;
  }

  #isSubset(row: number, pending: Int32Array): boolean {
    const start = row * this.#rowWords + this.#returningWords;
    for (let word = 0; word < this.#pendingWords; word++) {
      if (((this.#rows[start + word] as number) & ~(pending[word] as number)) !== 0) return false;
    }
    return true;
  }

  #nextOf(row: number): number {
    return this.#rows[(row + 1) * this.#rowWords - 1] as number;
  }

  #growSlots(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2).fill(none);
    const mask = slots.length - 1;
    for (const row of before) {
      if (row === none) continue;
      const start = row * this.#rowWords;
      const returning = this.#rows.subarray(start, start + this.#returningWords);
      let slot = hashOf(returning, this.#rows[start + this.#rowWords - 2] as number) & mask;
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

/** Words of 32 bits, multiplied and shifted as in Murmur3. */
function hashOf(returning: Int32Array, state: number): number {
  let hash = state;
  for (let word = 0; word < returning.length; word++) {
    hash = Math.imul(hash ^ (returning[word] as number), 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
