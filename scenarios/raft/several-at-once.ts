/**
 * n3 is asked to add n4 and n5 to three servers in one step. n1 and n2 do not hear of it: they are
 * a majority of the old servers, and n3, n4 and n5 would be one of the new.
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
import { changeMembership, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n3')],
  [partition(['n1', 'n2'], ['n3', 'n4', 'n5'])],
  [changeMembership('n3', 'n1', 'n2', 'n3', 'n4', 'n5')],
  [stand('n1'), stand('n5')],
  [heal()],
];

const n1Leads = sometimes<RaftCluster>(
  'n1-leads',
  'n1 is elected by n2 and itself, two of three',
  ({ servers }) => servers[0]?.state?.role === 'leader',
);

export default story({
  id: 'raft/several-at-once',
  asks: 'Servers are added without a joint configuration. Why only one at a time?',
  claims: ['raft-joint-consensus'],
  code: [
    'sims/raft/membership/joint.ts#changesTooMany',
    'sims/raft/membership/membership.ts#majorityOf',
  ],
  cluster: { nodes: 3, spares: 2, membership: 'single-server', learnersFirst: false },
  steps,
  metrics: {
    refused: counter('changes', 'that the leader refused'),
    leaders: counter('leaders', 'that were elected in term 2'),
  },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'refuses-change', ({ rule }) => {
      if (rule === 'one-server-at-a-time') metrics.refused.add();
    });
    raftNotes.listen(trace, 'leads', ({ term }) => {
      if (term === 2) metrics.leaders.add();
    });
  },
  goals: [n1Leads],
  expect: [
    {
      id: 'is-refused',
      text: 'changes refused: the leader refuses to add two servers in one step',
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
    `A majority of three servers and one of five need not share a server, so each could elect its own leader; a majority of three and one of four ` +
    `always share one. The leader refused ${counted(refused.value, 'change')} of two servers, and the servers elected ${counted(leaders.value, 'leader')} in term 2.`,
});

// Left out: the operator, who would now add one server, wait until that is committed, and add the
// next.
