/**
 * n1 removes itself from four servers: two of the other three must now have an entry to commit it.
 * n1's next entry reaches n2 only.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { cut, heal, mend, partition } from '../../src/world/fault.ts';
import { changeMembership, put, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'old')],
  [cut('n2', 'n1'), cut('n3', 'n1'), cut('n4', 'n1')],
  [changeMembership('n1', 'n2', 'n3', 'n4')],
  [mend('n2', 'n1'), cut('n1', 'n3'), cut('n1', 'n4'), put('c1', 'n1', 'x', 'new')],
  // n3 and n4 are two of three.
  [partition(['n1', 'n2'], ['n3', 'n4'])],
  [stand('n3')],
  [heal()],
];

const n3Leads = sometimes<RaftCluster>(
  'n3-leads',
  'n3 leads',
  (cluster) => leaders(cluster)[0]?.self === 'n3',
);

export default story({
  id: 'raft/leader-outside',
  asks: 'A leader is about to leave the cluster. Does its own log count towards a majority?',
  claims: ['raft-joint-consensus', 'q22-failover-keeps-write'],
  code: ['sims/raft/log/commit.ts#majorityIndex'],
  cluster: {
    nodes: 4,
    clients: 1,
    membership: 'single-server',
    // No server answers a heartbeat before it answers the entry.
    heartbeatMs: 10_000,
  },
  steps,
  metrics: { committed: counter('entries', 'that n1 committed after its removal was in its log') },
  listen(trace, metrics) {
    let leaving = false;
    raftNotes.listen(trace, 'changes-membership', () => {
      leaving = true;
    });
    raftNotes.listen(trace, 'commits', (_note, by) => {
      if (leaving && by === 'n1') metrics.committed.add();
    });
  },
  goals: [n3Leads],
  expect: [
    {
      id: 'does-not-count',
      text: 'entries that n1 commits: none, as it no longer counts itself, and n2 alone is no majority',
      claim: 'raft-joint-consensus',
      measured: ({ committed }) => committed.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ committed }) =>
    `No: only members of the new configuration count. n1 and n2 had the entry, but n1 was no longer a member and n2 is one of three. n1 committed ${counted(committed.value, 'entry', 'entries')}, ` +
    'and then n3 and n4 elected a leader without them.',
});

// Left out: the client, which waits for n1 in vain. It would ask another server.
