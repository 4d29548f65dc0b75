import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderStays, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, times } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(3).max(9).default(5).describe('servers in the cluster'),
});

const cutAtMs = electionBudgetMs;
const healAtMs = (params: RaftParams) => cutAtMs(params) + electionBudgetMs(params) / 2;
const afterwardsMs = (params: RaftParams) => electionBudgetMs(params) / 2;

export default scenario({
  ...aboutRaft,
  id: 'raft/rejoining-server',
  asks: 'A server was cut off for a while and comes back. Does the leader survive its return?',
  claims: ['q5-old-leader-steps-down', 'pat-leader-election-single'],
  code: [
    'sims/raft/server/node.ts#onElectionTimeout',
    'sims/raft/election/pre-vote.ts#askFirst',
    'sims/raft/election/pre-vote.ts#onPreVote',
  ],
  params,
  durationMs: (params) => healAtMs(params) + afterwardsMs(params),
  plan: (params) => [
    { atMs: cutAtMs(params), fault: partition(['follower#1']) },
    { atMs: healAtMs(params), fault: heal() },
  ],
  metrics: {
    asked: counter('questions', 'in which the lone server asked for pre-votes'),
    stood: counter('candidacies', 'while it was cut off'),
    deposed: counter('leaders', 'that stepped down after it was back'),
    term: gauge('term', 'at the end'),
  },
  build({ world, params, rules, metrics }) {
    const isCut = (atMs: number) => atMs >= cutAtMs(params) && atMs < healAtMs(params);
    raftNotes.listen(world.trace, 'asks-first', (_note, _by, atMs) => {
      if (isCut(atMs)) metrics.asked.add();
    });
    raftNotes.listen(world.trace, 'stands', ({ term }, _by, atMs) => {
      metrics.term.set(term);
      if (isCut(atMs)) metrics.stood.add();
    });
    raftNotes.listen(world.trace, 'steps-down', ({ was }, _by, atMs) => {
      if (was === 'leader' && atMs >= healAtMs(params)) metrics.deposed.add();
    });
    return raftCluster(world, rules, { ...clusterOptions(params), preVote: true });
  },
  goals: (params) => [
    leaderElected,
    leaderWithMajority(afterwardsMs(params)),
    leaderStays(afterwardsMs(params) + 100, afterwardsMs(params)),
  ],
  expect: () => [
    {
      id: 'asks-in-vain',
      text: 'times that the server stands for election while it is cut off: none, as it only asks for pre-votes',
      measured: ({ asked, stood }) => (asked.value >= 1 ? stood.value : undefined),
      bound: { atMost: 0 },
    },
    {
      id: 'no-leader-is-deposed',
      text: 'leaders that step down when the server returns: none, as its term has not grown',
      measured: ({ deposed }) => deposed.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ metrics }) =>
    'With pre-vote, a server that hears no leader asks first whether it would win, and raises its term only if a majority says so, so its return deposes no healthy leader. ' +
    `While it was cut off it asked for pre-votes ${times(metrics.asked.value)} and got no answer, so it kept its term, and ${counted(metrics.deposed.value, 'leader')} stepped down when it came back. ` +
    'Without pre-vote it comes back with a larger term, and the leader must step down.',
});

// Left out: the requests that fail during a needless election.
