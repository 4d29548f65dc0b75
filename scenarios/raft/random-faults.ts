/**
 * First safety: faults strike at random, and no term may ever have two leaders. Then liveness:
 * everything is mended, and a leader must come to have the majority behind it.
 */

import { z } from 'zod';
import { raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { times } from '../../src/words/numbers.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  raftParams,
  stormTroubles,
} from './common.ts';

const params = raftParams.extend({
  faults: z.int().min(0).max(1000).default(30).describe('how many faults strike'),
  stormMs: z.number().positive().max(1e6).default(5000).describe('how long faults strike'),
  rateMax: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe('highest rate at which messages are lost, and at which they are doubled'),
  faultKinds: z
    .enum(['all', 'some'])
    .default('all')
    .describe('some: each kind of fault is left out of half of the runs'),
  latencyMs: distribution(1, 40).describe('time of a message on its way, one way, uniform'),
  diskMs: distribution(0, 10).describe('time until a write is durable, uniform'),
});

export default scenario({
  ...aboutRaft,
  id: 'raft/random-faults',
  asks: 'Do random crashes, partitions, bad disks and late messages ever break an election?',
  claims: ['pat-leader-election-single'],
  params,
  swarm: { ...aboutRaft.swarm, faults: { min: 0, max: 100 }, rateMax: { min: 0, max: 0.5 } },
  durationMs: (params) => params.stormMs + electionBudgetMs(params),
  plan: (params, random) => {
    const { nodes, faults, stormMs, electionTimeoutMs, rateMax, faultKinds } = params;
    return drawFaultPlan(random.stream('plan'), {
      nodes: serverIds(nodes),
      faults,
      fromMs: 0,
      untilMs: stormMs,
      pauseMsMax: 2 * electionTimeoutMs.max,
      rateMax,
      leavesKindsOut: faultKinds === 'some',
      ...stormTroubles(params),
    });
  },
  metrics: {
    elections: counter('leaders', 'how often a server was elected'),
    candidacies: counter('candidacies', 'how often a server stood for election'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'leads', () => metrics.elections.add());
    raftNotes.listen(world.trace, 'stands', () => metrics.candidacies.add());
    return raftCluster(world, rules, clusterOptions(params));
  },
  goals: (params) => [leaderElected, leaderWithMajority(electionBudgetMs(params))],
  expect: () => [],
  tells: ({ params, metrics }) =>
    `${params.faults} random faults struck ${params.nodes} servers. They stood for election ` +
    `${times(metrics.candidacies.value)}, and one was elected ${times(metrics.elections.value)}.`,
});

// Left out: servers that lie. Raft assumes that servers crash, but do not send what the algorithm
// would not.
