/** One Raft server on the bench, and the messages that its tests hand to it. */
import { type Command, type Entry, noOp, type Term } from '../../sims/raft/log/entry.ts';
import type {
  AppendEntries,
  AppendEntriesReply,
  RequestVote,
  RequestVoteReply,
} from '../../sims/raft/messages.ts';
import { raftRules } from '../../sims/raft/rules.ts';
import type { JournalRecord } from '../../sims/raft/server/journal.ts';
import { raftNode } from '../../sims/raft/server/node.ts';
import { basicRaft, type RaftOptions } from '../../sims/raft/server/server.ts';
import { onBench } from './actor-bench.ts';

interface BenchOptions extends Partial<RaftOptions> {
  /** The terms of the entries in its log. */
  readonly log?: Term[];
  readonly journal?: JournalRecord[];
  /** Rules that are off. */
  readonly off?: string[];
}

/** n1, of five servers; without the no-op, as in §5 of the paper. */
export function benchServer(options: BenchOptions = {}) {
  const { log = [], journal = [], off = [], ...others } = options;
  const servers = options.servers ?? ['n1', 'n2', 'n3', 'n4', 'n5'];
  const node = raftNode(raftRules.without(...off), {
    ...basicRaft,
    noOp: false,
    electionTimeoutMs: { min: 150, max: 300 },
    heartbeatMs: 50,
    voters: servers,
    ...others,
    servers,
    initialLogs: { n1: log },
  });
  return onBench('n1', node, journal);
}

export const ballot = (currentTerm: Term, votedFor: string | null): JournalRecord => ({
  kind: 'ballot',
  currentTerm,
  votedFor,
});

export const requestVote = (term: Term, candidateId: string, log: Term[] = []): RequestVote => ({
  type: 'RequestVote',
  term,
  candidateId,
  lastLogIndex: log.length,
  lastLogTerm: log.at(-1) ?? 0,
  leaderAgrees: false,
});

/** A vote for a candidate that claimed this log. */
export const granted = (term: Term, log: readonly Term[] = []): RequestVoteReply => ({
  type: 'RequestVoteReply',
  term,
  voteGranted: true,
  claimed: { lastLogIndex: log.length, lastLogTerm: log.at(-1) ?? 0 },
});

export const refused = (term: Term, log: readonly Term[] = []): RequestVoteReply => ({
  ...granted(term, log),
  voteGranted: false,
});

export const entries = (...terms: Term[]): Entry[] =>
  terms.map((term) => ({ term, command: noOp }));

export const put = (key: string, value: string): Command => ({
  kind: 'put',
  key,
  value,
  session: 1,
  serial: 1,
});

/** Of the first round of a leader of that term. */
export const stamp = (term: Term) => ({ term, round: 1, sentAtMs: 0 });

/** AppendEntries of n2, unless `more` names another leader. */
export const appendEntries = (term: Term, more: Partial<AppendEntries> = {}): AppendEntries => ({
  type: 'AppendEntries',
  term,
  leaderId: 'n2',
  prevLogIndex: 0,
  prevLogTerm: 0,
  entries: [],
  leaderCommit: 0,
  stamp: stamp(term),
  ...more,
});

export const heartbeat = (term: Term, leaderId: string): AppendEntries =>
  appendEntries(term, { leaderId });

export const acceptedEntries = (term: Term, matchIndex: number): AppendEntriesReply => ({
  type: 'AppendEntriesReply',
  term,
  success: true,
  matchIndex,
  conflict: undefined,
  stamp: stamp(term),
});

export const refusedEntries = (
  term: Term,
  conflict?: AppendEntriesReply['conflict'],
): AppendEntriesReply => ({
  type: 'AppendEntriesReply',
  term,
  success: false,
  matchIndex: 0,
  conflict,
  stamp: stamp(term),
});
