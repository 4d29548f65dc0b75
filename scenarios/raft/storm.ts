/**
 * Clients read, write, append and swap while faults occur at random. First safety: committed
 * entries stay, and the clients see one machine. Then liveness: all faults are repaired, and every
 * client must get its answers.
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
import { counter, histogram } from '../../src/check/metric.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  inMs,
  raftParams,
  raftSwarm,
  stormTroubles,
} from './common.ts';

const params = raftParams.extend({
  clients: z.int().min(1).max(20).default(3).describe('clients, each with one request at a time'),
  faults: z.int().min(0).max(1000).default(30).describe('number of faults'),
  stormMs: z.number().positive().max(1e6).default(6400).describe('how long faults occur'),
  latencyMs: distribution(1, 10).describe('one-way latency of a message, uniform'),
  diskMs: distribution(0, 5).describe('time until a write is durable, uniform'),
  thinkMs: distribution(50, 150).describe('pause of a client between two requests, uniform'),
  reads: z
    .enum(['log', 'read-index', 'lease', 'local'])
    .default('read-index')
    .describe('how reads are answered: local reads are not linearizable'),
  followerReads: z.boolean().default(false).describe('clients read from any server'),
  preVote: z
    .boolean()
    .default(false)
    .describe('servers ask for pre-votes before they stand for election'),
  checkQuorum: z.boolean().default(false).describe('a leader without a majority steps down'),
  snapshotEvery: z.int().min(5).default(40).describe('entries between two snapshots of a server'),
});

export default scenario({
  ...aboutRaft,
  id: 'raft/storm',
  asks: 'Do crashes, partitions, bad disks and late messages ever lose or garble what clients were told?',
  claims: ['q22-failover-keeps-write', 'q5-cap-consistency-linearizable', 'raft-strong-leader'],
  code: [
    'sims/raft/log/commit.ts#advanceCommit',
    'sims/raft/log/follower.ts#reply',
    'sims/raft/election/ballot.ts#isUpToDate',
  ],
  params,
  // Local reads are there to be tried, not to be drawn.
  swarm: { ...raftSwarm, reads: ['log', 'read-index', 'lease'], clients: { min: 1, max: 10 } },
  durationMs: (params) => params.stormMs + electionBudgetMs(params),
  plan: (params, random) => {
    const { nodes, faults, stormMs, electionTimeoutMs, reads } = params;
    const { clocks, ...troubles } = stormTroubles(params);
    return drawFaultPlan(random.stream('plan'), {
      nodes: serverIds(nodes),
      faults,
      fromMs: 0,
      untilMs: stormMs,
      pauseMsMax: 2 * electionTimeoutMs.max,
      rateMax: 0.3,
      ...troubles,
      // A lease is safe as long as clocks run evenly: see raft/stale-read.
      clocks: reads === 'lease' ? undefined : clocks,
    });
  },
  metrics: {
    answers: counter('answers', 'that clients received'),
    unknown: counter('requests', 'with an outcome that no client knows'),
    elections: counter('leaders', 'how often a server was elected'),
    truncated: counter('entries', 'that were in a log, not committed, and truncated'),
    answerMs: histogram('ms', 'from a request to its answer, all attempts included'),
  },
  build({ world, params, rules, metrics }) {
    const { thinkMs, clients, snapshotEvery, reads, followerReads, preVote, checkQuorum } = params;
    const askedAtMs = new Map<number, number>();
    raftNotes.listen(world.trace, 'invokes', ({ process }, _by, atMs) =>
      askedAtMs.set(process, atMs),
    );
    raftNotes.listen(world.trace, 'is-answered', ({ process }, _by, atMs) => {
      metrics.answers.add();
      metrics.answerMs.record(atMs - (askedAtMs.get(process) ?? atMs));
    });
    raftNotes.listen(world.trace, 'gives-up', () => metrics.unknown.add());
    raftNotes.listen(world.trace, 'leads', () => metrics.elections.add());
    raftNotes.listen(world.trace, 'truncates', ({ entries }) => metrics.truncated.add(entries));
    const untilMs = params.stormMs + 0.75 * electionBudgetMs(params);
    const workload = { thinkMs, keys: 4, reads: 0.4, appends: 0.2, swaps: 0.1, untilMs };
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      clients,
      snapshotEvery,
      reads,
      followerReads,
      preVote,
      checkQuorum,
      // Leases hold only if voters respect them.
      leaderStickiness: reads === 'lease',
      clientOptions: { workload, readsFrom: followerReads ? 'any' : 'leader' },
    });
  },
  goals: (params) => [
    leaderElected,
    requestAnswered,
    leaderWithMajority(electionBudgetMs(params)),
    requestsAreAnswered(electionBudgetMs(params)),
  ],
  expect: () => [],
  tells: ({ params, metrics }) =>
    'Raft loses nothing that clients were told: an answer means that the entry is on the disks of a majority, and only a server that has it can be elected; ' +
    `so it was in this run, with ${counted(params.faults, 'random fault')} on ${params.nodes} servers and ${counted(params.clients, 'client')}. ` +
    `The clients got ${counted(metrics.answers.value, 'answer')}, half of them within ${inMs(metrics.answerMs.quantile(0.5))}, ` +
    `and do not know the outcome of ${counted(metrics.unknown.value, 'request')}. ` +
    `Servers won ${counted(metrics.elections.value, 'election')} and truncated ${counted(metrics.truncated.value, 'entry', 'entries')} ` +
    `that no leader had committed.`,
});

// Left out: Byzantine servers, and disks that lose what they reported as durable. Raft assumes that
// servers crash but follow the algorithm, and can read what they have written.
