/**
 * A digest of 64 bits, taken word by word.
 *
 * Two lanes of 32 bits. Each step can be undone, so no step forgets what came before: two sequences
 * that differ anywhere meet again only by chance (2^-64). Not made to withstand an adversary.
 */

// Marks that keep values of different types apart.
const numberMark = 1;
const textMark = 2;
const arrayMark = 3;
const objectMark = 4;
const undefinedMark = 5;
const nullMark = 6;
const falseMark = 7;
const trueMark = 8;

export class Digest {
  #a = 0x9e3779b9 | 0;
  #b = 0x7f4a7c15 | 0;
  readonly #bytes = new DataView(new ArrayBuffer(8));

  /** Takes in 32 bits. */
  word(word: number): void {
    const a = Math.imul(this.#a ^ word, 0xcc9e2d51);
    this.#a = (a << 15) | (a >>> 17);
    const b = Math.imul(this.#b ^ word, 0x1b873593);
    this.#b = (b << 13) | (b >>> 19);
  }

  /** Takes in all 64 bits of a number. */
  number(value: number): void {
    this.#bytes.setFloat64(0, value);
    this.word(this.#bytes.getInt32(0));
    this.word(this.#bytes.getInt32(4));
  }

  text(value: string): void {
    this.word(value.length);
    for (let i = 0; i < value.length; i++) this.word(value.charCodeAt(i));
  }

  /**
   * Takes in plain data. Throws TypeError for what a JSON file could not hold, apart from
   * undefined.
   */
  value(value: unknown): void {
    switch (typeof value) {
      case 'number':
        this.word(numberMark);
        return this.number(value);
      case 'string':
        this.word(textMark);
        return this.text(value);
      case 'boolean':
        return this.word(value ? trueMark : falseMark);
      case 'undefined':
        return this.word(undefinedMark);
      case 'object':
        if (value === null) return this.word(nullMark);
        return Array.isArray(value) ? this.#array(value) : this.#object(value);
      default:
        throw new TypeError(`plain data cannot hold a ${typeof value}`);
    }
  }

  #array(array: readonly unknown[]): void {
    this.word(arrayMark);
    this.word(array.length);
    for (const element of array) this.value(element);
  }

  #object(object: object): void {
    if (Object.getPrototypeOf(object) !== Object.prototype) {
      throw new TypeError(`plain data cannot hold a ${object.constructor?.name}`);
    }
    const fields = Object.entries(object);
    this.word(objectMark);
    this.word(fields.length);
    for (const [name, value] of fields) {
      this.text(name);
      this.value(value);
    }
  }

  /** Goes on from here by itself. */
  copy(): Digest {
    const copy = new Digest();
    copy.#a = this.#a;
    copy.#b = this.#b;
    return copy;
  }

  /** The digest so far: 16 hex digits. */
  hex(): string {
    const a = spread(this.#a ^ spread(this.#b));
    const b = spread(this.#b ^ a);
    return hexOf(a) + hexOf(b);
  }
}

/** Spreads every bit over the whole word (the finaliser of MurmurHash3, Appleby 2011). */
function spread(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hexOf(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
