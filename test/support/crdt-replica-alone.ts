/** One replica that collects tombstones, by hand: told what others would say, and listened to. */

import {
  type ReplicaContext,
  replicaAt,
  replicaNode,
} from '../../sims/crdt/replication/replica.ts';
import { stableGossip } from '../../sims/crdt/replication/stable-gossip.ts';
import type { AnyCollectable, ViewMessage } from '../../sims/crdt/replication/view-messages.ts';
import { crdtRules } from '../../sims/crdt/rules.ts';
import { collectedSet } from '../../sims/crdt/sets/collected-set.ts';
import type { NodeId } from '../../src/world/actor.ts';

export function actorAlone(self: NodeId, nodes: readonly NodeId[]) {
  const rules = crdtRules.without();
  const options = { nodes, gossipMs: 50, isDurable: false };
  const policy = stableGossip(collectedSet(rules) as AnyCollectable);
  const actor = replicaNode(policy, rules, options);
  let messages: [NodeId, ViewMessage][] = [];
  const send = (to: NodeId, message: ViewMessage) => void messages.push([to, message]);
  const context: ReplicaContext<ViewMessage> = {
    self,
    random: () => 0.5,
    now: () => 0,
    send,
    sendWhenDurable: send,
    persist: () => {},
    setTimer: () => {},
    cancelTimer: () => {},
    choose: (name) => {
      throw new Error(`a replica does not choose ${name}`);
    },
    note: () => {},
  };
  const state = actor.start(context, []);
  const replica = replicaAt(state, context, rules, options);
  return {
    edit: (edit: object) => policy.edit(replica, edit, 0),
    evict: (...others: readonly NodeId[]) => policy.evict?.(replica, others),
    receive: (from: NodeId, message: ViewMessage) => actor.receive(state, message, from, context),
    gossip: () => actor.timeout(state, 'gossip', context),
    payload: () => state.payload,
    view: () => state.book.view,
    /** What it has sent since this was asked last. */
    sent(): readonly (readonly [NodeId, ViewMessage])[] {
      const sent = messages;
      messages = [];
      return sent;
    },
  };
}
