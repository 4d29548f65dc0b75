/**
 * The disk of n1 takes 500 ms. n1 stands in term 2, and a majority votes for it at once, but it can
 * reach n2 only. It crashes before its ballot is on its disk, restarts in term 1, and stands in
 * term 2 again.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { times } from '../../src/words/numbers.ts';
import { crash, cut, heal, hold, release, restart } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

const wait: Step = [];
/** Longer than a write of n1. */
const diskOfN1: readonly Step[] = [wait, wait, wait, wait, wait, wait, wait];

const steps: readonly Step[] = [
  [stand('n2')],
  // Sessions, so that the requests that follow are entries.
  [put('c1', 'n2', 'y', 'first'), put('c2', 'n2', 'z', 'first')],
  ...diskOfN1,
  [hold('n3', 'n1'), hold('n4', 'n1'), hold('n5', 'n1')],
  [stand('n1')],
  [cut('n1', 'n3'), cut('n1', 'n4'), cut('n1', 'n5')],
  // Three votes arrive. Those of n1 and n2 would make five, but n1's own vote is not on its disk.
  [release('n3', 'n1'), release('n4', 'n1'), release('n5', 'n1')],
  [put('c1', 'n1', 'x', 'one')],
  [crash('n1'), heal()],
  [restart('n1')],
  [stand('n1')],
  ...diskOfN1,
  [put('c2', 'n1', 'x', 'two')],
  ...diskOfN1,
];

const n1Leads = sometimes<RaftCluster>(
  'n1-leads',
  'n1 leads term 2 after its restart',
  (cluster) => leaders(cluster)[0]?.self === 'n1',
);

export default story({
  id: 'raft/lost-ballot',
  asks: 'A candidate asks for votes while it is still writing its own ballot. When may it start to lead?',
  claims: ['pat-leader-election-single', 'q22-failover-keeps-write'],
  code: [
    'sims/raft/election/election.ts#onRequestVoteReply',
    'sims/raft/election/election.ts#standForElection',
  ],
  cluster: {
    nodes: 5,
    clients: 2,
    nodeOptions: (id) => ({ diskMs: constant(id === 'n1' ? 500 : 1) }),
  },
  steps,
  metrics: {
    stood: counter('candidacies', 'of n1 in term 2'),
    led: counter('leaderships', 'of term 2'),
  },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'stands', ({ term }, by) => {
      if (by === 'n1' && term === 2) metrics.stood.add();
    });
    raftNotes.listen(trace, 'leads', ({ term }) => {
      if (term === 2) metrics.led.add();
    });
  },
  goals: [n1Leads],
  expect: [
    {
      id: 'stands-twice',
      text: 'times that n1 stands for election in term 2: twice, as it loses its ballot in the crash',
      measured: ({ stood }) => stood.value,
      bound: { atLeast: 2, atMost: 2 },
    },
    {
      id: 'leads-once',
      text: 'times that n1 leads term 2: once, after its own ballot is on its disk',
      claim: 'pat-leader-election-single',
      measured: ({ led }) => led.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ stood, led }) =>
    `Once its own term and vote are on its disk, even if a majority has voted for it before that: otherwise a crash makes it forget the term, and it could lead the same term again. ` +
    `n1 had a majority of the votes, lost its ballot in a crash and stood again: it stood ${times(stood.value)} in term 2, and led it ${times(led.value)}.`,
});

// Left out: a candidate that asks only after its ballot is on its disk. It needs neither this rule
// nor the next, but pays a disk write before every election.
