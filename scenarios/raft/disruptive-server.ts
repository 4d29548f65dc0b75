/**
 * It no longer gets heartbeats, so it stands for election again and again, each time in a larger
 * term (dissertation, Figure 4.7).
 */

import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderStays, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, times } from '../../src/words/numbers.ts';
import { cut } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type TimingParams,
  timingParams,
} from './common.ts';
import { raftOperations } from './operations.ts';
import { changeMembership, stand } from './script.ts';

const changeAtMs = ({ electionTimeoutMs }: TimingParams) => electionTimeoutMs.min;

export default scenario({
  ...aboutRaft,
  id: 'raft/disruptive-server',
  asks: 'A server was removed from the cluster and does not know it. What harm does it do?',
  claims: [],
  code: [
    'sims/raft/election/election.ts#disregards',
    'sims/raft/election/check-quorum.ts#believesInLeader',
  ],
  params: timingParams,
  operations: raftOperations,
  durationMs: (params) => changeAtMs(params) + electionBudgetMs(params),
  plan: (params) => [
    // Before any election timeout fires.
    { atMs: electionHalfMs(params), operation: stand('n4') },
    { atMs: changeAtMs(params), fault: cut('n4', 'n1') },
    { atMs: changeAtMs(params), operation: changeMembership('n4', 'n2', 'n3', 'n4') },
  ],
  metrics: {
    candidacies: counter('candidacies', 'of the server that was removed'),
    deposed: counter('leaders', 'that stepped down'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'stands', (_note, by) => {
      if (by === 'n1') metrics.candidacies.add();
    });
    raftNotes.listen(world.trace, 'steps-down', ({ was }) => {
      if (was === 'leader') metrics.deposed.add();
    });
    return raftCluster(world, rules, {
      ...clusterOptions({ ...params, nodes: 4 }),
      leaderStickiness: true,
    });
  },
  goals: (params) => [
    leaderElected,
    leaderWithMajority(electionBudgetMs(params) / 2),
    leaderStays(electionBudgetMs(params), electionBudgetMs(params)),
  ],
  expect: () => [
    {
      id: 'it-stands',
      text: 'times that the removed server stands for election: again and again',
      measured: ({ candidacies }) => candidacies.value,
      bound: { atLeast: 3 },
    },
    {
      id: 'no-leader-is-deposed',
      text: 'leaders that step down: none, as servers that hear from their leader ignore the removed server and its larger term',
      measured: ({ deposed }) => deposed.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ metrics }) =>
    `A removed server does no harm if the others ignore vote requests while they hear from their leader; otherwise its growing term deposes every leader. ` +
    `The removed server stood for election ${times(metrics.candidacies.value)} and made ${counted(metrics.deposed.value, 'leader')} step down.`,
});

function electionHalfMs({ electionTimeoutMs }: TimingParams): number {
  return electionTimeoutMs.min / 2;
}

// Left out: pre-vote, which helps only while the removed server’s log is behind. Its log is not
// behind until the leader has sent the new configuration to another server.
