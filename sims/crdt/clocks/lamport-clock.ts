/**
 * Lamport's clock (Lamport 1978, "Time, Clocks, and the Ordering of Events", rules IR1 and IR2):
 * if a happened before b, then a has the smaller count. The converse does not hold.
 */
import type { ReplicaId } from '../types.ts';

export type LamportCount = number;

/** A count with the replica that made it: unique, and totally ordered. */
export interface LamportStamp {
  readonly count: LamportCount;
  readonly replica: ReplicaId;
}

/** IR1: between two events of one process the clock advances. */
export function tick(clock: LamportCount): LamportCount {
  return clock + 1;
}

/** IR2: receiving sets the clock to no less than what was received. */
export function witness(clock: LamportCount, received: LamportCount): LamportCount {
  return Math.max(clock, received);
}

/** Negative where a comes first: by count, then by replica. Zero for the same stamp only. */
export function compareStamps(a: LamportStamp, b: LamportStamp): number {
  if (a.count !== b.count) return a.count - b.count;
  return a.replica < b.replica ? -1 : a.replica > b.replica ? 1 : 0;
}
