/** Keys of new rows, as numbers in the order in which an index has them. */
import type { RandomStream } from '../../../src/kernel/random.ts';

export const keyOrders = ['random', 'time-ordered', 'serial'] as const;
export type KeyOrder = (typeof keyOrders)[number];

/** The key of the row of that number, of which so many are inserted in a millisecond. */
export function keyOf(
  order: KeyOrder,
  row: number,
  rowsPerMs: number,
  stream: RandomStream,
): number {
  switch (order) {
    // UUIDv4 (RFC 9562, §5.4): nothing but random bits, of which 52 are enough here.
    case 'random':
      return Math.floor(stream() * 2 ** 20) + stream();
    // UUIDv7 (RFC 9562, §5.7): milliseconds first, then random bits. Keys of one millisecond come in any order.
    case 'time-ordered':
      return Math.floor(row / rowsPerMs) + stream();
    case 'serial':
      return row;
  }
}
