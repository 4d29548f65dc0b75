/** A Raft server at work: its state, its options and its rules. */
import type { Context, NodeId } from '../../../src/world/actor.ts';
import type { Term } from '../log/entry.ts';
import type { RaftMessage } from '../messages.ts';
import type { RaftNote } from '../notes.ts';
import type { RaftRules } from '../rules.ts';
import { type RoleEvent, type RoleTimer, raftChart } from './chart.ts';
import type { JournalRecord } from './journal.ts';
import type { RaftState } from './state.ts';

export type RaftTimer = RoleTimer | 'batchTimeout' | 'transferTimeout';
export type RaftContext = Context<RaftMessage, RaftTimer, JournalRecord>;

/** How a cluster is set up, and which of the optional mechanisms it uses. */
export interface RaftOptions {
  /** All servers, this one included. */
  readonly servers: readonly NodeId[];
  /** The voters of the first configuration. The other servers wait to be added. */
  readonly voters: readonly NodeId[];
  /** Bounds of the election timeout, which is drawn anew whenever the timer starts. */
  readonly electionTimeoutMs: { readonly min: number; readonly max: number };
  /** How often a leader sends heartbeats. */
  readonly heartbeatMs: number;
  /** The terms of the entries in each server's log when the run starts; an empty log by default. */
  readonly initialLogs: Readonly<Record<NodeId, readonly Term[]>>;
  /** The terms that servers have reached (default: that of the latest entry of all logs). */
  readonly initialTerms: Readonly<Record<NodeId, Term>>;

  /** A new leader appends an entry of its own term at once, and so commits those before it (§8). */
  readonly noOp: boolean;
  /** Ask whether the server could win before it stands for election (dissertation, §9.6). */
  readonly preVote: boolean;
  /** A leader steps down if no majority answers it for an election timeout (dissertation, §6.2). */
  readonly checkQuorum: boolean;
  /**
   * Servers that have heard from a leader within the shortest election timeout ignore vote requests
   * (§6, the last paragraphs). The dissertation also applies this to pre-vote; etcd ties it to
   * check-quorum. Leases depend on it.
   */
  readonly leaderStickiness: boolean;
  /**
   * How reads are answered: as entries of the log; by ReadIndex, with a round of heartbeats and no
   * entry (§8); by lease, with neither while one runs (dissertation, §6.4.1); or from local state,
   * which is not linearizable.
   */
  readonly reads: 'log' | 'read-index' | 'lease' | 'local';
  /** Followers answer reads too, instead of naming the leader. */
  readonly followerReads: boolean;
  /** How much faster one server's clock may run than another's, as far as leases assume. */
  readonly clockDriftBound: number;
  /** A server takes a snapshot after applying that many entries; null: never. */
  readonly snapshotEvery: number | null;
  /** How more than one voter is changed: through a joint configuration (§6), or not at all. */
  readonly membership: 'joint' | 'single-server';
  /** New servers catch up as learners before they get a vote. */
  readonly learnersFirst: boolean;
  /** Disks report writes to the server itself, which then answers the current leader (etcd). */
  readonly asynchronousAppend: boolean;
  /** How long a leader collects requests, to append and send them together. */
  readonly batchMs: number;
  readonly entriesPerMessageMax: number;
  /** Commits appear in the story: for scripts of a few requests. */
  readonly tellsCommits: boolean;
}

/** Raft as in §5 of the paper, with the no-op of §8, and nothing else. */
export const basicRaft = {
  initialLogs: {},
  initialTerms: {},
  noOp: true,
  preVote: false,
  checkQuorum: false,
  leaderStickiness: false,
  reads: 'log',
  followerReads: false,
  clockDriftBound: 1,
  snapshotEvery: null,
  membership: 'joint',
  learnersFirst: true,
  asynchronousAppend: false,
  batchMs: 0,
  entriesPerMessageMax: 64,
  tellsCommits: false,
} as const satisfies Partial<RaftOptions>;

export interface Server {
  readonly state: RaftState;
  readonly context: RaftContext;
  readonly rules: RaftRules;
  readonly options: RaftOptions;
}

export function note(server: Server, note: RaftNote): void {
  server.context.note(note);
}

/** Makes a transition of the chart: changes the role, and starts and stops its timers. */
export function move(server: Server, event: RoleEvent): void {
  const { state, context } = server;
  const { to, effects } = raftChart.move(state.role, event);
  state.role = to;
  for (const effect of effects) {
    if (effect.kind === 'start-timer') startTimer(server, effect.timer);
    else if (effect.kind === 'stop-timer') context.cancelTimer(effect.timer);
  }
}

export function startTimer(server: Server, timer: RoleTimer): void {
  const { context, options, rules } = server;
  if (timer === 'heartbeatTimeout') {
    context.setTimer(timer, options.heartbeatMs);
    return;
  }
  const { min, max } = options.electionTimeoutMs;
  const spread = rules['randomize-election-timeout'] ? context.random() * (max - min) : 0;
  context.setTimer(timer, min + spread);
}
