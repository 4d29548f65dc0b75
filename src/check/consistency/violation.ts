/**
 * What can be wrong with a history of reads and writes: the bad patterns of Bouajjani et al. 2017 (Table 2),
 * and the phenomena of Bailis et al. 2013, "Highly available transactions" (VLDB 7(3), appendix A), which each
 * break one session guarantee.
 */
import type { Story } from './story.ts';

export type ViolationKind = keyof typeof meanings;

export interface Violation extends Story {
  readonly kind: ViolationKind;
  /** How many reads show it; undefined if that is not counted. */
  readonly count: number | undefined;
}

const meanings = {
  ThinAirRead: 'a read returned a value that no operation can have written',
  CyclicCO: 'a read returned a write that depends on that very read',
  WriteCOInitRead: 'a read returned the initial value, although a write had happened before it',
  WriteCORead: 'a read returned a version that had been overwritten in all that happened before it',
  MYR: 'missing your writes: a session read an older version than it had written',
  'N-MR': 'non-monotonic reads: a session went back from a version to an older one',
  'N-MW': 'non-monotonic writes: a session read a write without an earlier one of the same writer',
  MRWD: 'missing read-write dependency: a session read a write without what had been read before it',
  CyclicHB: 'the reads of one session fit no order of the writes',
  CyclicCF: 'the reads of different sessions ask for opposite orders of the writes',
  CyclicSC: 'no order of all operations gives every read its value',
} as const;

export function meaningOf(kind: ViolationKind): string {
  return meanings[kind];
}
