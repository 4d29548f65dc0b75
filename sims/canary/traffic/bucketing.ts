/**
 * Decides which users see the new version: a user's bucket, from 0 to 9,999, is a hash of the user
 * and the release. Users in buckets below the percentage see it. So a user keeps the version,
 * raising the percentage never takes it away, and two releases choose independently.
 */

import { type RandomStream, randomInteger } from '../../../src/kernel/random.ts';
import type { CanaryRules } from '../rules.ts';

export const buckets = 10_000;

export function bucketOf(user: string, release: string): number {
  return Math.floor((hash(`${release}/${user}`) / 2 ** 32) * buckets);
}

/** Without the rule the bucket is drawn anew at every request. */
export function seesNewVersion(
  user: string,
  release: string,
  percentage: number,
  rules: CanaryRules,
  stream: RandomStream,
): boolean {
  const bucket = rules['sticky-bucketing']
    ? bucketOf(user, release)
    : randomInteger(stream, 0, buckets - 1);
  return bucket < (percentage / 100) * buckets;
}

/** FNV-1a over UTF-16 units (Fowler, Noll and Vo), its bits then mixed as MurmurHash3 does: 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
