import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutRaft, clusterOptions, electionBudgetMs, inMs, raftParams } from './common.ts';

export default scenario({
  ...aboutRaft,
  id: 'raft/first-election',
  asks: 'How does a newly started Raft cluster get its first leader, and how soon?',
  claims: ['raft-election-timeout-150-300', 'raft-strong-leader'],
  code: [
    'sims/raft/server/server.ts#startTimer',
    'sims/raft/election/election.ts#standForElection',
    'sims/raft/election/election.ts#hasMajorityOfVotes',
  ],
  params: raftParams,
  durationMs: electionBudgetMs,
  metrics: {
    electionMs: histogram('ms', 'from the start of the cluster to its first leader'),
    candidacies: counter('elections', 'how often a server stood for election'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'stands', () => metrics.candidacies.add());
    raftNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (metrics.electionMs.count === 0) metrics.electionMs.record(atMs);
    });
    return raftCluster(world, rules, clusterOptions(params));
  },
  goals: (params) => [leaderElected, leaderWithMajority(electionBudgetMs(params))],
  expect: ({ electionTimeoutMs: { min, max } }) => [
    {
      id: 'not-before-a-timeout',
      text: 'time until the first leader is elected, in ms: at least the shortest timeout',
      measured: ({ electionMs }) => electionMs.min,
      bound: { atLeast: min },
    },
    {
      id: 'within-ten-timeouts',
      text: 'time until the first leader is elected, in ms: at most ten of the longest timeouts, split votes included',
      claim: 'raft-election-timeout-150-300',
      measured: ({ electionMs }) => electionMs.max,
      bound: { atMost: 10 * max },
    },
  ],
  tells: ({ params, metrics }) =>
    `All ${params.nodes} servers start as followers; the first whose election timeout fires becomes a candidate, votes for itself and asks the others, and leads once it has a majority of the votes. ` +
    `Here the first leader was elected after ${inMs(metrics.electionMs.min)}, ` +
    `with ${counted(metrics.candidacies.value, 'candidacy', 'candidacies')}.`,
});

// Left out: servers that start at different times, or with entries in their logs.
