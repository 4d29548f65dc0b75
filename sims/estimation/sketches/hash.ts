/** Hashes of whole numbers, for sketches: each seed gives a different function. */

/** 32 bits of a key below 2^53: the finalizer of MurmurHash3 (Appleby 2011) over its two halves. */
export function hash32(key: number, seed: number): number {
  const low = key >>> 0;
  const high = Math.floor(key / 0x1_0000_0000) >>> 0;
  let h = mix(low ^ Math.imul(seed + 1, 0x9e37_79b9));
  h = mix(h ^ high ^ Math.imul(seed + 1, 0x85eb_ca6b));
  return h;
}

function mix(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** From 0 to `size` - 1, uniformly: the upper bits decide (Lemire 2019). */
export const bucketOf = (hash: number, size: number): number =>
  Math.floor((hash / 0x1_0000_0000) * size);
