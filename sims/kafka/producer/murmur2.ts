/**
 * murmur2, 32 bits (Appleby 2008), as Kafka hashes keys: seed 0x9747b28c, little-endian words, a
 * signed result. Every client of a topic must agree on it, or the same key goes to two partitions.
 */
import { must } from '../../../src/kernel/must.ts';

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

/**
 * The bytes of a text in UTF-8; half a surrogate pair becomes a question mark, as in Java. Written
 * here since a sim has no TextEncoder: it belongs to the platform, not to the language.
 */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = must(character.codePointAt(0), 'code point of a character');
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code));
    else if (code >= 0xd800 && code < 0xe000) bytes.push(0x3f);
    else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), continuation(code >> 6), continuation(code));
    } else {
      bytes.push(0xf0 | (code >> 18), continuation(code >> 12));
      bytes.push(continuation(code >> 6), continuation(code));
    }
  }
  return Uint8Array.from(bytes);
}

const continuation = (bits: number): number => 0x80 | (bits & 0x3f);
