/**
 * State-based replication (RR-7506 §2.2.1): every so often a replica sends its whole state to the
 * others, which merge it. Loss, duplication and reordering do no harm; size does.
 */

import { isSubset, same } from '../plain.ts';
import { type AnyStateBased, change, type EditNumber, type Policy } from './replica.ts';

export interface StateMessage {
  readonly kind: 'state';
  readonly state: unknown;
  readonly edits: readonly EditNumber[];
}

export function stateGossip(type: AnyStateBased): Policy<null, StateMessage> {
  return {
    kind: 'state',
    isCausal: true,
    initial: () => type.initial(),
    query: (payload) => type.query(payload),
    openBook: () => null,
    edit: ({ state, context }, edit, number) => {
      const by = { replica: state.id, now: () => context.now() };
      const delta = type.mutate(state.payload, edit, by);
      if (delta === undefined) return false;
      change(state, type.merge(state.payload, delta), [number]);
      return true;
    },
    receive: ({ state }, message) => {
      const merged = type.merge(state.payload, message.state);
      const isNews = !isSubset(message.edits, state.edits);
      if (isNews || !same(merged, state.payload)) change(state, merged, message.edits);
    },
    gossip: ({ state, context, peers }) => {
      const { payload, edits } = state;
      const message: StateMessage = { kind: 'state', state: payload, edits };
      for (const peer of peers) context.send(peer, message);
    },
  };
}
