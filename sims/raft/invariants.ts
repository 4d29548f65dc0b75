/**
 * The safety properties of Raft (paper, Figure 3), as an observer checks them after every event.
 */
import { watched } from '../../src/check/breaches.ts';
import { type Invariant, nodeInvariant } from '../../src/check/invariant.ts';
import type { NodeId } from '../../src/world/actor.ts';
import type { Node } from '../../src/world/node.ts';
import type { RaftCluster } from './cluster.ts';
import type { Term } from './log/entry.ts';
import type { Watched } from './observer.ts';
import type { JournalRecord } from './server/journal.ts';
import type { RaftState } from './server/state.ts';

/** An invariant of each server, with what it remembers of the run. */
function ofEachServer<Memory>(
  id: string,
  says: string,
  remember: () => Memory,
  checkNode: (node: Node<RaftState>, memory: Memory, cluster: RaftCluster) => string | undefined,
): Invariant<RaftCluster> {
  return nodeInvariant({ id, says, kind: 'raft', remember, checkNode });
}

/** Figure 3, Election Safety. Two leaders of one term need not lead at the same time. */
export const electionSafety = ofEachServer(
  'election-safety',
  'at most one leader is elected in a term',
  () => new Map<Term, NodeId>(),
  ({ self, state }, leaderOfTerm) => {
    if (state?.role !== 'leader') return undefined;
    const elected = leaderOfTerm.get(state.currentTerm);
    if (elected === undefined) leaderOfTerm.set(state.currentTerm, self);
    if (elected === undefined || elected === self) return undefined;
    return `${elected} and ${self} were both elected in term ${state.currentTerm}`;
  },
);

/**
 * §5.1: a server's term never falls, even across a restart. A term counts once no write of the
 * server is pending: before that the server has answered no message in it, and may lose it in a
 * crash.
 */
export const termsNeverFall = ofEachServer(
  'terms-never-fall',
  'the term of a server never falls, even across a restart',
  (): Term[] => [],
  ({ self, place, state, disk }, lastTerms) => {
    const last = lastTerms[place] ?? 0;
    if (state === undefined || state.currentTerm === last) return undefined;
    if (state.currentTerm < last)
      return `server ${self} fell back from term ${last} to ${state.currentTerm}`;
    if (disk.durable === disk.journal.length) lastTerms[place] = state.currentTerm;
    return undefined;
  },
);

/**
 * Figure 2, Persistent state, "updated on stable storage before responding to RPCs": a leader has
 * its own ballot on its disk, and each vote that it counted is on the voter's disk.
 */
export const countsDurableBallots = ofEachServer(
  'counts-durable-ballots',
  'a leader has its own ballot and each vote that it counts on disk',
  () => new Map<NodeId, Term>(),
  ({ self, state }, checkedTerms, { servers }) => {
    if (state?.role !== 'leader' || checkedTerms.get(self) === state.currentTerm) return undefined;
    checkedTerms.set(self, state.currentTerm);
    const missing = [self, ...state.votes].find((voter) => {
      const node = servers.find((server) => server.self === voter);
      return node === undefined || !hasVoted(node, state.currentTerm, self);
    });
    if (missing === undefined) return undefined;
    const whose = missing === self ? 'its own ballot' : `the vote of ${missing}`;
    return `server ${self} leads term ${state.currentTerm}, but ${whose} is not on a disk`;
  },
);

/** Is the vote on that server's disk? O(records): checked once for each vote of an election. */
function hasVoted({ disk }: Node<RaftState>, term: Term, candidate: NodeId): boolean {
  return disk.journal.slice(0, disk.durable).some((record) => {
    const { kind, currentTerm, votedFor } = record as JournalRecord & { kind: 'ballot' };
    return kind === 'ballot' && currentTerm === term && votedFor === candidate;
  });
}

const observed = watched<Watched, RaftCluster>(
  {
    // Figure 3, Leader Append-Only.
    'leader-append-only': 'a leader never overwrites or deletes entries in its log',
    // Figure 3, Log Matching: across all logs that ever existed, not only those of one moment.
    'log-matching': 'logs that share an entry of the same index and term are identical up to it',
    // Figure 3, Leader Completeness.
    'leader-completeness': 'every leader has every entry that was committed in an earlier term',
    // Figure 3, State Machine Safety.
    'state-machine-safety': 'no two servers apply different entries at the same index',
    // What a leader relies on: `CommittedIsDurable` in etcd's specification.
    'committed-is-durable': 'an entry is on the disks of a majority when it is committed',
    'commit-never-falls': 'the commit index of a running server never falls',
  },
  ({ observer }) => observer.breaches,
);

export const raftInvariants = [
  electionSafety,
  termsNeverFall,
  countsDurableBallots,
  ...Object.values(observed),
];
