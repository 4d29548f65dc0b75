/**
 * An OR-Set whose tombstones can be collected (RR-7506 §3.3.5, Specification 15, with §4.1).
 *
 * As in the OR-Set, an add makes a unique tag and a remove leaves a tombstone for each tag that it has
 * observed. Adds and removes both count as events of their replica, and a tombstone names the event that
 * made it. So a replica can tell whether another has seen a remove (Wuu and Bernstein 1984): the other's
 * vector of events covers it. When every member's does, no state that is still to come shows the tag,
 * and the tombstone may go.
 */
import { type Dot, dotOf, numberOf, replicaOf } from '../clocks/causal-context.ts';
import {
  countOf,
  emptyVector,
  isBelow,
  joinVectors,
  type VersionVector,
} from '../clocks/version-vector.ts';
import type { Collectable } from '../collectable.ts';
import { joinRecords, lookUp, sorted } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { ReplicaId } from '../types.ts';
import type { SetEdit } from './two-phase-set.ts';

export interface CollectedSet {
  /** The element of each tag that is still to be seen. */
  readonly added: Readonly<Record<Dot, string>>;
  /** Tombstones: for each removed tag the remove, as an event of its replica. */
  readonly removed: Readonly<Record<Dot, Dot>>;
  /** How many events of each replica are in this state. */
  readonly seen: VersionVector;
}

export type CollectedSetType = Collectable<CollectedSet, SetEdit, readonly string[]>;

export function collectedSet(rules: CrdtRules): CollectedSetType {
  return {
    initial: () => ({ added: {}, removed: {}, seen: emptyVector }),
    query: ({ added }) => sorted(Object.values(added)),
    mutate: ({ added, seen }, edit, { replica }) => {
      const count = countOf(seen, replica) + 1;
      const event = dotOf(replica, count);
      if ('add' in edit) {
        const tag = rules['count-tags'] ? event : replica;
        return { added: { [tag]: edit.add }, removed: {}, seen: { [replica]: count } };
      }
      const tags = Object.keys(added).filter((tag) => added[tag] === edit.remove);
      if (tags.length === 0) return undefined;
      const removed = Object.fromEntries(tags.map((tag) => [tag, event]));
      return { added: {}, removed, seen: { [replica]: count } };
    },
    merge: (a, b) => {
      const removed = joinRecords(a.removed, b.removed, laterEvent);
      const isRemoved = (tag: Dot) => lookUp(removed, tag) !== undefined;
      const added = joinRecords(a.added, b.added, (x, y, tag) =>
        isRemoved(tag) ? undefined : (x ?? y),
      );
      return { added, removed, seen: joinVectors(a.seen, b.seen) };
    },
    compare: (a, b) =>
      isBelow(a.seen, b.seen) &&
      Object.keys(a.added).every((tag) => Object.hasOwn({ ...b.added, ...b.removed }, tag)) &&
      Object.entries(a.removed).every(
        ([tag, event]) => laterEvent(event, lookUp(b.removed, tag)) === lookUp(b.removed, tag),
      ),

    seen: ({ seen }) => seen,
    collect: (state, isStable) => {
      const kept = Object.entries(state.removed).filter(([, event]) => !isStable(event));
      return { ...state, removed: Object.fromEntries(kept) };
    },
    dropDeparted: (state, members) => {
      const kept = Object.entries(state.seen).filter(([replica]) => members.includes(replica));
      return { ...state, seen: Object.fromEntries(kept) };
    },
  };
}

/** Of two removes of one tag: whichever, as long as every replica takes the same. */
function laterEvent(a: Dot | undefined, b: Dot | undefined): Dot | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [first, second] = [numberOf(a), numberOf(b)];
  if (first !== second) return first > second ? a : b;
  const isAfter = (x: ReplicaId, y: ReplicaId) => x > y;
  return isAfter(replicaOf(a), replicaOf(b)) ? a : b;
}

/** How many tombstones a state keeps. */
export function tombstonesIn({ removed }: CollectedSet): number {
  return Object.keys(removed).length;
}
