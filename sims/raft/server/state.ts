/**
 * What a Raft server knows (paper, Figure 2, State).
 */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Machine, Snapshot } from '../client/machine.ts';
import type { ClientCommand, Command, Configuration, LogIndex, Term } from '../log/entry.ts';
import type { Log } from '../log/log.ts';
import type { Membership } from '../membership/change.ts';
import type { Role } from './chart.ts';

export interface RaftState {
  role: Role;

  // Persistent: written to disk before it counts.
  currentTerm: Term;
  votedFor: NodeId | null;
  readonly log: Log;
  snapshot: Snapshot | null;

  // Volatile, on all servers.
  commitIndex: LogIndex;
  lastApplied: LogIndex;
  /** The replicated state machine, as of `lastApplied`. */
  machine: Machine;
  /** Every configuration in the log, the one in force last. */
  readonly configurations: ConfigurationAt[];
  /** The server that this one believes to lead its term, if it has heard of one. */
  leaderId: NodeId | null;
  /** When it last heard from that leader, or started: by its own clock. */
  leaderContactMs: number;
  /** Reads that clients request from this follower. */
  readonly followerReads: FollowerRead[];
  /** Requests waiting to be appended together, while it leads. */
  proposals: Proposal[];

  // Volatile, on candidates: the votes it has got, or the promises before it stands.
  votes: NodeId[];

  /** Volatile, on leaders. */
  leading: Leading | null;
}

/** What a leader knows, reinitialized after election. */
export interface Leading {
  /** When it was elected, by its own clock. */
  readonly sinceMs: number;
  /** Where its own entries begin: commits from there on are of its own term. */
  readonly electedAtIndex: LogIndex;
  /** For each server of the configuration, itself included. */
  readonly progress: Progress[];
  /** Numbers the rounds of AppendEntries, so that an answer shows which round it answers. */
  round: number;
  /** Requests whose entries wait to be applied, in log order. */
  readonly waiting: Waiting[];
  readonly reads: PendingRead[];
  /** The intended configuration, once its new voters have caught up. */
  goal: Membership | null;
  /** The target of a leadership transfer in progress. */
  transfer: Transfer | null;
  /**
   * A TimeoutNow is or was in flight: another server may be elected while this leader's lease runs.
   */
  leaseGivenAway: boolean;
}

/** What the leader knows about one server's log and contact. */
export interface Progress {
  readonly id: NodeId;
  /** The next entry to send to it. */
  nextIndex: LogIndex;
  /** The highest entry known to be replicated on it. */
  matchIndex: LogIndex;
  /**
   * Whether the leader knows where that log diverges from its own: until then it probes with one
   * message at a time; afterwards it sends entries as they come, without waiting for answers (the
   * names are those of etcd's `tracker`).
   */
  mode: 'probe' | 'replicate';
  /** While probing: a message is in flight. */
  awaiting: boolean;
  /** The latest round that it answered, and when the leader had sent that. */
  ackedRound: number;
  ackedSentAtMs: number;
  /** When its last answer arrived, by the leader's clock. */
  contactMs: number;
}

/** A configuration and the index of its entry: 0 for the server's initial configuration. */
export interface ConfigurationAt {
  readonly index: LogIndex;
  readonly configuration: Configuration;
}

/** A request that is not in the log yet. */
export interface Proposal {
  readonly client: NodeId;
  readonly request: number;
  readonly command: Command;
}

/** A request whose entry is in the log, and not applied yet. */
export interface Waiting {
  readonly client: NodeId;
  readonly request: number;
  readonly index: LogIndex;
}

/** A read that the leader has not answered yet. */
export interface PendingRead {
  /** The client, or the follower that asks for it. */
  readonly from: NodeId;
  readonly request: number;
  /** The key to read; or, if a follower will read, for which client. */
  readonly reader: { readonly command: ClientCommand } | { readonly client: NodeId };
  /**
   * How far the machine must have applied; undefined until an entry of the leader's own term is
   * committed.
   */
  readIndex: LogIndex | undefined;
  /** A majority must answer this round, or a later one. */
  round: number;
}

/** A read that a follower has not answered yet. */
export interface FollowerRead {
  readonly client: NodeId;
  readonly request: number;
  readonly command: ClientCommand;
  /** How far the machine must have applied; undefined until the leader has said so. */
  readIndex: LogIndex | undefined;
}

export interface Transfer {
  readonly target: NodeId;
  /** TimeoutNow was sent. */
  told: boolean;
}
