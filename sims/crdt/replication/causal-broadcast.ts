/**
 * Op-based replication (RR-7506 §2.2.2) over a reliable causal broadcast (Birman, Schiper and
 * Stephenson 1991): an operation takes effect at every replica exactly once, after all that its
 * author had seen. The network promises none of that: so replicas tell one another what they have,
 * send again what is missing, drop what they have already, and let wait what comes too early.
 *
 * From what the others have a replica learns what is causally stable: known to everybody, so that
 * nothing concurrent with it is still to come.
 */
import { must } from '../../../src/kernel/must.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import {
  type CausalContext,
  contextOf,
  dotOf,
  emptyContext,
  isContextBelow,
  joinContexts,
  knows,
} from '../clocks/causal-context.ts';
import { countOf } from '../clocks/version-vector.ts';
import {
  type AnyOpBased,
  change,
  type EditNumber,
  type Policy,
  type Replica,
  type ReplicaOptions,
} from './replica.ts';

export interface Broadcast {
  readonly kind: 'op';
  readonly origin: NodeId;
  /** Counts the operations of its origin, from 1. */
  readonly number: number;
  /** What the author had seen. */
  readonly after: CausalContext;
  readonly op: unknown;
  readonly edits: readonly EditNumber[];
}

export type BroadcastMessage =
  | Broadcast
  | { readonly kind: 'have'; readonly delivered: CausalContext };

export interface BroadcastOptions {
  /**
   * What an operation waits for: everything its author had seen, or no more than the precondition
   * of its type.
   */
  readonly order: 'causal' | 'precondition';
  /** With stability not hearing everybody: after how long a silent replica is left out. */
  readonly silentMs: number;
}

export interface BroadcastBook {
  delivered: CausalContext;
  /** Operations that came too early, in the order of arrival. */
  readonly waiting: Broadcast[];
  /** Own operations that not everybody is known to have, and when they were first sent. */
  own: readonly { readonly message: Broadcast; readonly sentAtMs: number }[];
  /** Operations that took effect and are not known to be stable. */
  unstable: readonly Broadcast[];
  /** What each peer had when it was last heard, and this replica has, too. */
  readonly known: Record<NodeId, CausalContext>;
  readonly heardAtMs: Record<NodeId, number>;
  /** Operations whose turn it was, and which did not find what they refer to. */
  stuck: number;
}

type BroadcastReplica = Replica<BroadcastBook, BroadcastMessage>;

export function causalBroadcast(
  typeOf: (node: NodeId) => AnyOpBased,
  { order, silentMs }: BroadcastOptions,
): Policy<BroadcastBook, BroadcastMessage> {
  // What is asked of the payload alone does not depend on whose type it is.
  const anyType = typeOf('');
  const { deliver, onOp } = delivery(typeOf, order);

  return {
    kind: 'op',
    isCausal: order === 'causal',
    initial: (node) => typeOf(node).initial(),
    query: (payload) => anyType.query(payload),
    openBook: (_options: ReplicaOptions) => ({
      delivered: emptyContext,
      waiting: [],
      own: [],
      unstable: [],
      known: {},
      heardAtMs: {},
      stuck: 0,
    }),

    edit: (replica, edit, editNumber) => {
      const { state, context, peers } = replica;
      const { book } = state;
      const by = { replica: state.id, now: () => context.now() };
      const op = typeOf(context.self).prepare(state.payload, edit, by);
      if (op === undefined) return false;
      const message: Broadcast = {
        kind: 'op',
        origin: state.id,
        number: countOf(book.delivered.vector, state.id) + 1,
        after: book.delivered,
        op,
        edits: [editNumber],
      };
      deliver(replica, message);
      book.own = [...book.own, { message, sentAtMs: context.now() }];
      for (const peer of peers) context.send(peer, message);
      return true;
    },

    receive: (replica, message, from) => {
      if (message.kind === 'op') {
        onOp(replica, message);
      } else {
        hear(replica, message.delivered, from);
        collectStable(replica, typeOf, silentMs);
      }
    },

    gossip: ({ state, context, peers }) => {
      const { delivered } = state.book;
      for (const peer of peers) context.send(peer, { kind: 'have', delivered });
    },
  };
}

