/**
 * Isolation levels as the anomalies that each forbids: Adya's portable definitions (Adya, Liskov and
 * O'Neil 2000), for objects that are named by a key. Snapshot isolation forbids every cycle in which
 * no two anti-dependencies are adjacent (Cerone and Gotsman 2018, "Analysing Snapshot Isolation",
 * Theorem 9), and says nothing of real time: a snapshot may be an old one.
 */
import { type AnomalyKind, kindsBySeverity } from './anomaly.ts';

export interface Level {
  readonly id: string;
  /** As a verdict says it. */
  readonly name: string;
  readonly forbids: ReadonlySet<AnomalyKind>;
  /** Does the order of transactions that did not overlap count? */
  readonly isRealTime: boolean;
}

const readUncommitted: readonly AnomalyKind[] = ['G0', 'duplicate-elements', 'cyclic-versions'];
const readCommitted: readonly AnomalyKind[] = [
  ...readUncommitted,
  ...(['G1a', 'G1b', 'G1c', 'dirty-update', 'incompatible-order', 'future-read'] as const),
];
const snapshot: readonly AnomalyKind[] = [
  ...readCommitted,
  ...(['internal', 'lost-update', 'G-single', 'G-nonadjacent'] as const),
];

/** The weakest first: what a level forbids, the next ones do too. */
export const levels: readonly Level[] = [
  level('read-uncommitted', 'read uncommitted', readUncommitted),
  level('read-committed', 'read committed', readCommitted),
  level('snapshot', 'snapshot isolation', snapshot),
  level('serializable', 'serializable', [...snapshot, 'G2-item']),
  level('strict-serializable', 'strict serializable', kindsBySeverity, true),
];

function level(
  id: string,
  name: string,
  forbids: readonly AnomalyKind[],
  isRealTime = false,
): Level {
  return { id, name, forbids: new Set(forbids), isRealTime };
}
