/**
 * murmur2, 32 bits (Appleby 2008), as Kafka hashes keys: seed 0x9747b28c, little-endian words, a
 * signed result. Every client of a topic must agree on it, or the same key goes to two partitions.
 */
import { must } from '../../../src/kernel/must.ts';
import { utf8 } from '../../../src/kernel/utf8.ts';

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** The hash of some bytes, from -2^31 to 2^31 - 1. O(length). */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  const tail = length & ~3;
  let hash = seed ^ length;
  for (let at = 0; at < tail; at += 4) {
    let word =
      must(bytes[at], 'byte of the key') |
      (must(bytes[at + 1], 'byte of the key') << 8) |
      (must(bytes[at + 2], 'byte of the key') << 16) |
      (must(bytes[at + 3], 'byte of the key') << 24);
    word = Math.imul(word, multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  if (tail < length) {
    for (let at = length - 1; at >= tail; at--)
      hash ^= must(bytes[at], 'byte of the key') << (8 * (at - tail));
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 15);
}

/** The hash of a text key, as a StringSerializer sends it: in UTF-8. */
export const murmur2OfText = (key: string): number => murmur2(utf8(key));
