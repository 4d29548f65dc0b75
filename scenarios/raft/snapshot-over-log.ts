/**
 * n3 has entries of term 1 that no other server has. The others commit entries of term 2 in their
 * place, and the leader keeps only a snapshot of them.
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { cut, mend } from '../../src/world/fault.ts';
import { put, type Step, stand, story, takeSnapshot } from './script.ts';

const steps: readonly Step[] = [
  [cut('n1', 'n3'), stand('n1')],
  [put('c1', 'n1', 'x', 'one')],
  [put('c1', 'n1', 'x', 'two')],
  [takeSnapshot('n1')],
  [mend('n1', 'n3')],
];

const caughtUp = sometimes<RaftCluster>(
  'n3-has-all',
  'n3 has the second value, and nothing after it',
  ({ servers }) => {
    const state = servers[2]?.state;
    return state?.machine.data['x'] === 'two' && state.log.entries.length === 0;
  },
);

export default story({
  id: 'raft/snapshot-over-log',
  asks: 'A follower gets a snapshot that its log contradicts. What remains of the log?',
  claims: ['raft-strong-leader'],
  code: [
    'sims/raft/snapshot/snapshot.ts#keepsSuffixOf',
    'sims/raft/server/journal.ts#holdsEndOf',
    'sims/raft/snapshot/install-snapshot.ts#install',
  ],
  cluster: {
    nodes: 3,
    clients: 1,
    initialLogs: { n1: [1], n2: [1], n3: [1, 1, 1, 1, 1, 1, 1, 1] },
    committed: [1],
  },
  steps,
  metrics: { installed: counter('snapshots', 'that n3 installed') },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'installs-snapshot', () => metrics.installed.add());
  },
  goals: [caughtUp],
  expect: [
    {
      id: 'installed-once',
      text: 'snapshots that n3 installs: one, for which it drops its whole log',
      claim: 'raft-strong-leader',
      measured: ({ installed }) => installed.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ installed }) =>
    `Nothing remains of a log that contradicts the snapshot: n3 installed ${counted(installed.value, 'snapshot')}, and its own entry at the snapshot’s end had another term, so the entries ` +
    'after it belonged to another history. If the terms agree, the rest of the log stays.',
});

// Left out: snapshots that arrive in chunks. Here they arrive whole.
