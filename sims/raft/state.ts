/**
 * What a Raft server knows, says and writes down (paper, Figure 2).
 */
import type { NodeId } from '../../src/world/actor.ts';
import type { Role } from './chart.ts';

/**
 * Terms number the elections: time, as far as servers agree on it (§5.1). 0 is before the first
 * election.
 */
export type Term = number;

/** Entries are numbered from 1; 0 is before the first. */
export type LogIndex = number;

export interface Entry {
  readonly term: Term;
}

export interface RaftState {
  role: Role;

  // Persistent: written to the disk before it counts.
  currentTerm: Term;
  votedFor: NodeId | null;
  readonly log: Entry[];

  // Volatile.
  /** Whom this server takes for the leader of its term, if it has heard of one. */
  leaderId: NodeId | null;
  /** Whose votes it has got, while it is a candidate. */
  votes: NodeId[];
}

export interface RequestVote {
  readonly type: 'RequestVote';
  readonly term: Term;
  readonly candidateId: NodeId;
  readonly lastLogIndex: LogIndex;
  readonly lastLogTerm: Term;
}

export interface RequestVoteReply {
  readonly type: 'RequestVoteReply';
  readonly term: Term;
  readonly voteGranted: boolean;
}

/** Carries no entries: a heartbeat. */
export interface AppendEntries {
  readonly type: 'AppendEntries';
  readonly term: Term;
  readonly leaderId: NodeId;
}

export interface AppendEntriesReply {
  readonly type: 'AppendEntriesReply';
  readonly term: Term;
  readonly success: boolean;
}

export type RaftMessage = RequestVote | RequestVoteReply | AppendEntries | AppendEntriesReply;

/** What stands in a server's journal. */
export interface BallotRecord {
  readonly currentTerm: Term;
  readonly votedFor: NodeId | null;
}
