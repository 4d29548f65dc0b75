/**
 * Clients read, write, append and swap while faults strike at random. First safety: what was committed
 * stays, and the clients see one machine. Then liveness: everything is mended, and every client must
 * get its answers.
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
import { counter, histogram } from '../../src/check/metric.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { times } from '../../src/words/numbers.ts';
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
  faults: z.int().min(0).max(1000).default(30).describe('how many faults strike'),
  stormMs: z.number().positive().max(1e6).default(6400).describe('how long faults strike'),
  latencyMs: distribution(1, 10).describe('time of a message on its way, one way, uniform'),
  diskMs: distribution(0, 5).describe('time until a write is durable, uniform'),
  thinkMs: distribution(50, 150).describe('pause of a client between two requests, uniform'),
  reads: z
    .enum(['log', 'read-index', 'lease', 'local'])
    .default('read-index')
    .describe('how reads are answered: local reads are not linearizable'),
  followerReads: z.boolean().default(false).describe('clients read from any server'),
  preVote: z.boolean().default(false).describe('servers ask first whether they would win'),
  checkQuorum: z.boolean().default(false).describe('a leader without a majority steps down'),
  snapshotEvery: z.int().min(5).default(40).describe('entries between two snapshots of a server'),
});

export default scenario({
  ...aboutRaft,
  id: 'raft/storm',
  asks: 'Do crashes, partitions, bad disks and late messages ever lose or garble what clients were told?',
  claims: ['q22-failover-keeps-write', 'q5-cap-consistency-linearizable', 'raft-strong-leader'],
  params,
  // Local reads are there to see what they do, not to be drawn.
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
      // A lease is good as long as clocks run evenly: see raft/stale-read.
      clocks: reads === 'lease' ? undefined : clocks,
    });
  },
  metrics: {
    answers: counter('answers', 'that clients got'),
    unknown: counter('requests', 'whose outcome no client knows'),
    elections: counter('leaders', 'how often a server was elected'),
    truncated: counter('entries', 'that were in a log and not committed, and were truncated'),
    answerMs: histogram('ms', 'from a request to its answer, all tries included'),
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
      // Leases hold only where voters keep to them.
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
    `${params.faults} random faults struck ${params.nodes} servers and their ${params.clients} clients. ` +
    `The clients got ${metrics.answers.value} answers, half of them within ${inMs(metrics.answerMs.quantile(0.5))}, ` +
    `and do not know what became of ${metrics.unknown.value} requests. ` +
    `A leader was elected ${times(metrics.elections.value)}; ${metrics.truncated.value} entries ` +
    `that some leader had not committed were truncated, and nothing that a client was told was lost.`,
});

// Left out: servers that lie, and disks that lose what they called durable. Raft assumes that servers
// crash, but do not send what the algorithm would not, and that what they have written they can read.
