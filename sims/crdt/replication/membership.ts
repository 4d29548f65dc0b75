/**
 * Who is a member, changed by agreement (view synchrony: Birman and Joseph 1987). A replica that is asked to
 * evict another proposes the next view to those that stay. Each promises to hear the evicted one no more, and
 * sends its state along. When all have, the proposer has everything that any of them ever got of the
 * evicted replica, and enters the new view; the others follow when they hear of it.
 *
 * So whoever is in the new view has all that is left of the evicted replica: its entry in their vectors can
 * go. If it comes back, it is told that it is out. It has to drop what it has, take a new name, and ask to
 * join: by a change of the view again, with the state of the others.
 *
 * Two proposals at once can block one another, and so can a member that crashes for good before it has
 * promised. A consensus protocol would resolve both.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { same, union } from '../plain.ts';
import { change, note, rebirth } from './replica.ts';
import { isMajority, isMember, staying, type View, withMember, without } from './view.ts';
import {
  type AnyCollectable,
  type MembershipMessage,
  type SentState,
  type ViewReplica,
  type ViewState,
  viewState,
} from './view-messages.ts';

type TakeIn = (replica: ViewReplica, sent: SentState, from: NodeId) => void;

export function membership(type: AnyCollectable, takeIn: TakeIn) {
  function enter({ state, context }: ViewReplica, view: View): void {
    const { book } = state;
    book.view = view;
    book.promised = null;
    book.agreed = null;
    book.acknowledged = {};
    change(state, type.dropDeparted(state.payload, Object.values(view.members)), []);
    note(context, { kind: 'enters', number: view.number, members: Object.keys(view.members) });
  }

  function propose(replica: ViewReplica, next: View): boolean {
    const { state, rules } = replica;
    const { book } = state;
    const stay = staying(book.view, next);
    if (rules['view-needs-a-majority'] && !isMajority(book.view, stay)) return false;
    if (!rules['agree-on-the-view']) {
      enter(replica, next);
      return true;
    }
    book.promised = next;
    book.agreed = [replica.context.self];
    state.version += 1;
    remind(replica);
    enterIfAgreed(replica);
    return true;
  }

  /** Sends the own proposal to those that have not agreed. */
  function remind({ state, context }: ViewReplica): void {
    const { view, promised, agreed } = state.book;
    if (promised === null || agreed === null) return;
    for (const node of staying(view, promised)) {
      if (!agreed.includes(node)) context.send(node, { kind: 'propose', view: promised });
    }
  }

  function enterIfAgreed(replica: ViewReplica): void {
    const { view, promised, agreed } = replica.state.book;
    if (promised === null || agreed === null) return;
    if (staying(view, promised).every((node) => agreed.includes(node))) enter(replica, promised);
  }

  function onPropose({ state, context }: ViewReplica, next: View, from: NodeId): void {
    const { book } = state;
    if (next.number !== book.view.number + 1 || !isMember(next, context.self, state.id)) return;
    if (book.promised !== null && !same(book.promised, next)) return;
    if (book.promised === null) state.version += 1;
    book.promised = next;
    const { payload, edits } = state;
    context.send(from, { kind: 'agree', number: next.number, state: payload, edits });
  }

  return {
    /** Proposes a view without some members. False if it is not to be had. */
    evict(replica: ViewReplica, nodes: readonly NodeId[]): boolean {
      const { state, context } = replica;
      const { view, promised } = state.book;
      const isIn = isMember(view, context.self, state.id) && !nodes.includes(context.self);
      const areIn = nodes.every((node) => Object.hasOwn(view.members, node));
      if (!isIn || !areIn || promised !== null) return false;
      return propose(replica, without(view, nodes));
    },

    /** Is the state of a replica to be heard? Enters its view if that is newer. */
    admit(replica: ViewReplica, message: ViewState, from: NodeId): boolean {
      const { state, context, rules } = replica;
      const { book } = state;
      if (message.view.number > book.view.number) {
        if (!isMember(message.view, context.self, state.id)) {
          startAfresh(replica, type, message.view);
          return false;
        }
        enter(replica, message.view);
        return true;
      }
      if (!rules['hear-members-only']) return true;
      const isCurrent = message.view.number === book.view.number;
      const isLeaving = book.promised !== null && !Object.hasOwn(book.promised.members, from);
      if (isCurrent && !isLeaving) return isMember(book.view, context.self, state.id);
      note(context, { kind: 'ignores', from, why: isCurrent ? 'leaving' : 'earlier view' });
      // Whoever lags, or is out without knowing, learns of the view.
      if (!isCurrent) context.send(from, viewState(replica));
      return false;
    },

    receive(replica: ViewReplica, message: MembershipMessage, from: NodeId): void {
      const { state, context } = replica;
      const { book } = state;
      if (message.kind === 'propose') {
        onPropose(replica, message.view, from);
      } else if (message.kind === 'agree') {
        if (book.agreed === null || message.number !== book.promised?.number) return;
        takeIn(replica, message, from);
        book.agreed = union(book.agreed, [from]);
        state.version += 1;
        enterIfAgreed(replica);
      } else if (Object.keys(book.view.members)[0] === context.self && book.promised === null) {
        if (!isMember(book.view, from, message.id)) {
          propose(replica, withMember(book.view, from, message.id));
        }
      }
    },

    gossip(replica: ViewReplica): void {
      const { state, context } = replica;
      const { view } = state.book;
      remind(replica);
      if (isMember(view, context.self, state.id)) return;
      for (const node of Object.keys(view.members)) {
        if (node !== context.self) context.send(node, { kind: 'join', id: state.id });
      }
    },
  };
}

/** A replica learns that it is out: what it has may be long gone elsewhere. */
function startAfresh(replica: ViewReplica, type: AnyCollectable, view: View): void {
  const { state, context, rules } = replica;
  const { book } = state;
  // It may have asked already, and be told by another of the same.
  if (Object.hasOwn(book.view.members, context.self)) {
    rebirth(state, context, rules);
    if (rules['rejoin-from-nothing']) {
      state.payload = type.initial();
      state.edits = [];
    }
    note(context, { kind: 'starts-afresh', id: state.id });
  }
  book.view = view;
  book.promised = null;
  book.agreed = null;
  book.acknowledged = {};
  state.version += 1;
}
