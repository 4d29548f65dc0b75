/**
 * Dots and causal contexts (Almeida et al. 2016, §7): a dot names one event, a context is the set
 * of all dots that a state knows of, whether or not their effects are still to be seen. A dot that
 * is in the context but not in the store has been removed: no tombstone is needed to say so.
 *
 * A context is kept compact: what is gapless from 1 on as a version vector, the rest as single dots
 * (the dot cloud).
 */
import { isSubset, sorted, union } from '../plain.ts';
import type { ReplicaId } from '../types.ts';
import { countOf, emptyVector, joinVectors, type VersionVector } from './version-vector.ts';

/** The `count`th event of a replica, from 1, written `replica.count`. */
export type Dot = string;

export const dotOf = (replica: ReplicaId, count: number): Dot => `${replica}.${count}`;
export const replicaOf = (dot: Dot): ReplicaId => dot.slice(0, dot.lastIndexOf('.'));
export const numberOf = (dot: Dot): number => Number(dot.slice(dot.lastIndexOf('.') + 1));

export interface CausalContext {
  readonly vector: VersionVector;
  /** Dots beyond the vector, with a gap before them; sorted. */
  readonly cloud: readonly Dot[];
}

export const emptyContext: CausalContext = { vector: emptyVector, cloud: [] };

export function contextOf(dots: readonly Dot[]): CausalContext {
  return compact(emptyVector, dots);
}

export function knows({ vector, cloud }: CausalContext, dot: Dot): boolean {
  return numberOf(dot) <= countOf(vector, replicaOf(dot)) || cloud.includes(dot);
}

export function joinContexts(a: CausalContext, b: CausalContext): CausalContext {
  if (a === b) return a;
  return compact(joinVectors(a.vector, b.vector), union(a.cloud, b.cloud));
}

/** The dot of the replica's next event. */
export function nextDot({ vector, cloud }: CausalContext, replica: ReplicaId): Dot {
  const numbers = cloud.filter((dot) => replicaOf(dot) === replica).map(numberOf);
  return dotOf(replica, Math.max(countOf(vector, replica), ...numbers) + 1);
}

export function isContextBelow(a: CausalContext, b: CausalContext): boolean {
  for (const [replica, count] of Object.entries(a.vector)) {
    for (let number = countOf(b.vector, replica) + 1; number <= count; number++) {
      if (!b.cloud.includes(dotOf(replica, number))) return false;
    }
  }
  return a.cloud.every((dot) => knows(b, dot));
}

/** Takes dots into the vector as far as they follow without a gap. */
function compact(vector: VersionVector, dots: readonly Dot[]): CausalContext {
  if (dots.length === 0) return { vector, cloud: [] };
  const counts = new Map<ReplicaId, number>(Object.entries(vector));
  const ahead = [...dots].sort((a, b) => numberOf(a) - numberOf(b));
  const cloud = ahead.filter((dot) => {
    const replica = replicaOf(dot);
    const number = numberOf(dot);
    const known = counts.get(replica) ?? 0;
    if (number > known + 1) return true;
    counts.set(replica, Math.max(known, number));
    return false;
  });
  return { vector: Object.fromEntries(counts), cloud: sorted(cloud) };
}

/**
 * The join of two dot sets with their contexts (Figure 4): (s ∩ s') ∪ (s \ c') ∪ (s' \ c). What
 * both have stays; what one has stays unless the other knew it and has it no more.
 */
export function joinDots(
  s: readonly Dot[],
  c: CausalContext,
  other: readonly Dot[],
  otherContext: CausalContext,
): readonly Dot[] {
  const mine = s.filter((dot) => other.includes(dot) || !knows(otherContext, dot));
  return union(
    mine,
    other.filter((dot) => !knows(c, dot)),
  );
}

/** (s, c) <= (s', c'): no dot unknown to c', and none in s' that c knows and s has dropped. */
export function areDotsBelow(s: readonly Dot[], c: CausalContext, other: readonly Dot[]): boolean {
  return isSubset(
    other.filter((dot) => knows(c, dot)),
    s,
  );
}
