/**
 * State-based replication that finds out what is causally stable (RR-7506 §4.1; Wuu and Bernstein 1984): a
 * state carries a vector of the events that it contains, so it also acknowledges them. An event that every
 * member has acknowledged is stable, and its tombstones go.
 *
 * Two things could still bring back what was collected. A state that was sent before its sender
 * acknowledged the remove may come late: it is refused. And a replica that left may come back with what it
 * had: only members of the current view are heard (`membership.ts`).
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { type Dot, numberOf, replicaOf } from '../clocks/causal-context.ts';
import { countOf, isBelow } from '../clocks/version-vector.ts';
import { isSubset, lookUp, same } from '../plain.ts';
import { membership } from './membership.ts';
import { change, note, type Policy } from './replica.ts';
import { firstView, isMember } from './view.ts';
import {
  type AnyCollectable,
  type SentState,
  type ViewBook,
  type ViewMessage,
  type ViewReplica,
  viewState,
} from './view-messages.ts';

export function stableGossip(type: AnyCollectable): Policy<ViewBook, ViewMessage> {
  const members = membership(type, takeIn);

  /** Merges the state of a member, unless it is older than one that came before. */
  function takeIn(replica: ViewReplica, sent: SentState, from: NodeId): void {
    const { state, context, rules } = replica;
    const { acknowledged } = state.book;
    const seen = type.seen(sent.state);
    const before = lookUp(acknowledged, from);
    if (rules['refuse-older-states'] && before !== undefined && !isBelow(before, seen)) {
      note(context, { kind: 'ignores', from, why: 'older' });
      return;
    }
    state.book.acknowledged = { ...acknowledged, [from]: seen };
    state.version += 1;
    const merged = type.merge(state.payload, sent.state);
    const isNews = !isSubset(sent.edits, state.edits);
    if (isNews || !same(merged, state.payload)) change(state, merged, sent.edits);
    collect(replica);
  }

  /** Drops what is kept because of events that every member has acknowledged. */
  function collect(replica: ViewReplica): void {
    const { state } = replica;
    const collected = type.collect(state.payload, (event) => isStable(replica, event));
    if (!same(collected, state.payload)) change(state, collected, []);
  }

  return {
    kind: 'state',
    isCausal: true,
    initial: () => type.initial(),
    query: (payload) => type.query(payload),
    openBook: ({ nodes }) => ({
      view: firstView(nodes),
      promised: null,
      agreed: null,
      acknowledged: {},
    }),
    evict: members.evict,

    edit: (replica, edit, number) => {
      const { state, context } = replica;
      // A replica that is out of the group has yet to get a state to edit.
      if (!isMember(state.book.view, context.self, state.id)) return false;
      const by = { replica: state.id, now: () => context.now() };
      const delta = type.mutate(state.payload, edit, by);
      if (delta === undefined) return false;
      change(state, type.merge(state.payload, delta), [number]);
      collect(replica);
      return true;
    },

    receive: (replica, message, from) => {
      if (message.kind !== 'view-state') {
        members.receive(replica, message, from);
      } else if (members.admit(replica, message, from)) {
        takeIn(replica, message, from);
      }
    },

    gossip: (replica) => {
      const { state, context } = replica;
      const { view } = state.book;
      if (isMember(view, context.self, state.id)) {
        for (const node of Object.keys(view.members)) {
          if (node !== context.self) context.send(node, viewState(replica));
        }
      }
      members.gossip(replica);
    },
  };
}

/**
 * Has every member an event? An event of a replica that has left needs no count: a new view begins with all
 * that those who stayed had of it, so a member that was heard in this view has the event.
 */
function isStable({ state, context, rules }: ViewReplica, event: Dot): boolean {
  if (!rules['keep-tombstones-until-acknowledged']) return true;
  const { view, acknowledged } = state.book;
  const author = replicaOf(event);
  const hasLeft = !Object.values(view.members).includes(author);
  return Object.keys(view.members).every((node) => {
    if (node === context.self) return true;
    const seen = lookUp(acknowledged, node);
    return seen !== undefined && (hasLeft || countOf(seen, author) >= numberOf(event));
  });
}
