/**
 * An operator adds and removes servers, replaces several at once, so that old and new majorities need
 * not meet, hands the lead over and has snapshots taken, at random times and whatever else is going on;
 * many of these wishes are refused.
 */
import { z } from 'zod';
import { raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import {
  leaderElected,
  leaderWithMajority,
  requestAnswered,
  requestsAreAnswered,
} from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { pick, type RandomStream, randomInteger, shuffled } from '../../src/kernel/random.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  raftParams,
  stormTroubles,
} from './common.ts';
import { type RaftOperation, raftOperations } from './operations.ts';

const spares = 3;

const params = raftParams.extend({
  nodes: z.int().min(1).max(7).default(3).describe('servers in the cluster at first'),
  membership: z
    .enum(['joint', 'single-server'])
    .default('joint')
    .describe('how the configuration is changed'),
  faults: z.int().min(0).max(1000).default(15).describe('how many faults strike'),
  wishes: z.int().min(0).max(1000).default(40).describe('how often the operator wants something'),
  stormMs: z.number().positive().max(1e6).default(6400).describe('how long this goes on'),
  latencyMs: distribution(1, 10).describe('time of a message on its way, one way, uniform'),
  diskMs: distribution(0, 5).describe('time until a write is durable, uniform'),
});

function drawWish(stream: RandomStream, ids: readonly string[]): RaftOperation {
  const server = pick(stream, ids);
  const voters = shuffled(stream, ids)
    .slice(0, randomInteger(stream, 1, ids.length))
    .sort();
  const wishes: readonly RaftOperation[] = [
    { kind: 'add-server', server },
    { kind: 'add-server', server },
    { kind: 'remove-server', server },
    { kind: 'change-membership', voters },
    { kind: 'change-membership', voters },
    { kind: 'transfer', to: server },
    { kind: 'take-snapshot', server },
  ];
  return pick(stream, wishes);
}

export default scenario({
  ...aboutRaft,
  id: 'raft/churn',
  asks: 'Servers come and go while faults strike and clients write. Is anything lost?',
  claims: ['raft-joint-consensus', 'q22-failover-keeps-write'],
  params,
  operations: raftOperations,
  durationMs: (params) => params.stormMs + electionBudgetMs(params),
  plan: (params, random) => {
    const { nodes, faults, wishes, stormMs, electionTimeoutMs } = params;
    const stream = random.stream('plan');
    const ids = serverIds(nodes + spares);
    const wanted = Array.from({ length: wishes }, () => ({
      atMs: randomInteger(stream, 0, stormMs),
      operation: drawWish(stream, ids),
    }));
    const struck = drawFaultPlan(stream, {
      nodes: ids,
      faults,
      fromMs: 0,
      untilMs: stormMs,
      pauseMsMax: 2 * electionTimeoutMs.max,
      rateMax: 0.2,
      ...stormTroubles(params),
    });
    return [...wanted, ...struck];
  },
  metrics: {
    changes: counter('configurations', 'that leaders put into their logs'),
    refused: counter('changes', 'that leaders refused to make'),
    handedOver: counter('leaders', 'that handed over'),
    answers: counter('answers', 'that clients got'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'changes-membership', () => metrics.changes.add());
    raftNotes.listen(world.trace, 'refuses-change', () => metrics.refused.add());
    raftNotes.listen(world.trace, 'hands-over', () => metrics.handedOver.add());
    raftNotes.listen(world.trace, 'is-answered', () => metrics.answers.add());
    const untilMs = params.stormMs + 0.75 * electionBudgetMs(params);
    const thinkMs = { min: 50, max: 150 };
    const workload = { thinkMs, keys: 4, reads: 0.4, appends: 0.2, swaps: 0.1, untilMs };
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      spares,
      membership: params.membership,
      clients: 2,
      reads: 'read-index',
      snapshotEvery: 40,
      preVote: true,
      checkQuorum: true,
      // So that servers that were removed trouble nobody.
      leaderStickiness: true,
      clientOptions: { workload },
    });
  },
  goals: (params) => [
    leaderElected,
    requestAnswered,
    leaderWithMajority(electionBudgetMs(params)),
    requestsAreAnswered(electionBudgetMs(params)),
  ],
  expect: () => [],
  tells: ({ metrics }) =>
    `Leaders put ${metrics.changes.value} configurations into their logs, refused ${metrics.refused.value} changes, and handed over ` +
    `${metrics.handedOver.value} times. The clients got ${metrics.answers.value} answers, and nothing that they were told was lost.`,
});

// Left out: an operator that asks how a change came out, and asks again.
