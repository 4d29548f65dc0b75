/**
 * Version vectors (Parker et al. 1983; as vector clocks: Fidge 1988, Mattern 1989): for each
 * replica how many of its events are known. a happened before b exactly where a's vector is below
 * b's; where neither is below the other, they are concurrent.
 */
import { joinRecords, lookUp } from '../plain.ts';
import type { ReplicaId } from '../types.ts';

/** A replica that is not in it counts 0. */
export type VersionVector = Readonly<Record<ReplicaId, number>>;

export type CausalOrder = 'before' | 'after' | 'equal' | 'concurrent';

export const emptyVector: VersionVector = {};

export function countOf(vector: VersionVector, replica: ReplicaId): number {
  return lookUp(vector, replica) ?? 0;
}

export function increment(vector: VersionVector, replica: ReplicaId): VersionVector {
  return { ...vector, [replica]: countOf(vector, replica) + 1 };
}

/** Entry by entry the larger. */
export function joinVectors(a: VersionVector, b: VersionVector): VersionVector {
  return joinRecords(a, b, (x = 0, y = 0) => Math.max(x, y));
}

/** Is everything that a knows known to b? */
export function isBelow(a: VersionVector, b: VersionVector): boolean {
  return Object.keys(a).every((replica) => countOf(a, replica) <= countOf(b, replica));
}

export function compareVectors(a: VersionVector, b: VersionVector): CausalOrder {
  const below = isBelow(a, b);
  const above = isBelow(b, a);
  if (below && above) return 'equal';
  if (below) return 'before';
  return above ? 'after' : 'concurrent';
}

/** How many events a vector knows of. A larger sum is not a later vector. */
export function sumOf(vector: VersionVector): number {
  return Object.values(vector).reduce((sum, count) => sum + count, 0);
}
