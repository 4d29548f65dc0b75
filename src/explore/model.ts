/** A model: actors, what is done to them, what must hold, and how far to go. */
import type {
  AnyActor,
  Bounds,
  Canonical,
  ExploredGoal,
  ExploredNode,
  ExploredProperty,
  Ghost,
  Told,
} from '../check/exploration.ts';
import type { NodeId } from '../world/actor.ts';

export interface ModelNode {
  readonly id: NodeId;
  readonly actor: AnyActor;
  /** False for a node that a `restart` starts. */
  readonly startsUp?: boolean;
}

/** Something that a client or an operator says to a node. */
export interface ModelOperation extends Told {
  /** As the scenario has it, for replays and words. */
  readonly operation: unknown;
}

export type Alternatives = readonly ModelOperation[];

/** The operations that wait for one another, in their order. */
export function scriptsOf({
  operations = [],
  bounds,
}: Model): readonly (readonly Alternatives[])[] {
  if (bounds.operations === 'in-order') return [operations];
  const scripts = new Map<NodeId | undefined, Alternatives[]>();
  for (const alternatives of operations) {
    const [first] = alternatives;
    const script = scripts.get(first?.to);
    if (script === undefined) scripts.set(first?.to, [alternatives]);
    else script.push(alternatives);
  }
  return [...scripts.values()];
}

export interface Model {
  readonly nodes: readonly ModelNode[];
  readonly bounds: Bounds;
  /** Each is done at any time, in the order that the bounds say; of each the alternatives, of which one is done. */
  readonly operations?: readonly Alternatives[];
  readonly canonical?: Canonical;
  readonly ghost?: Ghost;
  readonly properties?: readonly ExploredProperty[];
  readonly goals?: readonly ExploredGoal[];
  /** Nodes that never crash, and whose disks write at once. */
  readonly steady?: ReadonlySet<NodeId>;
  /** What of a message tells it from others in the timed world. */
  readonly recognize?: ((message: unknown) => unknown) | undefined;
  /** False for a node beyond which the search does not go. */
  readonly within?: (node: ExploredNode) => boolean;
  /** False for a message that means nothing to the node as it is: it is not delivered then. */
  readonly heeds?: (node: ExploredNode, message: unknown) => boolean;
  /** Nodes that can change places, in groups: states that differ only by that count as one. */
  readonly symmetric?: readonly (readonly NodeId[])[];
}
