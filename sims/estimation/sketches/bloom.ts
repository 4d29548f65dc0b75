/** A Bloom filter: k bits per key, no false negatives (Bloom, CACM 13:7, 1970). */
import { bucketOf, hash32 } from './hash.ts';

export class BloomFilter {
  readonly #words: Uint32Array;
  readonly #bits: number;
  readonly #hashes: number;
  readonly #seed: number;

  constructor(bits: number, hashes: number, seed = 0) {
    this.#words = new Uint32Array(Math.ceil(bits / 32));
    this.#bits = bits;
    this.#hashes = hashes;
    this.#seed = seed;
  }

  /** O(hashes). */
  add(key: number): void {
    for (let hash = 0; hash < this.#hashes; hash++) {
      const bit = this.#bitOf(key, hash);
      this.#words[bit >>> 5] = (this.#words[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  /** False: certainly not added. True: possibly added. O(hashes). */
  mayHave(key: number): boolean {
    for (let hash = 0; hash < this.#hashes; hash++) {
      const bit = this.#bitOf(key, hash);
      if (((this.#words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  #bitOf(key: number, hash: number): number {
    return bucketOf(hash32(key, this.#seed * 64 + hash), this.#bits);
  }
}

/**
 * Share of keys not added that the filter claims to have, over `filters` filters with `lookUps`
 * each.
 */
export function measuredRate(
  { bits, keys, hashes }: { readonly bits: number; readonly keys: number; readonly hashes: number },
  { filters, lookUps }: { readonly filters: number; readonly lookUps: number },
  draw: () => number,
): number {
  let positives = 0;
  for (let each = 0; each < filters; each++) {
    const filter = new BloomFilter(bits, hashes, Math.floor(draw() * 0x4000_0000));
    const first = Math.floor(draw() * 2 ** 52);
    for (let key = 0; key < keys; key++) filter.add(first + key);
    for (let key = 0; key < lookUps; key++) {
      if (filter.mayHave(first + keys + key)) positives += 1;
    }
  }
  return positives / (filters * lookUps);
}
