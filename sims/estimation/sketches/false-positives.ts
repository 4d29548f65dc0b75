/**
 * How often a Bloom filter says yes to a key that was not added.
 *
 * The textbook's (1 - e^(-kn/m))^k treats the bits as independent. Bose et al., On the
 * false-positive rate of Bloom filters, 2008: the exact rate is a little higher.
 */
import { exp, expm1, log, log2, pow } from '../../../src/kernel/elementary.ts';
import { choose, powerOfRest } from '../arithmetic.ts';

/** Bits per key for a rate of p with the best number of hashes: -ln p / (ln 2)². */
export const bitsPerKey = (rate: number): number => -log(rate) / (Math.LN2 * Math.LN2);

/** The best number of hashes: -log2 p, or m/n ln 2. */
export const hashesFor = (rate: number): number => Math.max(1, Math.round(-log2(rate)));

/** (1 - e^(-kn/m))^k (Bloom 1970; Mitzenmacher and Upfal, 2005, §5.5.3). */
export const falsePositiveRate = (bits: number, keys: number, hashes: number): number =>
  pow(-expm1(-(hashes * keys) / bits), hashes);

/**
 * The probability that `probes` random bits are all set after `throws` random bits were set, of m
 * bits: E[(X/m)^probes], where X is the number of set bits. The rate of a filter has probes = k and
 * throws = kn.
 *
 * The probes fall on d different bits with probability S(probes, d) m(m-1)…(m-d+1) / m^probes;
 * those are all set with probability Σ (-1)^j C(d, j) (1 - j/m)^throws. O(probes²). The sum
 * alternates, with enough digits for up to 40 probes.
 */
export function chanceAllSet(bits: number, throws: number, probes: number): number {
  let distinct = [1];
  for (let probe = 0; probe < probes; probe++) distinct = afterAnotherProbe(distinct, bits);
  return distinct.reduce((sum, chance, d) => sum + chance * chanceThoseSet(bits, throws, d), 0);
}

/** Distribution of the number of different bits after one more probe, given the one before. */
function afterAnotherProbe(before: readonly number[], bits: number): number[] {
  const after = Array.from({ length: before.length + 1 }, () => 0);
  for (const [d, chance] of before.entries()) {
    after[d] = (after[d] ?? 0) + (chance * d) / bits;
    after[d + 1] = (after[d + 1] ?? 0) + chance * Math.max(0, 1 - d / bits);
  }
  return after;
}

function chanceThoseSet(bits: number, throws: number, d: number): number {
  let sum = 0;
  for (let j = 0; j <= d; j++) {
    const noneThere = j >= bits ? (throws === 0 ? 1 : 0) : powerOfRest(j / bits, throws);
    sum += (j % 2 === 0 ? 1 : -1) * choose(d, j) * noneThere;
  }
  return sum;
}

/** Mean and standard deviation of the share of false positives, over filters with this many look-ups each. */
export function sharesOfFilters(
  { bits, keys, hashes }: BloomShape,
  { filters, lookUps }: { readonly filters: number; readonly lookUps: number },
): { readonly mean: number; readonly deviation: number } {
  const mean = chanceAllSet(bits, hashes * keys, hashes);
  const meanSquare = chanceAllSet(bits, hashes * keys, 2 * hashes);
  const within = (mean - meanSquare) / lookUps;
  const between = Math.max(0, meanSquare - mean * mean);
  return { mean, deviation: Math.sqrt((within + between) / filters) };
}

export interface BloomShape {
  readonly bits: number;
  readonly keys: number;
  readonly hashes: number;
}

/**
 * Bits per key of a cuckoo filter with buckets of four (Fan et al., Cuckoo filter, CoNEXT 2014,
 * §5.1).
 */
export const cuckooBitsPerKey = (rate: number, load = 0.955): number => (log2(1 / rate) + 3) / load;

/** The same with semi-sorted buckets, which save one bit each (§5.2). */
export const semiSortedBitsPerKey = (rate: number, load = 0.955): number =>
  (log2(1 / rate) + 2) / load;

/**
 * The rate of a cuckoo filter with this many bits per fingerprint: 1 - (1 - 2^-f)^2b, b entries per
 * bucket.
 */
export const cuckooRate = (fingerprintBits: number, load: number, bucketSize = 4): number =>
  1 - exp(2 * bucketSize * load * log(1 - pow(2, -fingerprintBits)));
