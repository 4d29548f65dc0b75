/** The lab's description of Raft. */
import type { Sim } from '../../src/check/sim.ts';
import { clientEventOf } from './client/history.ts';
import { linearizable } from './client/linearizable.ts';
import { raftExplorable } from './exploration/exploration.ts';
import { raftInvariants } from './invariants.ts';
import type { RaftMessage } from './messages.ts';
import { raftArrowText, raftNotes } from './notes.ts';
import { raftObserver } from './observer.ts';
import { type RaftRule, raftRules } from './rules.ts';
import { raftChart } from './server/chart.ts';
import { viewOf } from './view.ts';

export const raft: Sim<RaftRule> = {
  id: 'raft',
  title: 'Raft: elections, the replicated log, clients, membership',
  about:
    'Servers agree on a log, and thereby on the state of a machine that each of them runs. A leader, elected by a majority in ' +
    'numbered terms, appends the requests of clients to the log and replicates it. Snapshots, membership changes, ' +
    'leadership transfer, pre-vote, check-quorum and three kinds of reads can be switched on. Left out: Byzantine servers, ' +
    'disk corruption, and snapshots in chunks.',
  sources: [
    'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (extended version), 2014',
    'Ongaro, Consensus: Bridging Theory and Practice, 2014',
  ],
  rules: raftRules,
  invariants: [...raftInvariants, linearizable],
  observer: raftObserver,
  charts: [raftChart],
  files: [
    'server/chart.ts',
    'log/entry.ts',
    'log/log.ts',
    'rules.ts',
    'client/session.ts',
    'client/machine.ts',
    'membership/change.ts',
    'server/state.ts',
    'messages.ts',
    'server/journal.ts',
    'notes.ts',
    'server/server.ts',
    'client/replies.ts',
    'server/term.ts',
    'election/ballot.ts',
    'membership/membership.ts',
    'snapshot/snapshot.ts',
    'log/replication.ts',
    'log/propose.ts',
    'election/check-quorum.ts',
    'election/election.ts',
    'client/lease.ts',
    'client/reads.ts',
    'membership/joint.ts',
    'log/commit.ts',
    'log/follower.ts',
    'election/transfer.ts',
    'log/acknowledgement.ts',
    'client/requests.ts',
    'client/client.ts',
    'election/pre-vote.ts',
    'snapshot/install-snapshot.ts',
    'server/node.ts',
    'observer.ts',
    'client/history.ts',
    'cluster.ts',
    'invariants.ts',
    'client/linearizable.ts',
    'exploration/canonical.ts',
    'exploration/ghost.ts',
    'exploration/goals.ts',
    'exploration/properties.ts',
    'exploration/exploration.ts',
    'groups.ts',
    'goals.ts',
    'view.ts',
    'listeners.ts',
    'group-formulas.ts',
  ],
  notes: raftNotes,
  arrowText: (message) => raftArrowText(message as RaftMessage),
  clientEvent: (note) => (raftNotes.holds(note) ? clientEventOf(note) : undefined),
  view: viewOf,
  explorable: raftExplorable,
};
