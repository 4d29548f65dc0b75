/**
 * Figure 10 of the paper: servers switch configurations at different times, so at one moment a
 * majority of the old configuration and a majority of the new one share no server.
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
  // n1 and n2 are two of three; n3, n4 and n5 are three of five.
  [stand('n1'), stand('n5')],
  [heal()],
];

const atTheSameTime = sometimes<RaftCluster>(
  'both-stand',
  'n1 stands by the old configuration and n5 by the new one, in the same term',
  ({ servers }) => servers[0]?.state?.currentTerm === 2 && servers[4]?.state?.currentTerm === 2,
);

export default story({
  id: 'raft/figure-10',
  asks: 'A cluster grows from three servers to five. Why not let each server switch to the new configuration at once?',
  claims: ['raft-joint-consensus'],
  code: [
    'sims/raft/membership/membership.ts#isMajority',
    'sims/raft/membership/change.ts#enterJoint',
    'sims/raft/membership/joint.ts#onConfigurationCommitted',
  ],
  cluster: { nodes: 3, spares: 2, learnersFirst: false },
  steps,
  metrics: {
    votesForN5: counter('votes', 'that n5 got: a majority of the five'),
    leaders: counter('leaders', 'that were elected in term 2'),
  },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'votes', ({ candidate }) => {
      if (candidate === 'n5') metrics.votesForN5.add();
    });
    raftNotes.listen(trace, 'leads', ({ term }) => {
      if (term === 2) metrics.leaders.add();
    });
  },
  goals: [atTheSameTime],
  expect: [
    {
      id: 'majority-of-new-is-not-enough',
      text: 'votes for n5, besides its own: those of n3 and n4, which makes three out of five',
      measured: ({ votesForN5 }) => votesForN5.value,
      bound: { atLeast: 2 },
    },
    {
      id: 'one-leader',
      text: 'leaders elected in the term: one, as both majorities must agree while the configuration is joint',
      claim: 'raft-joint-consensus',
      measured: ({ leaders }) => leaders.value,
      bound: { atMost: 1 },
    },
  ],
  tells: ({ votesForN5, leaders }) =>
    `If each server switched by itself, a majority of the old servers and another of the new ones could each elect a leader in one term; with joint consensus a leader needs both majorities. n5 had its own vote and ${votesForN5.value} others out of five, n1 a majority of the three. ` +
    `The servers elected ${counted(leaders.value, 'leader')}. While the joint configuration is in force, n5 also needs a majority of the old three, ` +
    'which it cannot get.',
});

// Left out: letting the new servers catch up first, as learners, which costs no safety and saves time.
