/**
 * Delta-state replication (Almeida, Shoker and Baquero 2016, §6, Algorithm 2): a replica numbers the
 * deltas of its own edits and of those that it was told, and sends each peer the join of all that the
 * peer has not acknowledged: a delta-interval. Where it has not kept that far back, it sends its
 * whole state.
 *
 * An interval may be joined only by a replica that has everything before it (Definition 5, the causal
 * delta-merging condition): so each sees what it would see if whole states were sent.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { isSubset, union } from '../plain.ts';
import {
  type AnyStateBased,
  change,
  type EditNumber,
  type Policy,
  type Replica,
} from './replica.ts';

interface Delta {
  readonly delta: unknown;
  readonly edits: readonly EditNumber[];
}

interface DeltaBook {
  /** c_i: the number of the next delta. */
  next: number;
  /** D_i: the deltas that are kept, up to `next`. */
  kept: readonly Delta[];
  /** A_i: up to where each peer has acknowledged. */
  readonly acknowledged: Record<NodeId, number>;
  /** Up to where this replica has the deltas of each peer. */
  readonly joined: Record<NodeId, number>;
  /** The life of each peer that was last heard of: what an earlier one had is lost. */
  readonly lives: Record<NodeId, number>;
  /** For observers: edits that had arrived in effect before their deltas came. They go with the next. */
  unnoticed: readonly EditNumber[];
}

export type DeltaMessage = {
  /** The life of the sender, which numbers its deltas anew. */
  readonly life: number;
} & (
  | {
      readonly kind: 'interval';
      /** a and b of the interval: from a on, before b. */
      readonly from: number;
      readonly to: number;
      readonly delta: unknown;
      readonly edits: readonly EditNumber[];
    }
  | {
      readonly kind: 'full-state';
      readonly to: number;
      readonly state: unknown;
      readonly edits: readonly EditNumber[];
    }
  /** Of the deltas of that life of the receiver. */
  | { readonly kind: 'acknowledgement'; readonly of: number; readonly upTo: number }
  /** From who has heard nothing of the receiver yet. */
  | { readonly kind: 'hello' }
);

type DeltaReplica = Replica<DeltaBook, DeltaMessage>;

export function deltaGossip(type: AnyStateBased): Policy<DeltaBook, DeltaMessage> {
  /** Takes a delta in, and keeps it for the others if there is anything new in it. */
  const join = ({ state }: DeltaReplica, delta: Delta): void => {
    if (type.compare(delta.delta, state.payload)) {
      if (isSubset(delta.edits, state.edits)) return;
      change(state, state.payload, delta.edits);
      state.book.unnoticed = union(state.book.unnoticed, delta.edits);
      return;
    }
    change(state, type.merge(state.payload, delta.delta), delta.edits);
    keep(state, delta);
  };

  const joined = (interval: readonly Delta[]): Delta =>
    interval.reduce((a, b) => ({
      delta: type.merge(a.delta, b.delta),
      edits: union(a.edits, b.edits),
    }));

  return {
    kind: 'delta',
    isCausal: true,
    initial: () => type.initial(),
    query: (payload) => type.query(payload),
    openBook: () => ({ next: 0, kept: [], acknowledged: {}, joined: {}, lives: {}, unnoticed: [] }),

    edit: ({ state, context }, edit, number) => {
      const by = { replica: state.id, now: () => context.now() };
      const delta = type.mutate(state.payload, edit, by);
      if (delta === undefined) return false;
      change(state, type.merge(state.payload, delta), [number]);
      keep(state, { delta, edits: [number] });
      return true;
    },

    gossip: (replica) => {
      const { state, context, peers, rules } = replica;
      const { book, life } = state;
      const oldest = book.next - book.kept.length;
      for (const peer of peers) {
        if (book.lives[peer] === undefined) context.send(peer, { kind: 'hello', life });
        const from = book.acknowledged[peer] ?? 0;
        if (from >= book.next) continue;
        const to = book.next;
        if (from < oldest) {
          const { payload, edits } = state;
          context.send(peer, { kind: 'full-state', life, to, state: payload, edits });
        } else {
          const { delta, edits } = joined(book.kept.slice(from - oldest));
          context.send(peer, { kind: 'interval', life, from, to, delta, edits });
        }
        if (!rules['keep-deltas-until-acknowledged']) book.acknowledged[peer] = book.next;
      }
      forgetAcknowledged(replica);
    },

    receive: (replica, message, from) => {
      const { state, context, rules } = replica;
      const { book } = state;
      if (message.life < (book.lives[from] ?? 0)) return;
      state.version += 1;
      meet(book, from, message.life);
      if (message.kind === 'hello') return;
      if (message.kind === 'acknowledgement') {
        if (message.of !== state.life) return;
        book.acknowledged[from] = Math.max(book.acknowledged[from] ?? 0, message.upTo);
        forgetAcknowledged(replica);
        return;
      }
      const hasUpTo = book.joined[from] ?? 0;
      const isFullState = message.kind === 'full-state';
      if (isFullState || message.from <= hasUpTo || !rules['causal-delta-merging']) {
        const delta = isFullState ? message.state : message.delta;
        join(replica, { delta, edits: message.edits });
        book.joined[from] = Math.max(hasUpTo, message.to);
      }
      const upTo = book.joined[from] ?? 0;
      context.send(from, { kind: 'acknowledgement', life: state.life, of: message.life, upTo });
    },
  };
}

/** Keeps a delta for the peers. */
function keep({ book }: DeltaReplica['state'], { delta, edits }: Delta): void {
  book.kept = [...book.kept, { delta, edits: union(edits, book.unnoticed) }];
  book.next += 1;
  book.unnoticed = [];
}

/** A peer that has lost its memory starts again from nothing, on both sides. */
function meet(book: DeltaBook, peer: NodeId, life: number): void {
  if (life <= (book.lives[peer] ?? 0)) return;
  book.lives[peer] = life;
  book.joined[peer] = 0;
  book.acknowledged[peer] = 0;
}

/** Drops the deltas that every peer has. */
function forgetAcknowledged({ state, peers }: Replica<DeltaBook, DeltaMessage>): void {
  const { book } = state;
  const needed = Math.min(book.next, ...peers.map((peer) => book.acknowledged[peer] ?? 0));
  const oldest = book.next - book.kept.length;
  if (needed > oldest) book.kept = book.kept.slice(needed - oldest);
}
