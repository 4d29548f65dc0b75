/**
 * Terms (paper, §5.1): a server that hears of a larger term follows in it; what belongs to a
 * smaller one is refused.
 */
import type { NodeId } from '../../src/world/actor.ts';
import { move, note, type Server } from './server.ts';
import type { Term } from './state.ts';

/** Follows in a larger term, whatever the server was before, and has not voted in it yet. */
export function adoptTerm(server: Server, term: Term, from: NodeId): void {
  const { state } = server;
  if (state.role !== 'follower') stepDown(server, term, from);
  state.currentTerm = term;
  state.votedFor = null;
  state.leaderId = null;
  persistBallot(server);
}

/** Gives up a candidacy or the lead, since `from` is in term `newTerm`. */
export function stepDown(server: Server, newTerm: Term, from: NodeId): void {
  const { role, currentTerm: term } = server.state;
  note(server, { kind: 'steps-down', was: role, term, newTerm, from });
  move(server, 'steppedDown');
}

/** Is a request of a term that is over, and to be refused (Figure 2, receiver 1 of both RPCs)? */
export function isStale({ state, rules }: Server, term: Term): boolean {
  return rules['reject-stale-term'] && term < state.currentTerm;
}

/**
 * Writes the term and the vote to disk. What depends on them must be sent with `sendWhenDurable`.
 */
export function persistBallot({ state, context, rules }: Server): void {
  if (!rules['persist-term-and-vote']) return;
  context.persist({ currentTerm: state.currentTerm, votedFor: state.votedFor });
}
