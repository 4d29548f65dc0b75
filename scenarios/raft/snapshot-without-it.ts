/**
 * n1 takes a snapshot; then n4 is added. The log of n1 no longer has what n4 needs, so n1 sends its
 * snapshot, taken before n4 was a member.
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { serverIsAdded } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { changeMembership, put, type Step, stand, story, takeSnapshot } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'one')],
  [takeSnapshot('n1')],
  [changeMembership('n1', 'n1', 'n2', 'n3', 'n4')],
  [],
  [],
];

const snapshotIsSent = sometimes<RaftCluster>(
  'log-is-cut-off',
  'n1 has a snapshot in place of the beginning of its log',
  ({ servers }) => (servers[0]?.state?.log.startIndex ?? 0) > 0,
);

export default story({
  id: 'raft/snapshot-without-it',
  asks: 'A new server gets a snapshot that does not list it as a member. May it install the snapshot?',
  claims: ['raft-joint-consensus'],
  code: ['sims/raft/snapshot/install-snapshot.ts#onInstallSnapshot'],
  cluster: { nodes: 3, spares: 1, clients: 1 },
  steps,
  metrics: { installed: counter('snapshots', 'that n4 installed') },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'installs-snapshot', (_note, by) => {
      if (by === 'n4') metrics.installed.add();
    });
  },
  goals: [snapshotIsSent, serverIsAdded('n4', 300)],
  expect: [
    {
      id: 'it-installs',
      text: 'snapshots that n4 installs although they do not list it: one; the entries that follow make it a member',
      claim: 'raft-joint-consensus',
      measured: ({ installed }) => installed.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ installed }) =>
    `It must: n4 installed ${counted(installed.value, 'snapshot')} that does not list it, and learns from the entries that follow that it is a member. ` +
    'A server that refuses such a snapshot waits for ever, because the leader has nothing older to send (raft-rs#472).',
});

// Left out: a leader that takes a fresh snapshot for each new server, which also works and costs
// one snapshot each time.
