/**
 * Which users a flag is on for, and with which variant, as the SDKs of GrowthBook compute it (Build Your Own SDK, 0.7:
 * hash and getBucketRanges): a number in [0, 1) that depends on the user and on the seed of the flag.
 */
import type { DeploymentRules } from '../rules.ts';

/** FNV-1a over UTF-16 units, 32 bits (Fowler, Noll and Vo). */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** The first version, in thousandths. Flags whose seeds end alike are not independent with it. */
const hashedOnce = (seed: string, user: string): number => (fnv1a(user + seed) % 1_000) / 1_000;

/** The second version, in ten-thousandths: the hash is hashed again, which mixes all of its bits. */
const hashedTwice = (seed: string, user: string): number =>
  (fnv1a(String(fnv1a(seed + user))) % 10_000) / 10_000;

export const hashOf = (version: 1 | 2, seed: string, user: string): number =>
  version === 1 ? hashedOnce(seed, user) : hashedTwice(seed, user);

type BucketRules = Pick<DeploymentRules, 'seed-is-the-flag' | 'hash-the-hash'>;

/** Where a user stands for a flag, in [0, 1). */
export function bucketOf(flag: string, user: string, rules: BucketRules): number {
  const seed = rules['seed-is-the-flag'] ? flag : '';
  return hashOf(rules['hash-the-hash'] ? 2 : 1, seed, user);
}

/** From and to: a bucket from the one to below the other gets that variant. */
export type Range = readonly [from: number, to: number];

/**
 * One range for each variant. Coverage is the share of users for whom the flag is on, 0 to 1; weights add up to 1.
 * Every range begins where it begins at full coverage, so that it grows in place.
 */
export function rangesOf(
  weights: readonly number[],
  coverage: number,
  rules: Pick<DeploymentRules, 'ranges-grow-in-place'>,
): readonly Range[] {
  const covered = Math.min(1, Math.max(0, coverage));
  let cumulative = 0;
  return weights.map((weight) => {
    const from = rules['ranges-grow-in-place'] ? cumulative : cumulative * covered;
    cumulative += weight;
    return [from, from + covered * weight];
  });
}

/** The variant of a bucket; undefined if the flag is off for it. */
export function variantOf(bucket: number, ranges: readonly Range[]): number | undefined {
  const place = ranges.findIndex(([from, to]) => bucket >= from && bucket < to);
  return place === -1 ? undefined : place;
}
