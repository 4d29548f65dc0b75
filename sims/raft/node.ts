/**
 * A Raft server as an actor: which rule of the paper answers which message and which timer.
 *
 * Reading order: chart, server, term, election, replication.
 */
import type { Actor, NodeId } from '../../src/world/actor.ts';
import { type RaftTimer, raftChart } from './chart.ts';
import { onRequestVote, onRequestVoteReply, standForElection } from './election.ts';
import { onAppendEntries, onHeartbeatTimeout } from './replication.ts';
import type { RaftRules } from './rules.ts';
import { type RaftContext, type RaftOptions, type Server, startTimer } from './server.ts';
import type { BallotRecord, RaftMessage, RaftState } from './state.ts';
import { adoptTerm } from './term.ts';

export function raftNode(
  rules: RaftRules,
  options: RaftOptions,
): Actor<RaftState, RaftMessage, RaftTimer, BallotRecord> {
  let server: Server | undefined;
  /**
   * The server of that state: made once in the life of a node, unless somebody brings a state of
   * their own.
   */
  const serverOf = (state: RaftState, context: RaftContext): Server => {
    if (server === undefined || server.state !== state || server.context !== context) {
      const peers = options.servers.filter((id) => id !== context.self);
      server = { state, context, peers, rules, options };
    }
    return server;
  };

  return {
    kind: 'raft',

    start(context, journal) {
      const ballot = journal.at(-1);
      const state: RaftState = {
        role: raftChart.initial,
        currentTerm: ballot?.currentTerm ?? 0,
        votedFor: ballot?.votedFor ?? null,
        log: (options.initialLogs[context.self] ?? []).map((term) => ({ term })),
        leaderId: null,
        votes: [],
      };
      startTimer(serverOf(state, context), 'electionTimeout');
      return state;
    },

    receive(state, message, from, context) {
      const server = serverOf(state, context);
      if (message.term > state.currentTerm) adoptTerm(server, message.term, from);
      dispatch(server, message, from);
    },

    timeout(state, timer, context) {
      const server = serverOf(state, context);
      if (timer === 'electionTimeout') standForElection(server);
      else onHeartbeatTimeout(server);
    },
  };
}

function dispatch(server: Server, message: RaftMessage, from: NodeId): void {
  switch (message.type) {
    case 'RequestVote':
      return onRequestVote(server, message);
    case 'RequestVoteReply':
      return onRequestVoteReply(server, from, message);
    case 'AppendEntries':
      return onAppendEntries(server, from, message);
    case 'AppendEntriesReply':
      // A larger term in it has done its work already; without entries there is nothing else to
      // learn.
      return;
  }
}
