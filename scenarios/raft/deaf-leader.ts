/**
 * The leader was cut off and another was elected; then only the old leader’s outgoing links came
 * back. It never learns that it was deposed.
 */
import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority, twoLeadersAtOnce } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { mend, partition } from '../../src/world/fault.ts';
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
const mendAtMs = (params: RaftParams) => cutAtMs(params) + electionBudgetMs(params);

export default scenario({
  ...aboutRaft,
  id: 'raft/deaf-leader',
  asks: 'A deposed leader can send, but hears nothing. Can it keep the others leaderless?',
  claims: ['raft-strong-leader'],
  code: ['sims/raft/server/term.ts#isStale', 'sims/raft/log/follower.ts#onAppendEntries'],
  params,
  durationMs: (params) => mendAtMs(params) + electionBudgetMs(params),
  plan: (params) => [
    { atMs: cutAtMs(params), fault: partition(['leader']) },
    { atMs: mendAtMs(params), fault: mend('old-leader', 'all') },
  ],
  metrics: {
    depositions: counter('leaders', 'that stepped down after the old leader could be heard again'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'steps-down', ({ was }, _by, atMs) => {
      if (was === 'leader' && atMs >= mendAtMs(params)) metrics.depositions.add();
    });
    return raftCluster(world, rules, clusterOptions(params));
  },
  goals: (params) => [
    leaderElected,
    twoLeadersAtOnce,
    leaderWithMajority(electionBudgetMs(params)),
  ],
  expect: () => [
    {
      id: 'no-leader-is-deposed',
      text: 'leaders that step down: none, as heartbeats of a term that is over depose no leader',
      measured: ({ depositions }) => depositions.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) =>
    `The others refuse the heartbeats of a deposed leader, because these carry a term that is over, and a refused heartbeat restarts no election timeout. ` +
    `The old leader of ${params.nodes} servers could send again, but heard nothing; its heartbeats made ${counted(metrics.depositions.value, 'leader')} step down.`,
});

// Left out: check-quorum, with which the old leader would step down because no majority answers it.
