/** The storage chain: items × bytes × days × replicas × (1 + overhead). */

import type { EstimationRules } from '../rules.ts';
import { tib } from '../units.ts';

export interface StorageChain {
  readonly itemsPerDay: number;
  readonly bytesPerItem: number;
  readonly days: number;
  readonly replicas: number;
  /** Overhead of indexes, write-ahead logs and free space, in addition to the items: 0.3 is 30%. */
  readonly overhead: number;
  /** 2 halves the bytes. */
  readonly compression: number;
}

/** Bytes of the items alone. */
export const payloadBytes = ({ itemsPerDay, bytesPerItem, days }: StorageChain): number =>
  itemsPerDay * bytesPerItem * days;

/** Bytes on all disks together. */
export function storedBytes(chain: StorageChain, rules: EstimationRules): number {
  let bytes = payloadBytes(chain) / chain.compression;
  // Kleppmann, Designing Data-Intensive Applications, 2017, chapter 3: an index is stored in
  // addition to the data.
  if (rules['add-overhead']) bytes *= 1 + chain.overhead;
  // Kleppmann, 2017, chapter 5: every replica holds a full copy.
  if (rules['multiply-by-replicas']) bytes *= chain.replicas;
  return bytes;
}

/** Usable bytes of a disk with that many TB. */
export function diskBytes(terabytes: number, rules: EstimationRules): number {
  // IEC 80000-13:2008 §4: T is 10^12, and Ti is 2^40.
  return terabytes * (rules['units-declared'] ? 1e12 : tib);
}

/** Bytes attached to an item on average, if that share of the items has one attachment. */
export function attachedBytes(share: number, bytes: number, rules: EstimationRules): number {
  // Beaver et al., Finding a needle in Haystack, OSDI 2010, §1: photos are stored apart, as blobs.
  return rules['count-the-attachments'] ? share * bytes : 0;
}
