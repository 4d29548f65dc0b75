/**
 * A cuckoo filter: fingerprints in buckets of four, each with two possible places (Fan et al.,
 * CoNEXT 2014). Keys can be removed.
 */

import { must } from '../../../src/kernel/must.ts';
import { type RandomStream, randomInteger } from '../../../src/kernel/random.ts';
import { bucketOf, hash32 } from './hash.ts';

const bucketSize = 4;
/** After this many moves the filter counts as full (§4). */
const kicksMax = 500;

export class CuckooFilter {
  /** Fingerprints, four per bucket; 0 is an empty place. */
  readonly #places: Uint32Array;
  readonly #buckets: number;
  readonly #fingerprints: number;
  readonly #stream: RandomStream;

  /**
   * The number of buckets must be a power of two, because the other place is reached by an
   * exclusive or (§3.2).
   */
  constructor(buckets: number, fingerprintBits: number, stream: RandomStream) {
    this.#places = new Uint32Array(buckets * bucketSize);
    this.#buckets = buckets;
    this.#fingerprints = 2 ** fingerprintBits - 1;
    this.#stream = stream;
  }

  get capacity(): number {
    return this.#places.length;
  }

  /** False if no place was found, and a fingerprint is lost. */
  add(key: number): boolean {
    let fingerprint = this.#fingerprintOf(key);
    const first = this.#firstBucket(key);
    if (this.#put(first, fingerprint)) return true;
    let bucket = this.#otherBucket(first, fingerprint);
    for (let kick = 0; kick < kicksMax; kick++) {
      if (this.#put(bucket, fingerprint)) return true;
      const victim = bucket * bucketSize + randomInteger(this.#stream, 0, bucketSize - 1);
      const evicted = must(this.#places[victim], 'fingerprint of that place');
      this.#places[victim] = fingerprint;
      fingerprint = evicted;
      bucket = this.#otherBucket(bucket, fingerprint);
    }
    return false;
  }

  mayHave(key: number): boolean {
    return this.#find(key) !== undefined;
  }

  /** Only for keys that were added: another key's fingerprint may be the same. */
  remove(key: number): boolean {
    const place = this.#find(key);
    if (place !== undefined) this.#places[place] = 0;
    return place !== undefined;
  }

  #find(key: number): number | undefined {
    const fingerprint = this.#fingerprintOf(key);
    const first = this.#firstBucket(key);
    return (
      this.#placeIn(first, fingerprint) ??
      this.#placeIn(this.#otherBucket(first, fingerprint), fingerprint)
    );
  }

  #put(bucket: number, fingerprint: number): boolean {
    const place = this.#placeIn(bucket, 0);
    if (place === undefined) return false;
    this.#places[place] = fingerprint;
    return true;
  }

  #placeIn(bucket: number, fingerprint: number): number | undefined {
    for (let place = bucket * bucketSize; place < (bucket + 1) * bucketSize; place++) {
      if (this.#places[place] === fingerprint) return place;
    }
    return undefined;
  }

  /** From 1. */
  #fingerprintOf(key: number): number {
    return 1 + bucketOf(hash32(key, 1), this.#fingerprints);
  }

  #firstBucket(key: number): number {
    return hash32(key, 2) & (this.#buckets - 1);
  }

  #otherBucket(bucket: number, fingerprint: number): number {
    return (bucket ^ hash32(fingerprint, 3)) & (this.#buckets - 1);
  }
}
