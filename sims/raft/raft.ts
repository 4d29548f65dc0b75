/** Raft as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { raftChart } from './chart.ts';
import { raftExplorable } from './exploration.ts';
import { clientEventOf } from './history.ts';
import { raftInvariants } from './invariants.ts';
import { linearizable } from './linearizable.ts';
import type { RaftMessage } from './messages.ts';
import { raftArrowText, raftNotes } from './notes.ts';
import { raftObserver } from './observer.ts';
import { type RaftRule, raftRules } from './rules.ts';
import { viewOf } from './view.ts';

export const raft: Sim<RaftRule> = {
  id: 'raft',
  title: 'Raft: elections, the replicated log, clients, membership',
  about:
    'Servers agree on a log, and so on the state of a machine that each of them runs: a leader, elected by a majority in ' +
    'numbered terms, puts the requests of clients into it and has the others copy it. Snapshots, changes of membership, ' +
    'handing over, pre-vote, check-quorum and three kinds of reads are there to be switched on. Left out: servers that lie, ' +
    'disks that garble, and snapshots in parts.',
  sources: [
    'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (extended version), 2014',
    'Ongaro, Consensus: Bridging Theory and Practice, 2014',
  ],
  rules: raftRules,
  invariants: [...raftInvariants, linearizable],
  observer: raftObserver,
  charts: [raftChart],
  files: [
    'chart.ts',
    'entry.ts',
    'log.ts',
    'state.ts',
    'messages.ts',
    'journal.ts',
    'server.ts',
    'term.ts',
    'ballot.ts',
    'election.ts',
    'propose.ts',
    'replication.ts',
    'follower.ts',
    'acknowledgement.ts',
    'commit.ts',
    'machine.ts',
    'session.ts',
    'requests.ts',
    'client.ts',
    'reads.ts',
    'lease.ts',
    'check-quorum.ts',
    'pre-vote.ts',
    'snapshot.ts',
    'install-snapshot.ts',
    'membership.ts',
    'change.ts',
    'joint.ts',
    'transfer.ts',
    'node.ts',
    'observer.ts',
    'invariants.ts',
    'linearizable.ts',
  ],
  inWords: (note) => raftNotes.inWords(note),
  arrowText: (message) => raftArrowText(message as RaftMessage),
  clientEvent: (note) => (raftNotes.holds(note) ? clientEventOf(note) : undefined),
  view: viewOf,
  explorable: raftExplorable,
};
