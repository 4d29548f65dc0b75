/** A Raft server as an actor: which rule of the paper handles which message and which timer. */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { copyMachine, emptyMachine } from '../client/machine.ts';
import { onReadIndex, onReadIndexReply } from '../client/reads.ts';
import { onBatchTimeout, onClientRequest, onRegisterClient } from '../client/requests.ts';
import { stepDownWithoutQuorum } from '../election/check-quorum.ts';
import {
  disregards,
  mayStand,
  onRequestVote,
  onRequestVoteReply,
  standForElection,
} from '../election/election.ts';
import { askFirst, disregardsPreVote, onPreVote, onPreVoteReply } from '../election/pre-vote.ts';
import { onTimeoutNow, onTransferLeadership, onTransferTimeout } from '../election/transfer.ts';
import { onAppendEntriesReply } from '../log/acknowledgement.ts';
import { noOp } from '../log/entry.ts';
import { onAppendEntries, onEntriesStored } from '../log/follower.ts';
import { sendHeartbeats } from '../log/replication.ts';
import { onChangeMembership } from '../membership/joint.ts';
import { appendConfigurations } from '../membership/membership.ts';
import type { RaftMessage, ServerMessage } from '../messages.ts';
import type { RaftRules } from '../rules.ts';
import { onInstallSnapshot } from '../snapshot/install-snapshot.ts';
import { onSnapshotStored, takeSnapshot } from '../snapshot/snapshot.ts';
import { raftChart } from './chart.ts';
import { type JournalRecord, missingCompaction, recover, replay } from './journal.ts';
import {
  move,
  type RaftContext,
  type RaftOptions,
  type RaftTimer,
  type Server,
  startTimer,
} from './server.ts';
import type { RaftState } from './state.ts';
import { adoptTerm } from './term.ts';

export function raftNode(
  rules: RaftRules,
  options: RaftOptions,
): Actor<RaftState, RaftMessage, RaftTimer, JournalRecord> {
  let server: Server | undefined;
  /**
   * The server of that state: made once in the life of a node, unless a caller brings its own
   * state.
   */
  const serverOf = (state: RaftState, context: RaftContext): Server => {
    if (server === undefined || server.state !== state || server.context !== context) {
      server = { state, context, rules, options };
    }
    return server;
  };

  return {
    kind: 'raft',

    start(context, journal, torn) {
      const state = recoverState(options, context, readable(rules, journal, torn));
      startTimer(serverOf(state, context), 'electionTimeout');
      return state;
    },

    receive(state, message, from, context) {
      dispatch(serverOf(state, context), message, from);
    },

    timeout(state, timer, context) {
      const server = serverOf(state, context);
      switch (timer) {
        case 'electionTimeout':
          return onElectionTimeout(server);
        case 'heartbeatTimeout':
          return onHeartbeatTimeout(server);
        case 'batchTimeout':
          return onBatchTimeout(server);
        case 'transferTimeout':
          return onTransferTimeout(server);
      }
    },
  };
}

/** The records whose checksum is right: the last one is torn if it was being written in the crash. */
function readable(
  rules: RaftRules,
  journal: readonly JournalRecord[],
  torn: JournalRecord | undefined,
): readonly JournalRecord[] {
  return torn === undefined || rules['drop-torn-record'] ? journal : [...journal, torn];
}

