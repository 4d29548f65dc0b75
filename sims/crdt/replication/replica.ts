/**
 * A replica: a payload, and a policy that ships its edits to the other replicas.
 *
 * State-based gossip, causal broadcast of operations, and gossip of delta-intervals are policies:
 * the same replica runs with each of them, over a network that loses, doubles and reorders messages.
 */
import type { Actor, Context, NodeId } from '../../../src/world/actor.ts';
import type { CrdtNote } from '../notes.ts';
import { copyOf, union } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import type { OpBased, ReplicaId, StateBased } from '../types.ts';

export type AnyStateBased = StateBased<unknown, unknown, unknown>;
export type AnyOpBased = OpBased<unknown, unknown, unknown, unknown>;

/** The number of an edit in the history that an observer keeps of the whole run. */
export type EditNumber = number;

export interface ReplicaState<Book = unknown> {
  /** The name under which it makes dots: its node's, unless it had to start afresh. */
  id: ReplicaId;
  /** Counts its starts from nothing, from 1. */
  life: number;
  payload: unknown;
  /** Which edits have taken effect here; sorted. For observers: nothing is decided by it. */
  edits: readonly EditNumber[];
  /** Grows with every change. */
  version: number;
  /** What the policy keeps. */
  readonly book: Book;
}

export interface ReplicaOptions {
  /** Every node of the group, in the same order everywhere. */
  readonly nodes: readonly NodeId[];
  /** How often a replica tells the others what it has. */
  readonly gossipMs: number;
  /** Whether everything that a replica knows survives a crash; if not, it starts from nothing. */
  readonly isDurable: boolean;
}

export type ReplicaRecord = { readonly start: true } | { readonly saved: ReplicaState };

export type ReplicaContext<Message> = Context<Message, 'gossip', ReplicaRecord>;

/** A replica at work. */
export interface Replica<Book, Message> {
  readonly state: ReplicaState<Book>;
  readonly context: ReplicaContext<Message>;
  readonly peers: readonly NodeId[];
  readonly rules: CrdtRules;
  readonly options: ReplicaOptions;
}

/** A way to ship edits. The type that it ships is its own business. */
export interface Policy<Book = unknown, Message = unknown> {
  readonly kind: 'state' | 'op' | 'delta';
  /** Whether it promises that no edit takes effect before those that its author had seen. */
  readonly isCausal: boolean;
  initial(node: NodeId): unknown;
  query(payload: unknown): unknown;
  openBook(options: ReplicaOptions): Book;
  /** Carries a local edit out. False where the type refuses it. */
  edit(replica: Replica<Book, Message>, edit: unknown, number: EditNumber): boolean;
  receive(replica: Replica<Book, Message>, message: Message, from: NodeId): void;
  /** Time to gossip. */
  gossip(replica: Replica<Book, Message>): void;
  /** Starts to change the members. False where that cannot be. Undefined where members do not change. */
  evict?(replica: Replica<Book, Message>, nodes: readonly NodeId[]): boolean;
}

export function replicaNode<Book, Message>(
  policy: Policy<Book, Message>,
  rules: CrdtRules,
  options: ReplicaOptions,
): Actor<ReplicaState<Book>, Message, 'gossip', ReplicaRecord> {
  const at = (state: ReplicaState<Book>, context: ReplicaContext<Message>) =>
    replicaAt(state, context, rules, options);
  return {
    kind: 'replica',

    start(context, journal) {
      context.setTimer('gossip', options.gossipMs * context.random());
      const saved = journal.findLast((record) => 'saved' in record);
      if (saved !== undefined) return copyOf(saved.saved) as ReplicaState<Book>;
      const life = journal.length + 1;
      context.persist({ start: true });
      // What an earlier life has counted is forgotten: this one must not count on under its name.
      return {
        id: nameInLife(context.self, life, rules),
        life,
        payload: policy.initial(context.self),
        edits: [],
        version: 0,
        book: policy.openBook(options),
      };
    },

    receive(state, message, from, context) {
      const { version, edits } = state;
      policy.receive(at(state, context), message, from);
      if (state.version === version) return;
      save(state, context, options);
      if (state.edits === edits) return;
      const value = JSON.stringify(policy.query(state.payload));
      note(context, { kind: 'learns', from, value });
    },

    timeout(state, _timer, context) {
      policy.gossip(at(state, context));
      context.setTimer('gossip', options.gossipMs);
    },
  };
}

function nameInLife(node: NodeId, life: number, rules: CrdtRules): ReplicaId {
  return life > 1 && rules['new-id-after-lost-state'] ? `${node}~${life}` : node;
}

/** A replica gives up what it counted, and goes on as another one. */
export function rebirth(
  state: ReplicaState,
  context: ReplicaContext<never>,
  rules: CrdtRules,
): void {
  state.life += 1;
  context.persist({ start: true });
  state.id = nameInLife(context.self, state.life, rules);
}

/** Writes a note of a replica. */
export function note(replica: Pick<ReplicaContext<never>, 'note'>, note: CrdtNote): void {
  replica.note(note);
}

export function replicaAt<Book, Message>(
  state: ReplicaState<Book>,
  context: ReplicaContext<Message>,
  rules: CrdtRules,
  options: ReplicaOptions,
): Replica<Book, Message> {
  const peers = options.nodes.filter((id) => id !== context.self);
  return { state, context, peers, rules, options };
}

/** Writes down all that the replica knows, where it is to survive a crash. */
export function save(
  state: ReplicaState,
  context: ReplicaContext<never>,
  { isDurable }: ReplicaOptions,
): void {
  if (isDurable) context.persist({ saved: copyOf(state) });
}

/** Notes that the payload has changed, and by which edits. */
export function change(state: ReplicaState, payload: unknown, edits: readonly EditNumber[]): void {
  state.payload = payload;
  state.edits = union(state.edits, edits);
  state.version += 1;
}
