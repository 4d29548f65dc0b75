/**
 * Jump consistent hash (Lamping and Veach, A Fast, Minimal Memory, Consistent Hash Algorithm, 2014,
 * figure 1): no memory and perfectly even, for numbered buckets that are added and removed only at
 * the end. O(log buckets).
 */
import { must } from '../../../src/kernel/must.ts';

/** The bucket of a key of 64 bits, from 0 to `buckets` - 1. Throws RangeError unless there is one. */
export function jump(key: bigint, buckets: number): number {
  if (!(buckets >= 1)) throw new RangeError(`a key cannot go to one of ${buckets} buckets`);
  let state = BigInt.asUintN(64, key);
  let bucket = 0;
  // A key in bucket b of b + 1 stays there until the number of buckets exceeds `next`.
  for (let next = 0; next < buckets; ) {
    bucket = next;
    state = BigInt.asUintN(64, state * 2_862_933_555_777_941_757n + 1n);
    next = Math.floor((bucket + 1) * (2 ** 31 / (Number(state >> 33n) + 1)));
  }
  return bucket;
}

export const byJump =
  (nodes: readonly string[]) =>
  (hash: number): string =>
    must(nodes[jump(BigInt(hash), nodes.length)], 'node of the bucket');