/** Lets operations take effect, each when it is due. */
function delivery(typeOf: (node: NodeId) => AnyOpBased, order: BroadcastOptions['order']) {
  const isDue = ({ state, context, rules }: BroadcastReplica, message: Broadcast): boolean => {
    if (order === 'precondition') {
      return typeOf(context.self).ready?.(state.payload, message.op) ?? true;
    }
    if (!rules['deliver-in-causal-order']) return true;
    return isContextBelow(message.after, state.book.delivered);
  };

  const deliver = ({ state, context }: BroadcastReplica, message: Broadcast): void => {
    const type = typeOf(context.self);
    const { book } = state;
    const { op, edits, origin, number } = message;
    if (order === 'causal' && !(type.ready?.(state.payload, op) ?? true)) book.stuck += 1;
    const at = { replica: state.id, now: () => context.now() };
    change(state, type.effect(state.payload, op, at), edits);
    book.delivered = joinContexts(book.delivered, contextOf([dotOf(origin, number)]));
    book.unstable = [...book.unstable, message];
  };

  const deliverWhatIsDue = (replica: BroadcastReplica): void => {
    const { waiting } = replica.state.book;
    for (let place = 0; place < waiting.length; ) {
      const message = must(waiting[place], 'waiting message');
      if (!isDue(replica, message)) {
        place += 1;
        continue;
      }
      waiting.splice(place, 1);
      deliver(replica, message);
      place = 0;
    }
  };

  const onOp = (replica: BroadcastReplica, message: Broadcast): void => {
    const { state, rules } = replica;
    const { delivered, waiting } = state.book;
    const { origin, number } = message;
    const isKnown =
      knows(delivered, dotOf(origin, number)) ||
      waiting.some((other) => other.origin === origin && other.number === number);
    if (rules['deliver-once'] && isKnown) return;
    waiting.push(message);
    state.version += 1;
    deliverWhatIsDue(replica);
  };

  return { deliver, onOp };
}

/** A peer has told what it has: sends it again what it lacks, and drops what everybody has. */
function hear(replica: BroadcastReplica, delivered: CausalContext, from: NodeId): void {
  const { state, context, rules, options } = replica;
  const { book } = state;
  book.heardAtMs[from] = context.now();
  if (rules['resend-until-acknowledged']) {
    for (const { message, sentAtMs } of book.own) {
      const isFresh = context.now() - sentAtMs < options.gossipMs;
      const isKnown = knows(delivered, dotOf(message.origin, message.number));
      if (!isKnown && !isFresh) context.send(from, message);
    }
  }
  // Until this replica has it all too, something concurrent may still be on its way.
  if (isContextBelow(delivered, book.delivered)) book.known[from] = delivered;
  book.own = book.own.filter(({ message }) => !isKnownToAll(replica, message));
}

/** Tells the type which operations have become stable, so that it can drop what it kept for them. */
function collectStable(
  replica: BroadcastReplica,
  typeOf: (node: NodeId) => AnyOpBased,
  silentMs: number,
): void {
  const { state, context } = replica;
  const { book } = state;
  const stable = book.unstable.filter((message) => isStable(replica, message, silentMs));
  if (stable.length === 0) return;
  book.unstable = book.unstable.filter((message) => !stable.includes(message));
  for (const { op } of stable) typeOf(context.self).stable?.(state.payload, op);
  state.version += 1;
}

function isKnownToAll({ state, peers }: BroadcastReplica, message: Broadcast): boolean {
  const dot = dotOf(message.origin, message.number);
  return peers.every((peer) => knows(state.book.known[peer] ?? emptyContext, dot));
}

/** Causal stability (Baquero et al. 2014, Definition 1): nothing concurrent can still arrive. */
function isStable(replica: BroadcastReplica, message: Broadcast, silentMs: number): boolean {
  if (replica.rules['stability-hears-everybody']) return isKnownToAll(replica, message);
  const { state, context, peers } = replica;
  const heardSinceMs = context.now() - silentMs;
  const heard = peers.filter((peer) => (state.book.heardAtMs[peer] ?? -Infinity) >= heardSinceMs);
  return isKnownToAll({ ...replica, peers: heard }, message);
}
