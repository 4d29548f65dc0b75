/**
 * Dotted version vectors (Preguiça et al. 2012, "Dotted Version Vectors: Logical Clocks for
 * Optimistic Replication"): the one event that a clock stands for, its dot, is kept apart from the
 * past that the event had seen. So two writes through one replica that did not see one another stay
 * concurrent, which a plain version vector cannot say; and comparing takes one look-up.
 */
import type { ReplicaId } from '../types.ts';
import { countOf, joinVectors, sumOf, type VersionVector } from './version-vector.ts';

export interface DottedVersionVector {
  /** The replica and the number of the event. */
  readonly dot: readonly [replica: ReplicaId, count: number];
  /** What the event had seen. The dot itself is not in it. */
  readonly past: VersionVector;
}

/** Had b seen a? */
export function happenedBefore(a: DottedVersionVector, b: DottedVersionVector): boolean {
  const [replica, count] = a.dot;
  return count <= countOf(b.past, replica);
}

export function areConcurrent(a: DottedVersionVector, b: DottedVersionVector): boolean {
  return !happenedBefore(a, b) && !happenedBefore(b, a) && !isSameEvent(a, b);
}

export function isSameEvent(a: DottedVersionVector, b: DottedVersionVector): boolean {
  return a.dot[0] === b.dot[0] && a.dot[1] === b.dot[1];
}

/** Everything that is known where these clocks are: pasts and dots. */
export function knownBy(clocks: readonly DottedVersionVector[]): VersionVector {
  return clocks
    .map(({ dot: [replica, count], past }) => joinVectors(past, { [replica]: count }))
    .reduce(joinVectors, {});
}

/**
 * The clock of a new event at a replica that had read `past`. `known` is all that the replica knows:
 * the new dot must not have been given out before.
 */
export function newEvent(
  past: VersionVector,
  known: VersionVector,
  replica: ReplicaId,
): DottedVersionVector {
  return { dot: [replica, countOf(known, replica) + 1], past };
}

/** How many events a clock knows of, its own included: no measure of what came first. */
export function sizeOf({ past }: DottedVersionVector): number {
  return sumOf(past) + 1;
}
