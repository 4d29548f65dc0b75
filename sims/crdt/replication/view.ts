/**
 * Views: who is a member of a group, agreed on change by change (Birman and Joseph 1987; Chockler, Keidar
 * and Vitenberg 2001). A view names every member, so a replica that is in none of them is known to have
 * left without its name being kept.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { lookUp } from '../plain.ts';
import type { ReplicaId } from '../types.ts';

export interface View {
  /** Counts the views of a group, from 1. */
  readonly number: number;
  /** Each member's node, and the name under which it edits. */
  readonly members: Readonly<Record<NodeId, ReplicaId>>;
}

/** The view in which a group begins. */
export function firstView(nodes: readonly NodeId[]): View {
  return { number: 1, members: Object.fromEntries(nodes.map((node) => [node, node])) };
}

export function isMember({ members }: View, node: NodeId, id: ReplicaId): boolean {
  return lookUp(members, node) === id;
}

/** The next view, without some nodes. */
export function without({ number, members }: View, nodes: readonly NodeId[]): View {
  const staying = Object.entries(members).filter(([node]) => !nodes.includes(node));
  return { number: number + 1, members: Object.fromEntries(staying) };
}

/** The next view, with a node under a name. */
export function withMember({ number, members }: View, node: NodeId, id: ReplicaId): View {
  const all = Object.entries({ ...members, [node]: id }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { number: number + 1, members: Object.fromEntries(all) };
}

/** The nodes of a view that are in the next one under the same name. */
export function staying(view: View, next: View): readonly NodeId[] {
  return Object.entries(view.members)
    .filter(([node, id]) => isMember(next, node, id))
    .map(([node]) => node);
}

/** More than half: two sets of members that both are share one. */
export function isMajority(view: View, nodes: readonly NodeId[]): boolean {
  return 2 * nodes.length > Object.keys(view.members).length;
}
