/**
 * A set that takes a few bits per item, and may claim to contain an item that it does not (Bloom,
 * CACM 1970).
 */
import { exp, log, log2, pow } from '../../../src/kernel/elementary.ts';

/**
 * How many bits and hashes keep false positives at that rate once the given number of items is in.
 */
export interface BloomSize {
  readonly bits: number;
  readonly hashes: number;
}

/** ln(1/share) / ln(2)^2 bits per item, and log2(1/share) hashes. */
export const bloomSize = (items: number, share: number): BloomSize => ({
  bits: Math.ceil((items * log(1 / share)) / pow(Math.LN2, 2)),
  hashes: Math.round(log2(1 / share)),
});

/**
 * The share of other items that the filter takes for known once `items` are in: (1 - e^(-hashes
 * items / bits))^hashes.
 */
export const wronglyKnownShare = ({ bits, hashes }: BloomSize, items: number): number =>
  pow(1 - exp((-hashes * items) / bits), hashes);

export class BloomFilter {
  readonly #size: BloomSize;
  readonly #isSet: Uint8Array;

  constructor(size: BloomSize) {
    this.#size = size;
    this.#isSet = new Uint8Array(size.bits);
  }

  add(item: bigint): void {
    for (const place of this.#places(item)) this.#isSet[place] = 1;
  }

  /** True for every item that was added, and for a share of the others. */
  has(item: bigint): boolean {
    return this.#places(item).every((place) => this.#isSet[place] === 1);
  }

  /** Two hashes suffice for any number of them (Kirsch and Mitzenmacher, ESA 2006). */
  #places(item: bigint): number[] {
    const mixed = mix(item);
    const first = Number(mixed >> 32n);
    const second = Number(mixed & 0xffffffffn) | 1;
    return Array.from(
      { length: this.#size.hashes },
      (_, hash) => (first + hash * (second >>> 0)) % this.#size.bits,
    );
  }
}

const word = (value: bigint): bigint => BigInt.asUintN(64, value);

/** The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit depends on every bit of the item. */
function mix(item: bigint): bigint {
  let mixed = word(item + 0x9e3779b97f4a7c15n);
  mixed = word((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
  mixed = word((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
  return mixed ^ (mixed >> 31n);
}
