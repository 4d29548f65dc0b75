/**
 * The story that Ongaro published on the mailing list raft-dev. n1 appends a configuration with n5
 * that is not committed; n2 is elected and at once commits one without n1; then n1 is elected with
 * the help of n5.
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { cut, heal, hold, partition, release } from '../../src/world/fault.ts';
import { changeMembership, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  // D, with n5, reaches n5 only.
  [partition(['n1', 'n5'], ['n2', 'n3', 'n4'])],
  [changeMembership('n1', 'n1', 'n2', 'n3', 'n4', 'n5')],
  // n2 is elected by n3 and n4; n4 does not hear of it.
  [hold('n4', 'n2'), stand('n2')],
  [cut('n2', 'n4')],
  [release('n4', 'n2')],
  // E, without n1: two of its three servers are reachable.
  [changeMembership('n2', 'n2', 'n3', 'n4')],
  [partition(['n1', 'n4', 'n5'], ['n2', 'n3'])],
  [stand('n1')],
  [stand('n1')],
  [heal()],
];

const n1LeadsAgain = sometimes<RaftCluster>(
  'n1-leads-again',
  'n1 is elected again, by the five servers in its log',
  ({ servers }) => {
    const state = servers[0]?.state;
    return state?.role === 'leader' && state.currentTerm === 3;
  },
);

export default story({
  id: 'raft/single-server-bug',
  asks: 'A new leader changes the membership at once. What was wrong with that, until 2015?',
  claims: ['raft-joint-consensus'],
  code: ['sims/raft/membership/joint.ts#onChangeMembership'],
  cluster: { nodes: 4, spares: 1, membership: 'single-server', learnersFirst: false },
  steps,
  metrics: { refused: counter('changes', 'that n2 refused to make') },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'refuses-change', (_note, by) => {
      if (by === 'n2') metrics.refused.add();
    });
  },
  goals: [n1LeadsAgain],
  expect: [
    {
      id: 'not-before-own-commit',
      text: 'changes refused: n2 refuses to change the membership before it has committed an entry of its own term',
      claim: 'raft-joint-consensus',
      measured: ({ refused }) => refused.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ refused }) =>
    `Two leaders could each commit a change by majorities that share no server; so a new leader first commits an entry of its own term, usually a no-op. n2 refused ${counted(refused.value, 'change')}, because it had committed nothing in its own term yet; to commit one it must ` +
    'reach n4, and then n4 refuses its vote to n1, whose last entry is older.',
});

// Left out: joint consensus, which did not have the fault.
