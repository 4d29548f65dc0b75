/**
 * What servers and clients say to each other: the RPCs of the paper (Figures 2 and 13) and of the
 * dissertation, each as a request message and a reply message.
 *
 * `term` is always the sender's own; a receiver in an earlier term adopts it (§5.1).
 */
import type { NodeId } from '../../src/world/actor.ts';
import type { Snapshot } from './client/machine.ts';
import type { ClientCommand, Entry, LogIndex, Result, Term } from './log/entry.ts';

export interface RequestVote {
  readonly type: 'RequestVote';
  readonly term: Term;
  readonly candidateId: NodeId;
  readonly lastLogIndex: LogIndex;
  readonly lastLogTerm: Term;
  /** The leader itself asked for this election, so its followers need not defend it (§4.2.3). */
  readonly leaderAgrees: boolean;
}

export interface RequestVoteReply {
  readonly type: 'RequestVoteReply';
  readonly term: Term;
  readonly voteGranted: boolean;
  /** The log that the candidate claimed when it asked: the vote is for that candidacy. */
  readonly claimed: EndOfLog;
}

/** How far a candidate's log reaches; voters compare it with their own (§5.4.1). */
export interface EndOfLog {
  readonly lastLogIndex: LogIndex;
  readonly lastLogTerm: Term;
}

/** Would you vote for me in the term after this one (dissertation, §9.6)? */
export interface PreVote {
  readonly type: 'PreVote';
  readonly term: Term;
  readonly candidateId: NodeId;
  readonly lastLogIndex: LogIndex;
  readonly lastLogTerm: Term;
}

export interface PreVoteReply {
  readonly type: 'PreVoteReply';
  readonly term: Term;
  /** The sender's term when it asked. */
  readonly askedInTerm: Term;
  readonly voteGranted: boolean;
}

/** Without entries: a heartbeat. */
export interface AppendEntries {
  readonly type: 'AppendEntries';
  readonly term: Term;
  readonly leaderId: NodeId;
  readonly prevLogIndex: LogIndex;
  readonly prevLogTerm: Term;
  readonly entries: readonly Entry[];
  readonly leaderCommit: LogIndex;
  /** Returned in the answer, so that the leader knows which of its messages was answered. */
  readonly stamp: Stamp;
}

export interface Stamp {
  /** The term of the leader that sent the message: rounds count from 1 in each term. */
  readonly term: Term;
  readonly round: number;
  /** By the leader's clock. */
  readonly sentAtMs: number;
}

export interface AppendEntriesReply {
  readonly type: 'AppendEntriesReply';
  readonly term: Term;
  readonly success: boolean;
  /** If it succeeded: the log agrees with the leader's up to here. */
  readonly matchIndex: LogIndex;
  /** If it did not: why. Undefined if the term was over. */
  readonly conflict: Conflict | undefined;
  /** Undefined in a leader's answer to itself. */
  readonly stamp: Stamp | undefined;
}

/** Where a follower's log diverges from what the leader assumed (§5.3, the last paragraphs). */
export interface Conflict {
  readonly prevLogIndex: LogIndex;
  /** The term of the follower's own entry there, if it has one. */
  readonly term: Term | undefined;
  /** The first entry of that term in the follower's log, or the end of the log if there is none. */
  readonly index: LogIndex;
}

/** Sent whole, not in chunks; answered by an AppendEntriesReply. */
export interface InstallSnapshot {
  readonly type: 'InstallSnapshot';
  readonly term: Term;
  readonly leaderId: NodeId;
  readonly snapshot: Snapshot;
  readonly stamp: Stamp;
}

/** Stand for election now, as if the election timeout had passed (dissertation, §3.10). */
export interface TimeoutNow {
  readonly type: 'TimeoutNow';
  readonly term: Term;
}

/** A follower asks the leader how far it must have applied to answer a read. */
export interface ReadIndex {
  readonly type: 'ReadIndex';
  readonly term: Term;
  /** The client whose read it is, and the number of that client's read. */
  readonly client: NodeId;
  readonly request: number;
}

export interface ReadIndexReply {
  readonly type: 'ReadIndexReply';
  readonly term: Term;
  readonly client: NodeId;
  readonly request: number;
  /** Undefined if the server asked does not lead. */
  readonly readIndex: LogIndex | undefined;
}

export type ServerMessage =
  | RequestVote
  | RequestVoteReply
  | PreVote
  | PreVoteReply
  | AppendEntries
  | AppendEntriesReply
  | InstallSnapshot
  | TimeoutNow
  | ReadIndex
  | ReadIndexReply;

export interface RegisterClient {
  readonly type: 'RegisterClient';
  /** The client's own number of the request, to tell answers apart. */
  readonly request: number;
}

export interface ClientRequest {
  readonly type: 'ClientRequest';
  readonly request: number;
  readonly command: ClientCommand;
}

export interface ClientReply {
  readonly type: 'ClientReply';
  readonly request: number;
  /** Undefined if the server cannot answer: it does not lead, or no longer leads. */
  readonly result: Result | undefined;
  readonly leaderHint: NodeId | null;
}

/** What an operator tells one server, bypassing the network. */
export type OperatorRequest =
  /** Stand for election now (etcd's MsgHup). */
  | { readonly type: 'StandForElection' }
  | { readonly type: 'TransferLeadership'; readonly target: NodeId }
  | {
      readonly type: 'ChangeMembership';
      readonly voters: readonly NodeId[];
      /** A server that stays without a vote. */
      readonly learners: readonly NodeId[];
    }
  | { readonly type: 'TakeSnapshot' };

/** What a scenario's script tells one client to request next, and from which server first. */
export interface Ask {
  readonly type: 'Ask';
  readonly kind: ClientCommand['kind'];
  readonly key: string;
  readonly value?: string | undefined;
  readonly expected?: string | null | undefined;
  readonly of: NodeId | undefined;
}

/** What a server's disk reports: a pending write is durable. */
export type DiskMessage = SnapshotStored | EntriesStored;

export interface SnapshotStored {
  readonly type: 'SnapshotStored';
  readonly snapshot: Snapshot;
}

/** Only with asynchronous append. */
export interface EntriesStored {
  readonly type: 'EntriesStored';
  /** The message that the server owed its leader when it wrote them. */
  readonly reply: AppendEntriesReply;
}

export type RaftMessage =
  | ServerMessage
  | DiskMessage
  | RegisterClient
  | ClientRequest
  | ClientReply
  | OperatorRequest
  | Ask;
