/**
 * An operator adds and removes servers, replaces several at once (so that old and new majorities
 * need not overlap), transfers leadership and requests snapshots, at random times and regardless of
 * faults. The leader refuses many of these requests.
 */
import * as z from 'zod';
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
import { counted, times } from '../../src/words/numbers.ts';
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
  nodes: z.int().min(1).max(7).default(3).describe('servers in the initial cluster'),
  membership: z
    .enum(['joint', 'single-server'])
    .default('joint')
    .describe('how the configuration is changed'),
  faults: z.int().min(0).max(1000).default(15).describe('number of faults'),
  wishes: z.int().min(0).max(1000).default(40).describe('how often the operator makes a request'),
  stormMs: z.number().positive().max(1e6).default(6400).describe('duration of the run'),
  latencyMs: distribution(1, 10).describe('one-way latency of a message, uniform'),
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
  asks: 'Servers join and leave while faults occur and clients write. Is anything lost?',
  claims: ['raft-joint-consensus', 'q22-failover-keeps-write'],
  code: [
    'sims/raft/membership/joint.ts#onChangeMembership',
    'sims/raft/membership/membership.ts#isMajority',
  ],
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
    changes: counter('configurations', 'that leaders appended to their logs'),
    refused: counter('changes', 'that leaders refused to make'),
    handedOver: counter('leaders', 'that transferred leadership'),
    answers: counter('answers', 'that clients received'),
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
      // So that removed servers do not disrupt the cluster.
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
    `Nothing that a client was told is lost as long as a leader makes one change at a time and old and new majorities share a server. Leaders appended ${counted(metrics.changes.value, 'configuration')}, refused ${counted(metrics.refused.value, 'change')} and transferred leadership ` +
    `${times(metrics.handedOver.value)}; clients received ${counted(metrics.answers.value, 'answer')}.`,
});

// Left out: an operator that checks the outcome of a change and asks again.
