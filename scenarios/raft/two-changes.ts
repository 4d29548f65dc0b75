/** n1 adds n4 and then n5, and reaches only these two. */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
import { changeMembership, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [partition(['n1', 'n4', 'n5'], ['n2', 'n3'])],
  [changeMembership('n1', 'n1', 'n2', 'n3', 'n4')],
  [changeMembership('n1', 'n1', 'n2', 'n3', 'n4', 'n5')],
  // n2 and n3 are two of three; n1, n4 and n5 would be three of five.
  [stand('n2'), stand('n5')],
  [heal()],
];

const n2Leads = sometimes<RaftCluster>(
  'n2-leads',
  'n2 is elected by the old configuration',
  ({ servers }) => servers[1]?.state?.role === 'leader',
);

export default story({
  id: 'raft/two-changes',
  asks: 'May a leader start a change of membership before the previous one is committed?',
  claims: ['raft-joint-consensus'],
  code: ['sims/raft/membership/joint.ts#onChangeMembership'],
  cluster: { nodes: 3, spares: 2, membership: 'single-server', learnersFirst: false },
  steps,
  metrics: {
    refused: counter('changes', 'that the leader refused'),
    leaders: counter('leaders', 'that were elected in term 2'),
  },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'refuses-change', () => metrics.refused.add());
    raftNotes.listen(trace, 'leads', ({ term }) => {
      if (term === 2) metrics.leaders.add();
    });
  },
  goals: [n2Leads],
  expect: [
    {
      id: 'second-is-refused',
      text: 'changes refused: the leader refuses the second change while the first is not committed',
      claim: 'raft-joint-consensus',
      measured: ({ refused }) => refused.value,
      bound: { atLeast: 1, atMost: 1 },
    },
    {
      id: 'one-leader',
      text: 'leaders elected in term 2: one',
      measured: ({ leaders }) => leaders.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ refused, leaders }) =>
    `A second change must wait until the first is committed: majorities of configurations that are one change apart overlap, but two changes apart they need not. ` +
    `The leader refused ${counted(refused.value, 'change')}, because the previous one had no majority yet, and the servers elected ${counted(leaders.value, 'leader')} in term 2.`,
});

// Left out: an operator that tries again later.
