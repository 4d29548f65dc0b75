/**
 * First safety: faults occur at random, and no term may ever have two leaders. Then liveness: all
 * faults are repaired, and the majority must come to follow one leader.
 */

import * as z from 'zod';
import { raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, times } from '../../src/words/numbers.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  raftParams,
  stormTroubles,
} from './common.ts';

const params = raftParams.extend({
  faults: z.int().min(0).max(1000).default(30).describe('number of faults'),
  stormMs: z.number().positive().max(1e6).default(5000).describe('how long faults occur'),
  rateMax: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe('highest rate of message loss, and of duplication'),
  faultKinds: z
    .enum(['all', 'some'])
    .default('all')
    .describe('some: each kind of fault is left out of half of the runs'),
  latencyMs: distribution(1, 40).describe('one-way latency of a message, uniform'),
  diskMs: distribution(0, 10).describe('time until a write is durable, uniform'),
});

export default scenario({
  ...aboutRaft,
  id: 'raft/random-faults',
  asks: 'Do random crashes, partitions, bad disks and late messages ever break an election?',
  claims: ['pat-leader-election-single'],
  code: [
    'sims/raft/election/election.ts#onRequestVote',
    'sims/raft/server/term.ts#persistBallot',
    'sims/raft/election/election.ts#hasMajorityOfVotes',
  ],
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
    'Faults delay elections, but no term gets two leaders: a server votes once per term, the vote is on its disk before it counts, and two majorities share a server. ' +
    `In a run with ${counted(params.faults, 'random fault')}, ${params.nodes} servers stood for election ` +
    `${times(metrics.candidacies.value)} and won ${times(metrics.elections.value)}.`,
});

// Left out: Byzantine servers. Raft assumes that servers crash, but send only what the algorithm
// sends.
