/**
 * OR-Set, the observed-remove set, with tags and tombstones (RR-7506 §3.3.5, Specification 15).
 *
 * Every add makes a unique tag; a remove names the tags that it has observed. An add that the
 * remove did not know of has another tag, and survives: a concurrent add wins. State-based, removed
 * tags stay as tombstones for ever; op-based with causal delivery none are needed.
 */
import { must } from '../../../src/kernel/must.ts';
import { type Dot, dotOf, replicaOf } from '../clocks/causal-context.ts';
import { isSubset, joinRecords, lookUp, sorted, union } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { OpBased, ReplicaId, StateBased } from '../types.ts';
import type { SetEdit } from './two-phase-set.ts';

export interface OrSet {
  /** The element that each tag was made for. */
  readonly added: Readonly<Record<Dot, string>>;
  /** Tombstones: tags that were removed; sorted. */
  readonly removed: readonly Dot[];
  /** Op-based: how many tags each replica has made, since their records do not stay. */
  readonly made: Readonly<Record<ReplicaId, number>>;
}

export type OrSetOp =
  | { readonly add: string; readonly tag: Dot }
  | { readonly remove: string; readonly tags: readonly Dot[] };

export type OrSetType = StateBased<OrSet, SetEdit, readonly string[]> &
  OpBased<OrSet, SetEdit, OrSetOp, readonly string[]>;

export function orSet(rules: CrdtRules): OrSetType {
  const liveTags = ({ added, removed }: OrSet) =>
    Object.keys(added).filter((tag) => !removed.includes(tag));
  const tagsOf = (state: OrSet, element: string) =>
    liveTags(state).filter((tag) => state.added[tag] === element);
  const newTag = ({ made }: OrSet, replica: ReplicaId) =>
    rules['count-tags'] ? dotOf(replica, (lookUp(made, replica) ?? 0) + 1) : replica;
  const nothing: OrSet = { added: {}, removed: [], made: {} };
  const countMade = (made: OrSet['made'], replica: ReplicaId) => (lookUp(made, replica) ?? 0) + 1;
  const makerOf = (tag: Dot) => (rules['count-tags'] ? replicaOf(tag) : tag);

  return {
    initial: () => nothing,
    query: (state) =>
      sorted(liveTags(state).map((tag) => must(state.added[tag], 'element of the tag'))),
    mutate: (state, edit, { replica }) => {
      if ('add' in edit) {
        const made = { [replica]: countMade(state.made, replica) };
        return { added: { [newTag(state, replica)]: edit.add }, removed: [], made };
      }
      const tags = tagsOf(state, edit.remove);
      return tags.length === 0 ? undefined : { ...nothing, removed: sorted(tags) };
    },
    merge: (a, b) => ({
      added: joinRecords(a.added, b.added, (x, y) => x ?? y),
      removed: union(a.removed, b.removed),
      made: joinRecords(a.made, b.made, (x = 0, y = 0) => Math.max(x, y)),
    }),
    compare: (a, b) =>
      isSubset(Object.keys(a.added).sort(), Object.keys(b.added).sort()) &&
      isSubset(a.removed, b.removed),

    prepare: (state, edit, { replica }) => {
      if ('add' in edit) return { add: edit.add, tag: newTag(state, replica) };
      const tags = tagsOf(state, edit.remove);
      return tags.length === 0 ? undefined : { remove: edit.remove, tags };
    },
    effect: (state, op) => {
      if ('add' in op) {
        const maker = makerOf(op.tag);
        const made = { ...state.made, [maker]: countMade(state.made, maker) };
        return { ...state, added: { ...state.added, [op.tag]: op.add }, made };
      }
      const dead = rules['remove-observed-tags'] ? op.tags : tagsOf(state, op.remove);
      const added = Object.entries(state.added).filter(([tag]) => !dead.includes(tag));
      return { ...state, added: Object.fromEntries(added) };
    },
  };
}
