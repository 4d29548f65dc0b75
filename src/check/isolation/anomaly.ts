/** What can be wrong with a history of transactions, by the names of Adya (1999) and Elle. */
import type { Value } from '../linearizability/value.ts';
import type { Dependency } from './dependency.ts';
import type { Transaction } from './transaction.ts';

/** Cycles of the direct serialization graph, the worst first (Adya, Liskov and O'Neil 2000, section 4). */
const cycleKinds = ['G0', 'G1c', 'G-single', 'G-nonadjacent', 'G2-item'] as const;
export type CycleKind = (typeof cycleKinds)[number];

/** The same with the order of real time in it. */
type RealTimeKind = `${CycleKind | 'cyclic-versions'}-realtime`;

/** Found without a graph. */
type DirectKind =
  | 'duplicate-elements'
  | 'cyclic-versions'
  | 'incompatible-order'
  | 'dirty-update'
  | 'G1a'
  | 'G1b'
  | 'future-read'
  | 'internal'
  | 'lost-update';

export type AnomalyKind = CycleKind | RealTimeKind | DirectKind;

export interface Anomaly {
  readonly kind: AnomalyKind;
  /** T1, T2… of the story, in this order. */
  readonly transactions: readonly Transaction[];
  /** What they did, a sentence each. */
  readonly story: readonly string[];
  /** The object, unless it is a cycle. */
  readonly key?: Value;
  readonly cycle?: readonly Dependency[];
}

const meanings: ReadonlyMap<AnomalyKind, string> = new Map<AnomalyKind, string>([
  ['duplicate-elements', 'a list holds an element twice that was appended once'],
  ['cyclic-versions', 'what was read puts the versions of an object in a circle'],
  ['incompatible-order', 'two reads of a list cannot be of one timeline'],
  ['dirty-update', 'a committed write built on one of an aborted transaction'],
  ['G1a', 'aborted read: a read saw a write of an aborted transaction'],
  ['G1b', 'intermediate read: a read saw a write that its transaction then followed by another'],
  ['future-read', 'a transaction read its own later write'],
  ['internal', 'a transaction contradicts its own earlier reads and writes'],
  ['lost-update', 'two transactions read one version of an object and both wrote it'],
  ['G0', 'dirty write: a cycle of overwrites'],
  ['G1c', 'circular information flow: a cycle of overwrites and reads of what was written'],
  ['G-single', 'read skew: a cycle with one read that missed a write'],
  ['G-nonadjacent', 'a cycle in which no two reads that missed a write come one after the other'],
  ['G2-item', 'write skew: a cycle with two reads in a row that missed a write'],
]);

export function meaningOf(kind: AnomalyKind): string {
  const plain = kind.replace(/-realtime$/, '') as AnomalyKind;
  const meaning = meanings.get(plain) ?? plain;
  return plain === kind ? meaning : `${meaning}, with the order of real time`;
}

/** The worst first. */
export const kindsBySeverity: readonly AnomalyKind[] = [
  ...[...meanings.keys()],
  'cyclic-versions-realtime',
  ...cycleKinds.map((kind): RealTimeKind => `${kind}-realtime`),
];
