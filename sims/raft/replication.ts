/**
 * AppendEntries (paper, §5.2 and Figure 2): the heartbeats by which a leader stays leader.
 */
import type { NodeId } from '../../src/world/actor.ts';
import { move, note, type Server } from './server.ts';
import type { AppendEntries } from './state.ts';
import { isStale, stepDown } from './term.ts';

/** Tells every other server who leads. */
export function sendHeartbeats(server: Server): void {
  const { state, context } = server;
  const heartbeat: AppendEntries = {
    type: 'AppendEntries',
    term: state.currentTerm,
    leaderId: context.self,
  };
  for (const peer of server.peers) context.send(peer, heartbeat);
}

export function onHeartbeatTimeout(server: Server): void {
  move(server, 'heartbeatTimeout');
  sendHeartbeats(server);
}

/** AppendEntries, receiver (Figure 2): whoever sends it in this term has won its election. */
export function onAppendEntries(server: Server, from: NodeId, request: AppendEntries): void {
  const { state } = server;
  if (isStale(server, request.term)) {
    reply(server, from, false);
    return;
  }
  if (state.role !== 'follower') stepDown(server, request.term, from);
  move(server, 'heardFromLeader');
  if (state.leaderId !== request.leaderId) {
    state.leaderId = request.leaderId;
    note(server, { kind: 'follows', term: request.term, leader: request.leaderId });
  }
  reply(server, from, true);
}

function reply({ state, context }: Server, leader: NodeId, success: boolean): void {
  const { currentTerm: term } = state;
  context.sendWhenDurable(leader, { type: 'AppendEntriesReply', term, success });
}
