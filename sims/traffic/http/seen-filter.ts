/** A Bloom filter of the URLs that a crawler has seen, and how many it takes for seen by mistake. */
import { expm1, pow } from '../../../src/kernel/elementary.ts';
import { utf8 } from '../../../src/kernel/utf8.ts';
import { murmur3 } from '../hashing/murmur3.ts';
import type { Seen } from './crawler.ts';

/** Bloom, Space/time trade-offs in hash coding with allowable errors, CACM 13:7, 1970. */
export class SeenFilter implements Seen {
  readonly #set: Uint8Array;
  readonly #hashes: number;

  constructor(bits: number, hashes: number) {
    this.#set = new Uint8Array(bits);
    this.#hashes = hashes;
  }

  has(page: number): boolean {
    return this.#bits(page).every((bit) => this.#set[bit] === 1);
  }

  add(page: number): void {
    for (const bit of this.#bits(page)) this.#set[bit] = 1;
  }

  #bits(page: number): number[] {
    const url = utf8(`/page/${page}`);
    return Array.from({ length: this.#hashes }, (_, seed) => murmur3(url, seed) % this.#set.length);
  }
}

/** k = m/n ln 2 hashes have the lowest rate. */
export const hashesFor = (bitsPerPage: number): number =>
  Math.max(1, Math.round(bitsPerPage * Math.LN2));

/** (1 - e^(-kn/m))^k with n URLs in m bits. */
export const falsePositiveRate = (bits: number, urls: number, hashes: number): number =>
  pow(-expm1(-(hashes * urls) / bits), hashes);

/**
 * How many of so many URLs, offered one after the other, are taken for seen by mistake, on average:
 * each with the rate of those that were added before it.
 */
export function missedOf(offered: number, bits: number, hashes: number): number {
  let missed = 0;
  for (let url = 0; url < offered; url++) missed += falsePositiveRate(bits, url - missed, hashes);
  return missed;
}
