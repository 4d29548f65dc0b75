/**
 * Tables of small integers, open-addressing: a search asks them several times for each state that it
 * generates, so nothing is allocated on the way.
 */

/** Mixes the bits of a word (the finalizer of MurmurHash3). */
function mixed(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const smallest = 1024;

/** From pairs of numbers to a number; all of them 0 or more. O(1). */
export class PairTable {
  /** Three words a slot: first + 1, second, value. */
  #slots = new Int32Array(3 * smallest);
  #mask = smallest - 1;
  #size = 0;

  /** -1 where the pair is not there. */
  get(first: number, second: number): number {
    const slots = this.#slots;
    let slot = mixed(Math.imul(first + 1, 0x9e3779b1) ^ second) & this.#mask;
    for (;;) {
      const found = slots[3 * slot] as number;
      if (found === 0) return -1;
      if (found === first + 1 && slots[3 * slot + 1] === second)
        return slots[3 * slot + 2] as number;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** For a pair that is not there. */
  set(first: number, second: number, value: number): void {
    if (2 * (this.#size + 1) > this.#mask) this.#grow();
    this.#size += 1;
    this.#put(first, second, value);
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  #put(first: number, second: number, value: number): void {
    const slots = this.#slots;
    let slot = mixed(Math.imul(first + 1, 0x9e3779b1) ^ second) & this.#mask;
    while (slots[3 * slot] !== 0) slot = (slot + 1) & this.#mask;
    slots[3 * slot] = first + 1;
    slots[3 * slot + 1] = second;
    slots[3 * slot + 2] = value;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    this.#mask = 2 * (this.#mask + 1) - 1;
    for (let at = 0; at < old.length; at += 3) {
      if (old[at] === 0) continue;
      this.#put((old[at] as number) - 1, old[at + 1] as number, old[at + 2] as number);
    }
  }
}

/** How much longer a list becomes that is full: memory against copying. */
const growth = 1.5;

/**
 * The distinct rows that were added, numbered from 0, each with a word beside it. Exact: rows are
 * compared word by word.
 */
export class RowSet {
  readonly width: number;
  rows: Int32Array;
  /** The word beside each row. */
  beside: Int32Array;
  size = 0;
  /** 1 + the number of a row; 0 for a free slot. */
  #slots = new Int32Array(2 * smallest);
  #mask = 2 * smallest - 1;

  constructor(width: number) {
    this.width = width;
    this.rows = new Int32Array(smallest * width);
    this.beside = new Int32Array(smallest);
  }

  /**
   * Adds the row that stands in `row`. Returns its number if it is new, and -1 - its number if it was
   * there.
   */
  add(row: Int32Array, beside: number): number {
    const slot = this.#slotOf(row);
    const found = this.#slots[slot] as number;
    if (found !== 0) return -found;
    const number = this.size++;
    if (number === this.beside.length) this.#lengthen();
    this.rows.set(row, number * this.width);
    this.beside[number] = beside;
    this.#slots[slot] = number + 1;
    // At most two thirds full.
    if (3 * this.size > 2 * this.#mask) this.#rehash();
    return number;
  }

  /** The number of a row; -1 where it is not there. */
  numberOf(row: Int32Array): number {
    return (this.#slots[this.#slotOf(row)] as number) - 1;
  }

  /** Where a row is, or where it would be put. */
  #slotOf(row: Int32Array): number {
    const { width, rows } = this;
    let slot = hashOf(row, 0, width) & this.#mask;
    for (;;) {
      const found = (this.#slots[slot] as number) - 1;
      if (found === -1) return slot;
      const start = found * width;
      let place = 0;
      while (place < width && rows[start + place] === row[place]) place += 1;
      if (place === width) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  get bytes(): number {
    return this.rows.byteLength + this.beside.byteLength + this.#slots.byteLength;
  }

  #lengthen(): void {
    const capacity = Math.ceil(this.beside.length * growth);
    const rows = new Int32Array(capacity * this.width);
    rows.set(this.rows);
    this.rows = rows;
    const beside = new Int32Array(capacity);
    beside.set(this.beside);
    this.beside = beside;
  }

  #rehash(): void {
    const { width, rows, size } = this;
    this.#mask = 2 * (this.#mask + 1) - 1;
    this.#slots = new Int32Array(0);
    const slots = new Int32Array(this.#mask + 1);
    for (let number = 0; number < size; number++) {
      let slot = hashOf(rows, number * width, width) & this.#mask;
      while (slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(rows: Int32Array, start: number, width: number): number {
  let hash = 0;
  for (let place = start; place < start + width; place++) {
    hash = Math.imul(hash ^ (rows[place] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return mixed(hash);
}
