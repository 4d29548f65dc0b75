/** What members of a view tell one another, and what each keeps about the view. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { VersionVector } from '../clocks/version-vector.ts';
import type { Collectable } from '../collectable.ts';
import type { ReplicaId } from '../types.ts';
import type { EditNumber, Replica } from './replica.ts';
import type { View } from './view.ts';

export type AnyCollectable = Collectable<unknown, unknown, unknown>;

export interface ViewBook {
  view: View;
  /** The next view, which this replica has promised to enter and no other of that number. */
  promised: View | null;
  /** At its proposer: who has promised it. */
  agreed: readonly NodeId[] | null;
  /** The events in the last state that each other member sent in this view. */
  acknowledged: Readonly<Record<NodeId, VersionVector>>;
}

/** A state, with the edits in it for observers. */
export interface SentState {
  readonly state: unknown;
  readonly edits: readonly EditNumber[];
}

/** A whole state, of a member of a view. */
export interface ViewState extends SentState {
  readonly kind: 'view-state';
  readonly view: View;
}

export type MembershipMessage =
  | { readonly kind: 'propose'; readonly view: View }
  /** A promise of the view of that number, with the state of the member that gives it. */
  | ({ readonly kind: 'agree'; readonly number: number } & SentState)
  | { readonly kind: 'join'; readonly id: ReplicaId };

export type ViewMessage = ViewState | MembershipMessage;
export type ViewReplica = Replica<ViewBook, ViewMessage>;

export function viewState({ state }: ViewReplica): ViewState {
  const { payload, edits, book } = state;
  return { kind: 'view-state', view: book.view, state: payload, edits };
}
