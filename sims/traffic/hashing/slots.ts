/**
 * The slots of Redis Cluster (Redis cluster specification, Key distribution model): 16,384 of them,
 * each on one node. The unit that moves to another node is a slot.
 */
import { utf8 } from '../../../src/kernel/utf8.ts';

export const redisSlots = 16_384;

/** The slot of a key: of its hash tag if it has one, otherwise of the whole key. O(length). */
export const slotOf = (key: string): number => crc16(utf8(hashTagOf(key) ?? key)) % redisSlots;

/**
 * The text between the first `{` and the next `}`, with which several keys can be put into one
 * slot; undefined if it is empty or missing (the same, Hash tags).
 */
export function hashTagOf(key: string): string | undefined {
  const open = key.indexOf('{');
  const close = key.indexOf('}', open + 1);
  return open === -1 || close <= open + 1 ? undefined : key.slice(open + 1, close);
}

/** CRC-16/XMODEM: polynomial x^16 + x^12 + x^5 + 1, initially 0 (the same, appendix A). */
export function crc16(bytes: Uint8Array): number {
  let register = 0;
  for (const byte of bytes) {
    register ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) {
      register = register & 0x8000 ? ((register << 1) ^ 0x1021) & 0xffff : (register << 1) & 0xffff;
    }
  }
  return register;
}
