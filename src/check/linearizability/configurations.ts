/**
 * The configurations that a search has seen: which operations were linearized, and the state that
 * they led to. Whatever follows depends on nothing else, so none need be searched twice (Lowe 2017,
 * Section 3; after Wing and Gong 1993).
 *
 * A hash table with open addressing whose rows lie one after another in one array: a few bytes each,
 * compared word by word, so that no two configurations pass for one. O(operations / 32) a look-up.
 */
export class Configurations {
  readonly #wordsPerRow: number;
  #rows: Int32Array;
  #slots: Int32Array;
  #count = 0;

  /** For sets of so many operations. */
  constructor(operations: number) {
    this.#wordsPerRow = Math.ceil(operations / 32) + 1;
    this.#rows = new Int32Array(this.#wordsPerRow * 64);
    this.#slots = new Int32Array(128).fill(-1);
  }

  get bytes(): number {
    return this.#rows.byteLength + this.#slots.byteLength;
  }

  /** Adds a configuration; false where it had been added before. */
  add(linearized: Int32Array, state: number): boolean {
    const words = this.#wordsPerRow;
    if ((this.#count + 1) * 2 > this.#slots.length) this.#growSlots();
    const mask = this.#slots.length - 1;
    let slot = hashOf(linearized, state) & mask;
    for (;;) {
      const row = this.#slots[slot] as number;
      if (row === -1) break;
      if (this.#isAt(row * words, linearized, state)) return false;
      slot = (slot + 1) & mask;
    }
    if ((this.#count + 1) * words > this.#rows.length) {
      const larger = new Int32Array(this.#rows.length * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    const start = this.#count * words;
    this.#rows.set(linearized, start);
    this.#rows[start + words - 1] = state;
    this.#slots[slot] = this.#count;
    this.#count += 1;
    return true;
  }

  #isAt(start: number, linearized: Int32Array, state: number): boolean {
    const rows = this.#rows;
    const last = this.#wordsPerRow - 1;
    if (rows[start + last] !== state) return false;
    for (let word = 0; word < last; word++) {
      if (rows[start + word] !== linearized[word]) return false;
    }
    return true;
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    const words = this.#wordsPerRow;
    for (let row = 0; row < this.#count; row++) {
      const end = (row + 1) * words - 1;
      const linearized = this.#rows.subarray(row * words, end);
      let slot = hashOf(linearized, this.#rows[end] as number) & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.#slots = slots;
  }
}

/** Words of 32 bits, multiplied and shifted as in Murmur3. */
function hashOf(linearized: Int32Array, state: number): number {
  let hash = state;
  for (let word = 0; word < linearized.length; word++) {
    hash = Math.imul(hash ^ (linearized[word] as number), 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
