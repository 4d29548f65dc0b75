/** A model: actors, what is done to them, what must hold, and how far to go. */
import type {
  Bounds,
  Canonical,
  ExploredGoal,
  ExploredNode,
  ExploredProperty,
  Ghost,
} from '../check/exploration.ts';
import type { Actor, NodeId } from '../world/actor.ts';

// biome-ignore lint/suspicious/noExplicitAny: an actor's types matter only to itself
export type AnyActor = Actor<any, any, any, any>;

export interface ModelNode {
  readonly id: NodeId;
  readonly actor: AnyActor;
  /** False for a node that a `restart` starts. */
  readonly startsUp?: boolean;
}

/** Something that a client or an operator says to a node. */
export interface ModelOperation {
  readonly to: NodeId;
  readonly message: unknown;
  /** As the scenario has it, for replays and words. */
  readonly operation: unknown;
}

export interface Model {
  readonly nodes: readonly ModelNode[];
  readonly bounds: Bounds;
  /** Done in this order, each at any time; of each the alternatives, of which one is done. */
  readonly operations?: readonly (readonly ModelOperation[])[];
  readonly canonical?: Canonical;
  readonly ghost?: Ghost;
  readonly properties?: readonly ExploredProperty[];
  readonly goals?: readonly ExploredGoal[];
  /** Nodes that never crash, and whose disks write at once. */
  readonly steady?: ReadonlySet<NodeId>;
  /** False for a node beyond which the search does not go. */
  readonly within?: (node: ExploredNode) => boolean;
  /** False for a message that means nothing to the node as it is: it is not delivered then. */
  readonly heeds?: (node: ExploredNode, message: unknown) => boolean;
  /** Nodes that can change places, in groups: states that differ only by that count as one. */
  readonly symmetric?: readonly (readonly NodeId[])[];
}
