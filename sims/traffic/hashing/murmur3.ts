/** MurmurHash3, 32 bits (Appleby 2011): spreads names and numbers evenly over 2^32 positions. */
import { must } from '../../../src/kernel/must.ts';

/** The hash of some bytes, from 0 to 2^32 - 1. O(length). */
export function murmur3(bytes: Uint8Array, seed = 0): number {
  const byte = (at: number) => must(bytes[at], 'byte of the key');
  const tail = bytes.length & ~3;
  let hash = seed;
  for (let at = 0; at < tail; at += 4) {
    const word = byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
    hash = rotated(hash ^ scrambled(word), 13);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  if (tail < bytes.length) {
    let word = 0;
    for (let at = bytes.length - 1; at >= tail; at--) word = (word << 8) | byte(at);
    hash ^= scrambled(word);
  }
  return mixed(hash ^ bytes.length);
}

/**
 * The finaliser: each of the 32 bits depends on every other. A bijection, so no two numbers
 * collide.
 */
export function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hash of two numbers in this order. */
export const mixedWith = (hash: number, other: number): number =>
  mixed(Math.imul(hash ^ mixed(other + 1), 5) + other);

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

const scrambled = (word: number): number =>
  Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
