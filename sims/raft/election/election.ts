/** Leader election (paper, §5.2 and §5.4.1): standing, voting, counting. */
import type { NodeId } from '../../../src/world/actor.ts';
import { noOp } from '../log/entry.ts';
import { lastIndex } from '../log/log.ts';
import { acknowledgeOwn, appendToOwnLog } from '../log/propose.ts';
import { sendNewEntries, trackMembers } from '../log/replication.ts';
import { configurationOf, isMajority, isVoter, members } from '../membership/membership.ts';
import type { RequestVote, RequestVoteReply } from '../messages.ts';
import type { RaftRule } from '../rules.ts';
import { move, note, type Server } from '../server/server.ts';
import { isStale, persistBallot } from '../server/term.ts';
import { endOfLog, isUpToDate } from './ballot.ts';
import { believesInLeader } from './check-quorum.ts';

/**
 * Stands for election in a new term, for one of three reasons: the election timeout has passed
 * without a leader; enough others would vote for it; the leader asks it to.
 */
export function standForElection(
  server: Server,
  event: 'electionTimeout' | 'stood' = 'electionTimeout',
  leaderAgrees = false,
): void {
  const { state, context, rules } = server;
  if (state.role === 'candidate') {
    note(server, { kind: 'no-majority', term: state.currentTerm, votes: [...state.votes] });
  }
  move(server, event);
  state.currentTerm += 1;
  state.leaderId = null;
  state.votes = [];
  state.votedFor = rules['candidate-votes-for-itself'] ? context.self : null;
  persistBallot(server);
  note(server, { kind: 'stands', term: state.currentTerm });

  const request: RequestVote = {
    type: 'RequestVote',
    term: state.currentTerm,
    candidateId: context.self,
    ...endOfLog(state),
    leaderAgrees,
  };
  // The requests overlap with the write of its own ballot, as in Figure 16. If a crash loses the
  // write, the server may stand in this term again. So it leads only on a durable ballot of its
  // own, and counts only grants for what it claims now. (etcd without asynchronous writes waits
  // instead.)
  for (const voter of otherVoters(server)) context.send(voter, request);
  answer(server, request, true);
}

/** The servers whose votes may help. */
export function otherVoters(server: Server): NodeId[] {
  const current = configurationOf(server);
  return members(current).filter((id) => id !== server.context.self && isVoter(current, id));
}

/**
 * A server stands if it has a vote, or had one until a configuration that may yet be truncated: the
 * cluster may need such a server until that is committed (dissertation, §4.2.2).
 */
export function mayStand({ state, context }: Server): boolean {
  const { configurations, commitIndex } = state;
  for (let place = configurations.length - 1; place >= 0; place--) {
    const at = configurations[place];
    if (at === undefined) return false;
    if (isVoter(at.configuration, context.self)) return true;
    if (at.index <= commitIndex) return false;
  }
  return false;
}

/**
 * Should the server ignore the request, including its term? "If a server receives a RequestVote
 * request within the minimum election timeout of hearing from a current leader, it does not update
 * its term or grant its vote" (§6), unless that leader itself wants the election (dissertation,
 * §4.2.3).
 */
export function disregards(server: Server, request: RequestVote): boolean {
  const { options, rules } = server;
  if (!options.leaderStickiness || !rules['heed-current-leader']) return false;
  return !request.leaderAgrees && believesInLeader(server);
}

/** RequestVote, receiver (Figure 2). */
export function onRequestVote(server: Server, request: RequestVote): void {
  const { state, rules } = server;
  const { candidateId } = request;
  const votedForAnother = state.votedFor !== null && state.votedFor !== candidateId;
  if (isStale(server, request.term)) {
    refuse(server, request, 'reject-stale-term');
  } else if (rules['one-vote-per-term'] && votedForAnother) {
    refuse(server, request, 'one-vote-per-term');
  } else if (rules['up-to-date-log'] && !isUpToDate(server, request)) {
    refuse(server, request, 'up-to-date-log');
  } else if (!(rules['vote-outside-configuration'] || hasVote(server))) {
    refuse(server, request, 'vote-outside-configuration');
  } else {
    grant(server, request);
  }
}

/**
 * Does this server have a vote, by its own log? The candidate's log is the one that counts: a
 * server may already have a vote and not know it yet (dissertation, §4.1).
 */
function hasVote(server: Server): boolean {
  return isVoter(configurationOf(server), server.context.self);
}

function grant(server: Server, request: RequestVote): void {
  const { state } = server;
  const { candidateId: candidate } = request;
  state.votedFor = candidate;
  persistBallot(server);
  note(server, { kind: 'votes', term: state.currentTerm, candidate });
  if (state.role === 'preCandidate') move(server, 'steppedDown');
  if (state.role === 'follower') move(server, 'grantedVote');
  answer(server, request, true);
}

function refuse(server: Server, request: RequestVote, rule: RaftRule): void {
  const { currentTerm: term, votedFor } = server.state;
  const { candidateId: candidate } = request;
  note(server, { kind: 'refuses', term, candidate, votedFor, rule });
  answer(server, request, false);
}

/** A vote counts once it is on disk (Figure 2), including a candidate's own vote. */
function answer({ state, context }: Server, request: RequestVote, voteGranted: boolean): void {
  const { currentTerm: term } = state;
  const { candidateId, lastLogIndex, lastLogTerm } = request;
  const claimed = { lastLogIndex, lastLogTerm };
  context.sendWhenDurable(candidateId, { type: 'RequestVoteReply', term, voteGranted, claimed });
}

export function onRequestVoteReply(server: Server, from: NodeId, reply: RequestVoteReply): void {
  const { state, context, rules } = server;
  if (state.role !== 'candidate' || !reply.voteGranted) return;
  const alreadyCounted = state.votes.includes(from) || reply.term !== state.currentTerm;
  if (rules['count-distinct-voters'] && alreadyCounted) return;
  if (rules['count-grants-for-this-candidacy'] && !isForThisCandidacy(server, reply)) return;
  state.votes.push(from);
  // The others' votes may be on their disks before the candidate's own term, vote and log are on
  // its disk.
  const ownIsDurable = state.votes.includes(context.self);
  if (rules['lead-on-durable-ballot'] && !ownIsDurable) return;
  if (hasMajorityOfVotes(server)) lead(server);
}

/**
 * Was the vote given for what the candidate claims now? A candidate that lost its ballot in a crash
 * may have lost entries with it, and the votes for its earlier candidacy were for a log with these.
 * Voters cannot tell apart two candidacies in one term with the same claim, and need not.
 */
function isForThisCandidacy({ state }: Server, { claimed }: RequestVoteReply): boolean {
  const { lastLogIndex, lastLogTerm } = endOfLog(state);
  return claimed.lastLogIndex === lastLogIndex && claimed.lastLogTerm === lastLogTerm;
}

export function hasMajorityOfVotes(server: Server): boolean {
  const { votes } = server.state;
  return isMajority(server, (group) => votes.filter((voter) => group.includes(voter)).length);
}

function lead(server: Server): void {
  const { state, context, options } = server;
  move(server, 'wonElection');
  state.leaderId = context.self;
  note(server, { kind: 'leads', term: state.currentTerm, votes: [...state.votes] });
  state.leading = {
    sinceMs: context.now(),
    electedAtIndex: lastIndex(state.log) + 1,
    progress: [],
    round: 0,
    waiting: [],
    reads: [],
    goal: null,
    transfer: null,
    leaseGivenAway: false,
  };
  trackMembers(server);
  if (options.noOp) appendToOwnLog(server, [noOp]);
  else acknowledgeOwn(server);
  sendNewEntries(server);
}
