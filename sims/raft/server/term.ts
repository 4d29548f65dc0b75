/**
 * Terms (paper, §5.1): a server that hears of a larger term adopts it, and refuses messages of a
 * smaller one.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { referToLeader } from '../client/replies.ts';
import type { Term } from '../log/entry.ts';
import { move, note, type Server } from './server.ts';

/** Adopts a larger term, whatever its role was before, without a vote in it yet. */
export function adoptTerm(server: Server, term: Term, from: NodeId): void {
  const { state } = server;
  if (state.role !== 'follower') stepDown(server, term, from);
  state.currentTerm = term;
  state.votedFor = null;
  state.leaderId = null;
  persistBallot(server);
}

/** Gives up a candidacy or leadership, because `from` is in term `newTerm`. */
export function stepDown(server: Server, newTerm: Term, from: NodeId): void {
  const { role, currentTerm: term } = server.state;
  note(server, { kind: 'steps-down', was: role, term, newTerm, from });
  leaveOffice(server);
}

/** Becomes a follower. Clients that wait for an answer are told to ask another server. */
export function leaveOffice(server: Server): void {
  const { state, context } = server;
  move(server, 'steppedDown');
  const { leading } = state;
  if (leading === null) return;
  state.leading = null;
  state.leaderId = null;
  context.cancelTimer('transferTimeout');
  for (const { client, request } of leading.waiting) referToLeader(server, client, request);
  for (const { from, request, reader } of leading.reads) {
    if ('command' in reader) referToLeader(server, from, request);
  }
}

/**
 * Is it a request of a term that is over, which must be refused (Figure 2, receiver 1 of both
 * RPCs)?
 */
export function isStale({ state, rules }: Server, term: Term): boolean {
  return rules['reject-stale-term'] && term < state.currentTerm;
}

/**
 * Writes the term and the vote to disk. Messages that depend on them must be sent with
 * `sendWhenDurable`.
 */
export function persistBallot({ state, context, rules }: Server): void {
  if (!rules['persist-term-and-vote']) return;
  const { currentTerm, votedFor } = state;
  context.persist({ kind: 'ballot', currentTerm, votedFor });
}
