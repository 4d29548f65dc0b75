/**
 * 2P-Set: two G-Sets, of what was added and of what was removed (RR-7506 §3.3.2, Specification 12).
 * A removed element is a tombstone that must stay, and it can never be added again.
 */
import { isSubset, union } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { StateBased } from '../types.ts';

/** Both sorted. */
export interface TwoPhaseSet {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}
export type SetEdit = { readonly add: string } | { readonly remove: string };

export type TwoPhaseSetType = StateBased<TwoPhaseSet, SetEdit, readonly string[]>;

export function twoPhaseSet(rules: CrdtRules): TwoPhaseSetType {
  const query = ({ added, removed }: TwoPhaseSet) =>
    added.filter((element) => !removed.includes(element));
  return {
    initial: () => ({ added: [], removed: [] }),
    query,
    mutate: (state, edit) => {
      if ('add' in edit) return { added: [edit.add], removed: [] };
      // Only what is there can be removed.
      if (!query(state).includes(edit.remove)) return undefined;
      return { added: [], removed: [edit.remove] };
    },
    merge: (a, b) => {
      const merged = { added: union(a.added, b.added), removed: union(a.removed, b.removed) };
      if (rules['keep-tombstones']) return merged;
      return { added: query(merged), removed: [] };
    },
    compare: (a, b) => isSubset(a.added, b.added) && isSubset(a.removed, b.removed),
  };
}
