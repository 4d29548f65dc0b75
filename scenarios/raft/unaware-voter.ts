/**
 * n3 is added to two servers; the entry is committed, but has not reached n3. Then n1 crashes: n2
 * needs a second vote out of three.
 */
import { leaders } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut } from '../../src/world/fault.ts';
import { changeMembership, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [cut('n1', 'n3'), changeMembership('n1', 'n1', 'n2', 'n3')],
  [crash('n1')],
  [stand('n2')],
];

export default story({
  id: 'raft/unaware-voter',
  asks: 'A server has a vote, but does not know it yet. May it vote?',
  claims: ['raft-joint-consensus'],
  code: ['sims/raft/election/election.ts#onRequestVote', 'sims/raft/election/election.ts#hasVote'],
  cluster: { nodes: 2, spares: 1, membership: 'single-server', learnersFirst: false },
  steps,
  metrics: { votesOfN3: counter('votes', 'of n3, whose own log does not name it') },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'votes', (_note, by) => {
      if (by === 'n3') metrics.votesOfN3.add();
    });
  },
  goals: [leaderElected, leaderWithMajority(200)],
  expect: [
    {
      id: 'it-votes',
      text: 'votes that n3 gives although its own log does not name it: one, as the candidate’s log decides',
      claim: 'raft-joint-consensus',
      measured: ({ votesOfN3 }) => votesOfN3.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ votesOfN3 }, cluster) =>
    `Yes, and it must: the candidate’s log decides who votes, because a voter may have missed the entry that adds it. n3 gave ${counted(votesOfN3.value, 'vote')} although its own log does not name it, and ${leaders(cluster)[0]?.self ?? 'no server'} leads at the end. ` +
    'If n3 refuses, the two remaining servers of three have no leader for ever.',
});

// Left out: letting n3 catch up before it gets a vote, which makes this case rare, not impossible.
