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

  // Persistent: written to the disk before it counts.
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
  /** Whom this server takes for the leader of its term, if it has heard of one. */
  leaderId: NodeId | null;
  /** When it last heard from that leader, or started: by its own clock. */
  leaderContactMs: number;
  /** Reads that clients ask of this follower. */
  readonly followerReads: FollowerRead[];
  /** Requests that wait to be appended together, while it leads. */
  proposals: Proposal[];

  // Volatile, on candidates: whose votes it has got, or whose promises before it stands.
  votes: NodeId[];

  /** Volatile, on leaders. */
  leading: Leading | null;
}

/** What a leader knows, reinitialized after election. */
export interface Leading {
  /** When it was elected, by its own clock. */
  readonly sinceMs: number;
  /** Where its own entries begin: what it commits from there on is of its own term. */
  readonly electedAtIndex: LogIndex;
  /** For each server of the configuration, itself included. */
  readonly progress: Progress[];
  /** Numbers the rounds of AppendEntries, so that an answer tells which of them it answers. */
  round: number;
  /** Requests whose entries wait to be applied, in the order of the log. */
  readonly waiting: Waiting[];
  readonly reads: PendingRead[];
  /** Whom to go to once the voters that are new among them have caught up. */
  goal: Membership | null;
  /** To whom the lead is being handed over. */
  transfer: Transfer | null;
  /** A TimeoutNow is under way, or was: somebody may be elected while this leader's lease runs. */
  leaseGivenAway: boolean;
}

/** What the leader knows of one server's log, and of its attention. */
export interface Progress {
  readonly id: NodeId;
  /** The next entry to send to it. */
  nextIndex: LogIndex;
  /** The highest entry known to be replicated on it. */
  matchIndex: LogIndex;
  /**
   * Whether the leader knows where its log parts from its own: until then it probes with one message
   * at a time; afterwards it sends entries as they come, without waiting for answers (the names are
   * those of etcd's `tracker`).
   */
  mode: 'probe' | 'replicate';
  /** While probing: a message is under way. */
  awaiting: boolean;
  /** The latest round that it answered, and when the leader had sent that. */
  ackedRound: number;
  ackedSentAtMs: number;
  /** When an answer of it last arrived, by the leader's clock. */
  contactMs: number;
}

/** A configuration, and the entry that it stands in: 0 for the one that the server started with. */
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
  /** What to read; or, where a follower will read, for which client. */
  readonly reader: { readonly command: ClientCommand } | { readonly client: NodeId };
  /** How far the machine must be; undefined until something of the leader's own term is committed. */
  readIndex: LogIndex | undefined;
  /** A majority must answer this round, or a later one. */
  round: number;
}

/** A read that a follower has not answered yet. */
export interface FollowerRead {
  readonly client: NodeId;
  readonly request: number;
  readonly command: ClientCommand;
  /** How far the machine must be; undefined until the leader has said so. */
  readIndex: LogIndex | undefined;
}

export interface Transfer {
  readonly target: NodeId;
  /** TimeoutNow was sent. */
  told: boolean;
}