/** What a server knows when it starts: the contents of its disk, and nothing from memory. */
function recoverState(
  { initialLogs, initialTerms, voters }: RaftOptions,
  context: RaftContext,
  journal: readonly JournalRecord[],
): RaftState {
  const initial = initialLogs[context.self] ?? [];
  const durable = recover(
    journal,
    initial.map((term) => ({ term, command: noOp })),
  );
  const rest = missingCompaction(durable);
  if (rest !== undefined) {
    replay(durable, rest);
    context.persist(rest);
  }
  const { votedFor, log, snapshot } = durable;
  // No entry has a term that its servers have not reached.
  const initialTerm =
    initialTerms[context.self] ?? Math.max(0, ...Object.values(initialLogs).flat());
  const currentTerm = Math.max(durable.currentTerm, initialTerm);
  const applied = Math.max(snapshot?.lastIncludedIndex ?? 0, log.startIndex);
  const configuration = snapshot?.configuration ?? { voters, learners: [] };
  const state: RaftState = {
    role: raftChart.initial,
    currentTerm,
    votedFor,
    log,
    snapshot,
    commitIndex: applied,
    lastApplied: applied,
    machine: snapshot === null ? emptyMachine() : copyMachine(snapshot.machine),
    configurations: [{ index: applied, configuration }],
    leaderId: null,
    // It may have heard from a leader just before it crashed, so it must not vote against a lease.
    leaderContactMs: journal.length === 0 ? -Infinity : context.now(),
    followerReads: [],
    proposals: [],
    votes: [],
    leading: null,
  };
  appendConfigurations(state, log.startIndex, log.entries);
  return state;
}

function onElectionTimeout(server: Server): void {
  if (!mayStand(server)) startTimer(server, 'electionTimeout');
  else if (server.options.preVote && server.rules['pre-vote']) askFirst(server);
  else standForElection(server);
}

function onHeartbeatTimeout(server: Server): void {
  if (stepDownWithoutQuorum(server)) return;
  move(server, 'heartbeatTimeout');
  sendHeartbeats(server);
}

function dispatch(server: Server, message: RaftMessage, from: NodeId): void {
  switch (message.type) {
    case 'AppendEntries':
      hearTerm(server, message, from);
      return onAppendEntries(server, from, message);
    case 'AppendEntriesReply':
      hearTerm(server, message, from);
      return onAppendEntriesReply(server, from, message);
    case 'RequestVote':
      if (message.term > server.state.currentTerm && disregards(server, message)) return;
      hearTerm(server, message, from);
      return onRequestVote(server, message);
    case 'RequestVoteReply':
      hearTerm(server, message, from);
      return onRequestVoteReply(server, from, message);
    case 'PreVote':
      if (server.rules['pre-vote-carries-term'] && !disregardsPreVote(server)) {
        hearTerm(server, message, from);
      }
      return onPreVote(server, from, message);
    case 'PreVoteReply':
      if (server.rules['pre-vote-carries-term']) hearTerm(server, message, from);
      return onPreVoteReply(server, from, message);
    case 'InstallSnapshot':
      hearTerm(server, message, from);
      return onInstallSnapshot(server, from, message);
    case 'TimeoutNow':
      hearTerm(server, message, from);
      return onTimeoutNow(server, message);
    case 'ReadIndex':
      hearTerm(server, message, from);
      return onReadIndex(server, from, message);
    case 'ReadIndexReply':
      hearTerm(server, message, from);
      return onReadIndexReply(server, message);
    case 'RegisterClient':
      return onRegisterClient(server, from, message.request);
    case 'ClientRequest':
      return onClientRequest(server, from, message);
    case 'StandForElection':
      if (server.state.role !== 'leader') onElectionTimeout(server);
      return;
    case 'TransferLeadership':
      return onTransferLeadership(server, message.target);
    case 'ChangeMembership':
      return onChangeMembership(server, message);
    case 'TakeSnapshot':
      return takeSnapshot(server);
    case 'SnapshotStored':
      return onSnapshotStored(server, message);
    case 'EntriesStored':
      return onEntriesStored(server, message);
    case 'ClientReply':
    case 'Ask':
      // For clients.
      return;
  }
}

/** "If RPC request or response contains term T > currentTerm: set currentTerm = T" (Figure 2). */
function hearTerm(server: Server, { term }: ServerMessage, from: NodeId): void {
  if (term > server.state.currentTerm) adoptTerm(server, term, from);
}
