/** How unevenly popular keys load shards. */

import { pow } from '../../../src/kernel/elementary.ts';
import { harmonic } from '../arithmetic.ts';
import type { EstimationRules } from '../rules.ts';
import { bucketOf, hash32 } from '../sketches/hash.ts';

/** Share of all requests that go to the most popular of n keys under Zipf's law: 1 / H(n, s). */
export const topKeyShare = (keys: number, exponent: number): number => 1 / harmonic(keys, exponent);

/** Share of the shard with the most popular key, in expectation over the hashing of keys. */
export function hottestShardShare(keys: number, exponent: number, shards: number): number {
  const top = topKeyShare(keys, exponent);
  return top + (1 - top) / shards;
}

/** The share that a shard is sized for. */
export function shardCapacity(
  requests: number,
  { keys, exponent, shards }: { keys: number; exponent: number; shards: number },
  rules: EstimationRules,
): number {
  // Kleppmann, Designing Data-Intensive Applications, 2017, chapter 6: hot spots.
  if (!rules['hottest-shard-not-mean']) return requests / shards;
  return requests * hottestShardShare(keys, exponent, shards);
}

/** Each shard's share of the requests, with keys hashed to shards. O(keys). */
export function sharesOfShards(
  { keys, exponent, shards }: { keys: number; exponent: number; shards: number },
  seed: number,
): Float64Array {
  const shares = new Float64Array(shards);
  const all = harmonic(keys, exponent);
  for (let key = 1; key <= keys; key++) {
    const shard = bucketOf(hash32(key, seed), shards);
    shares[shard] = (shares[shard] ?? 0) + pow(key, -exponent) / all;
  }
  return shares;
}
