/**
 * Delta-state replication (Almeida, Shoker and Baquero 2016, §6, Algorithm 2): a replica numbers the
 * deltas of its own edits and of those that it was told, and sends each peer the join of all that the
 * peer has not acknowledged: a delta-interval. Where it has not kept that far back, it sends its
 * whole state.
 *
 * An interval may be joined only by a replica that has everything before it (Definition 5, the causal
 * delta-merging condition): so each sees what it would see if whole states were sent.
 */
import type { NodeId } from '../../src/world/actor.ts';
import { isSubset, union } from './plain.ts';
import {
  type AnyStateBased,
  change,
  type EditNumber,
  type Policy,
  type Replica,
} from './replica.ts';
import type { ReplicaId } from './types.ts';

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
  /** Up to where this replica has the deltas of each sender. */
  readonly joined: Record<ReplicaId, number>;
  /** For observers: edits that had arrived in effect before their deltas came. They go with the next. */
  unnoticed: readonly EditNumber[];
}

export type DeltaMessage =
  | {
      readonly kind: 'interval';
      /** The numbers count the deltas of this life of the sender. */
      readonly by: ReplicaId;
      /** a and b of the interval: from a on, before b. */
      readonly from: number;
      readonly to: number;
      readonly delta: unknown;
      readonly edits: readonly EditNumber[];
    }
  | {
      readonly kind: 'full-state';
      readonly by: ReplicaId;
      readonly to: number;
      readonly state: unknown;
      readonly edits: readonly EditNumber[];
    }
  | { readonly kind: 'acknowledgement'; readonly of: ReplicaId; readonly upTo: number };

export function deltaGossip(type: AnyStateBased): Policy<DeltaBook, DeltaMessage> {
  type DeltaReplica = Replica<DeltaBook, DeltaMessage>;

  const keep = ({ book }: DeltaReplica['state'], { delta, edits }: Delta): void => {
    book.kept = [...book.kept, { delta, edits: union(edits, book.unnoticed) }];
    book.next += 1;
    book.unnoticed = [];
  };

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

  return {
    kind: 'delta',
    isCausal: true,
    initial: () => type.initial(),
    query: (payload) => type.query(payload),
    openBook: () => ({ next: 0, kept: [], acknowledged: {}, joined: {}, unnoticed: [] }),

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
      const { book } = state;
      const oldest = book.next - book.kept.length;
      for (const peer of peers) {
        const from = book.acknowledged[peer] ?? 0;
        if (from >= book.next) continue;
        if (from < oldest) {
          const { payload, edits } = state;
          context.send(peer, {
            kind: 'full-state',
            by: state.id,
            to: book.next,
            state: payload,
            edits,
          });
        } else {
          const interval = book.kept.slice(from - oldest);
          const { delta, edits } = interval.reduce((a, b) => ({
            delta: type.merge(a.delta, b.delta),
            edits: union(a.edits, b.edits),
          }));
          context.send(peer, { kind: 'interval', by: state.id, from, to: book.next, delta, edits });
        }
        if (!rules['keep-deltas-until-acknowledged']) book.acknowledged[peer] = book.next;
      }
      forgetAcknowledged(replica);
    },

    receive: (replica, message, from) => {
      const { state, context, rules } = replica;
      const { book } = state;
      state.version += 1;
      if (message.kind === 'acknowledgement') {
        if (message.of !== state.id) return;
        // Also a smaller one counts: the peer may have lost what it had.
        book.acknowledged[from] = message.upTo;
        forgetAcknowledged(replica);
        return;
      }
      const { by, to, edits } = message;
      const joined = book.joined[by] ?? 0;
      const isFullState = message.kind === 'full-state';
      if (isFullState || message.from <= joined || !rules['causal-delta-merging']) {
        join(replica, { delta: isFullState ? message.state : message.delta, edits });
        book.joined[by] = Math.max(joined, to);
      }
      context.send(from, { kind: 'acknowledgement', of: by, upTo: book.joined[by] ?? 0 });
    },
  };
}

/** Drops the deltas that every peer has. */
function forgetAcknowledged({ state, peers }: Replica<DeltaBook, DeltaMessage>): void {
  const { book } = state;
  const needed = Math.min(book.next, ...peers.map((peer) => book.acknowledged[peer] ?? 0));
  const oldest = book.next - book.kept.length;
  if (needed > oldest) book.kept = book.kept.slice(needed - oldest);
}
