/**
 * n1 takes a snapshot; then n4 is added. What n4 needs is gone from the log of n1, which sends its snapshot,
 * taken before n4 was a member.
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { serverIsAdded } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
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
  asks: 'A new server is sent a snapshot that does not name it. May it install it?',
  claims: ['raft-joint-consensus'],
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
      text: 'it may, and must: it learns that it is a member from the entries that follow',
      claim: 'raft-joint-consensus',
      measured: ({ installed }) => installed.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ installed }) =>
    `n4 installed ${installed.value === 1 ? 'a snapshot' : `${installed.value} snapshots`} in which it was no member, then got the entry that adds it, caught up, and has a vote. ` +
    'A server that refuses such a snapshot waits for ever, because the leader has nothing older to send (raft-rs#472).',
});

// Left out: a leader that takes a fresh snapshot for a new server, which works too, and costs one for each.
