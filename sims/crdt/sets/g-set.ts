/**
 * G-Set: a set that only grows (RR-7506 §3.3.1, Specification 11). The merge is the union. Nothing
 * can be removed, which is why it needs no metadata at all.
 */
import { isSubset, union } from '../plain.ts';
import type { OpBased, StateBased } from '../types.ts';

/** Sorted. */
export type GSet = readonly string[];
export interface Addition {
  readonly add: string;
}

export type GSetType = StateBased<GSet, Addition, readonly string[]> &
  OpBased<GSet, Addition, Addition, readonly string[]>;

export function gSet(): GSetType {
  return {
    initial: () => [],
    query: (elements) => elements,
    mutate: (_elements, { add }) => [add],
    merge: union,
    compare: isSubset,
    prepare: (_elements, edit) => edit,
    effect: (elements, { add }) => union(elements, [add]),
  };
}
