/**
 * Leader election (paper, §5.2 and §5.4.1): standing, voting, counting.
 */
import type { NodeId } from '../../src/world/actor.ts';
import { sendHeartbeats } from './replication.ts';
import type { RaftRule } from './rules.ts';
import { majorityOf, move, note, type Server } from './server.ts';
import type { RequestVote, RequestVoteReply } from './state.ts';
import { isStale, persistBallot } from './term.ts';

/**
 * The election timeout has passed without a leader: the server stands for election in a new term.
 */
export function standForElection(server: Server): void {
  const { state, context, rules } = server;
  if (state.role === 'candidate') {
    note(server, { kind: 'no-majority', term: state.currentTerm, votes: [...state.votes] });
  }
  move(server, 'electionTimeout');
  state.currentTerm += 1;
  state.leaderId = null;
  state.votes = [];
  state.votedFor = rules['candidate-votes-for-itself'] ? context.self : null;
  persistBallot(server);
  note(server, { kind: 'stands', term: state.currentTerm });

  const { lastLogIndex, lastLogTerm } = endOfLog(server);
  const request: RequestVote = {
    type: 'RequestVote',
    term: state.currentTerm,
    candidateId: context.self,
    lastLogIndex,
    lastLogTerm,
  };
  for (const peer of server.peers) context.send(peer, request);
  // Its own vote counts, like any other, once it is on disk; asking need not wait for that.
  answer(server, context.self, true);
}

/** RequestVote, receiver (Figure 2). */
export function onRequestVote(server: Server, request: RequestVote): void {
  const { state, rules } = server;
  const { candidateId } = request;
  const votedForAnother = state.votedFor !== null && state.votedFor !== candidateId;
  if (isStale(server, request.term)) {
    refuse(server, candidateId, 'reject-stale-term');
  } else if (rules['one-vote-per-term'] && votedForAnother) {
    refuse(server, candidateId, 'one-vote-per-term');
  } else if (rules['up-to-date-log'] && !isUpToDate(server, request)) {
    refuse(server, candidateId, 'up-to-date-log');
  } else {
    grant(server, candidateId);
  }
}

function grant(server: Server, candidate: NodeId): void {
  const { state } = server;
  state.votedFor = candidate;
  persistBallot(server);
  note(server, { kind: 'votes', term: state.currentTerm, candidate });
  if (state.role === 'follower') move(server, 'grantedVote');
  answer(server, candidate, true);
}

function refuse(server: Server, candidate: NodeId, rule: RaftRule): void {
  const { currentTerm: term, votedFor } = server.state;
  note(server, { kind: 'refuses', term, candidate, votedFor, rule });
  answer(server, candidate, false);
}

/**
 * Is the candidate's log at least as up to date as this server's (§5.4.1)? The later last term
 * decides, then length.
 */
function isUpToDate(server: Server, request: RequestVote): boolean {
  const { lastLogIndex, lastLogTerm } = endOfLog(server);
  if (server.rules['compare-last-term-first'] && request.lastLogTerm !== lastLogTerm) {
    return request.lastLogTerm > lastLogTerm;
  }
  return request.lastLogIndex >= lastLogIndex;
}

/** Nobody may learn of a vote, or of the term it was asked in, before both are on disk. */
function answer({ state, context }: Server, candidate: NodeId, voteGranted: boolean): void {
  const { currentTerm: term } = state;
  const reply: RequestVoteReply = { type: 'RequestVoteReply', term, voteGranted };
  context.sendWhenDurable(candidate, reply);
}

export function onRequestVoteReply(server: Server, from: NodeId, reply: RequestVoteReply): void {
  const { state, options, rules } = server;
  if (state.role !== 'candidate' || !reply.voteGranted) return;
  const alreadyCounted = state.votes.includes(from) || reply.term !== state.currentTerm;
  if (rules['count-distinct-voters'] && alreadyCounted) return;
  state.votes.push(from);
  if (state.votes.length >= majorityOf(options.servers)) lead(server);
}

function lead(server: Server): void {
  const { state, context } = server;
  move(server, 'wonElection');
  state.leaderId = context.self;
  note(server, { kind: 'leads', term: state.currentTerm, votes: [...state.votes] });
  sendHeartbeats(server);
}

function endOfLog({ state }: Server) {
  return { lastLogIndex: state.log.length, lastLogTerm: state.log.at(-1)?.term ?? 0 };
}
