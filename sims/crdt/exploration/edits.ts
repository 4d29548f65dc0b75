/** Edits as messages: what a user says to a replica, for explorations, in which no operation reaches into a node. */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { type Group, makeEdit, makeEviction } from '../replication/group.ts';
import {
  type EditNumber,
  type ReplicaContext,
  type ReplicaRecord,
  type ReplicaState,
  replicaNode,
} from '../replication/replica.ts';

export interface EditMessage {
  readonly type: 'Edit';
  readonly edit: object;
  readonly number: EditNumber;
}

export interface EvictMessage {
  readonly type: 'Evict';
  readonly nodes: readonly NodeId[];
}

const isEvictMessage = (message: unknown): message is EvictMessage =>
  (message as Partial<EvictMessage>).type === 'Evict';

export const isEditMessage = (message: unknown): message is EditMessage =>
  (message as Partial<EditMessage>).type === 'Edit';

/** A replica of the group that is told edits. */
export function editedReplica(group: Group): Actor<ReplicaState, unknown, 'gossip', ReplicaRecord> {
  const { policy, rules, options } = group;
  const replica = replicaNode(policy, rules, options);
  return {
    ...replica,
    receive(state, message, from: NodeId, context: ReplicaContext<unknown>) {
      if (isEditMessage(message)) makeEdit(group, state, context, message.edit, message.number);
      else if (isEvictMessage(message)) makeEviction(group, state, context, message.nodes);
      else replica.receive(state, message, from, context);
    },
  };
}
