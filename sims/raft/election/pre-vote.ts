/**
 * Pre-vote (dissertation, §9.6): before it stands for election, a server asks whether it would win.
 * A server that was cut off therefore comes back without a larger term, and deposes no leader.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import type { PreVote, PreVoteReply } from '../messages.ts';
import { move, note, type Server } from '../server/server.ts';
import { endOfLog, isUpToDate } from './ballot.ts';
import { believesInLeader } from './check-quorum.ts';
import { hasMajorityOfVotes, otherVoters, standForElection } from './election.ts';

/** The election timeout has passed without a leader. */
export function askFirst(server: Server): void {
  const { state, context } = server;
  move(server, 'askedFirst');
  state.leaderId = null;
  state.votes = [context.self];
  const { currentTerm: term } = state;
  note(server, { kind: 'asks-first', term });
  const candidateId = context.self;
  const request: PreVote = { type: 'PreVote', term, candidateId, ...endOfLog(state) };
  for (const voter of otherVoters(server)) context.send(voter, request);
  standIfItWouldWin(server);
}

/**
 * Should the server ignore the request, including its term, because it hears from a leader? A
 * server with a larger term that cannot win would depose that leader by asking (dissertation,
 * §9.6).
 */
export function disregardsPreVote(server: Server): boolean {
  return server.rules['heed-current-leader'] && believesInLeader(server);
}

/** Promises nothing: it may still vote for another candidate. */
export function onPreVote(server: Server, from: NodeId, request: PreVote): void {
  const { state, context } = server;
  const wouldRefuseLater = request.term < state.currentTerm || !isUpToDate(server, request);
  const reply: PreVoteReply = {
    type: 'PreVoteReply',
    term: state.currentTerm,
    askedInTerm: request.term,
    voteGranted: !wouldRefuseLater && !disregardsPreVote(server),
  };
  context.send(from, reply);
}

export function onPreVoteReply(server: Server, from: NodeId, reply: PreVoteReply): void {
  const { state } = server;
  if (state.role !== 'preCandidate' || !reply.voteGranted) return;
  if (reply.askedInTerm !== state.currentTerm || state.votes.includes(from)) return;
  state.votes.push(from);
  standIfItWouldWin(server);
}

function standIfItWouldWin(server: Server): void {
  if (hasMajorityOfVotes(server)) standForElection(server, 'stood');
}
