/**
 * The disk of n1 takes 500 ms. n1 has a committed entry, but not on its disk yet, when it stands in
 * term 2; n2 and n3 vote for it, and their votes are held back. n1 crashes: entry, term and vote
 * are lost. It restarts, stands in term 2 again, and then the votes arrive.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { counted, times } from '../../src/words/numbers.ts';
import { crash, hold, release, restart } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

const wait: Step = [];
/** Longer than a write of n1. */
const diskOfN1: readonly Step[] = [wait, wait, wait, wait, wait, wait, wait];

const steps: readonly Step[] = [
  [stand('n2')],
  [put('c1', 'n2', 'x', 'first')],
  ...diskOfN1,
  // n2 and n3 have it on their disks, so it is committed. n1 has it, but not on its disk.
  [put('c1', 'n2', 'x', 'second')],
  [hold('n2', 'n1'), hold('n3', 'n1')],
  [stand('n1')],
  [crash('n1')],
  [restart('n1')],
  // Without the entry: n2 and n3 refuse it now.
  [stand('n1')],
  ...diskOfN1,
  [release('n2', 'n1'), release('n3', 'n1')],
  [stand('n2')],
  ...diskOfN1,
];

const n2Leads = sometimes<RaftCluster>(
  'n2-leads',
  'n2 leads term 3 in the end',
  (cluster) => leaders(cluster)[0]?.state?.currentTerm === 3,
);

export default story({
  id: 'raft/late-votes',
  asks: 'A candidate crashes and stands again in the same term. Do the votes for its first candidacy count?',
  claims: ['pat-leader-election-single', 'q22-failover-keeps-write'],
  code: [
    'sims/raft/election/election.ts#isForThisCandidacy',
    'sims/raft/election/election.ts#onRequestVoteReply',
  ],
  cluster: {
    nodes: 3,
    clients: 1,
    nodeOptions: (id) => ({ diskMs: constant(id === 'n1' ? 500 : 1) }),
  },
  steps,
  metrics: {
    votes: counter('votes', 'for n1 in term 2, from others'),
    refusals: counter('refusals', 'of a vote for n1 in term 2'),
    led: counter('leaderships', 'of term 2'),
  },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'votes', ({ candidate }) => {
      if (candidate === 'n1') metrics.votes.add();
    });
    raftNotes.listen(trace, 'refuses', ({ candidate, term }) => {
      if (candidate === 'n1' && term === 2) metrics.refusals.add();
    });
    raftNotes.listen(trace, 'leads', ({ term }) => {
      if (term === 2) metrics.led.add();
    });
  },
  goals: [n2Leads],
  expect: [
    {
      id: 'both-vote-and-both-refuse',
      text: 'votes of n2 and n3 for the first candidacy of n1: two, and as many refusals of the second',
      measured: ({ votes, refusals }) => Math.min(votes.value, refusals.value),
      bound: { atLeast: 2, atMost: 2 },
    },
    {
      id: 'not-elected',
      text: 'times that n1 leads term 2 without the committed entry: none',
      claim: 'q22-failover-keeps-write',
      measured: ({ led }) => led.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ votes, refusals, led }) =>
    `Votes for an earlier candidacy do not count. The ${counted(votes.value, 'vote')} for the first candidacy of n1 were for a log with the committed entry, which n1 had lost together with its ballot. ` +
    `The second candidacy of n1 got ${counted(refusals.value, 'refusal')}, and it ${led.value === 0 ? 'never led term 2' : `led term 2 ${times(led.value)}`}.`,
});

// Left out: the other remedy, a candidate that asks only after its term, vote and log are on its
// disk.
