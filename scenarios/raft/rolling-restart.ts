/**
 * With `handOver` the leader transfers leadership before it is restarted; without it, the others
 * must time out.
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
import { must } from '../../src/kernel/must.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutRaft, clusterOptions, electionBudgetMs, inMs, raftParams } from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(3).max(9).default(5).describe('servers in the cluster'),
  handOver: z
    .boolean()
    .default(true)
    .describe('the leader transfers leadership before it is restarted'),
  downMs: z.number().positive().default(500).describe('how long a server is down'),
});
type Params = z.output<typeof params>;

const startMs = electionBudgetMs;
/** For each server: time to transfer leadership, to be down, and to come back. */
const turnMs = (params: Params) => params.downMs + 4 * params.electionTimeoutMs.max;
const endMs = (params: Params) => startMs(params) + params.nodes * turnMs(params);

export default scenario({
  ...aboutRaft,
  id: 'raft/rolling-restart',
  asks: 'Every server is restarted in turn, under load. What do the clients notice?',
  claims: ['q22-failover-keeps-write', 'num-leader-election-200-500'],
  code: [
    'sims/raft/election/transfer.ts#tellTarget',
    'sims/raft/election/transfer.ts#onTransferLeadership',
    'sims/raft/client/client.ts#referred',
  ],
  params,
  durationMs: (params) => endMs(params) + electionBudgetMs(params) / 2,
  metrics: {
    answered: counter('requests', 'that were answered'),
    handedOver: counter('leaders', 'that were told to transfer leadership'),
    answerMs: histogram('ms', 'from a request to its answer, all attempts included'),
  },
  build({ world, params, rules, metrics }) {
    const fromMs = startMs(params) - 2 * params.electionTimeoutMs.min;
    const untilMs = endMs(params);
    const thinkMs = { min: 10, max: 30 };
    const cluster = raftCluster(world, rules, {
      ...clusterOptions(params),
      clients: 4,
      clientOptions: {
        triesMax: 10_000,
        workload: { thinkMs, keys: 4, reads: 0.3, appends: 0.3, swaps: 0, fromMs, untilMs },
      },
    });
    const askedAtMs = new Map<number, number>();
    raftNotes.listen(world.trace, 'invokes', ({ process }, _by, atMs) =>
      askedAtMs.set(process, atMs),
    );
    raftNotes.listen(world.trace, 'is-answered', ({ process }, _by, atMs) => {
      metrics.answered.add();
      metrics.answerMs.record(atMs - (askedAtMs.get(process) ?? atMs));
    });
    raftNotes.listen(world.trace, 'hands-over', () => metrics.handedOver.add());
    world.spawn(
      (function* (): Process<void> {
        yield* sleep(startMs(params));
        for (const [place, id] of serverIds(params.nodes).entries()) {
          const node = world.node(id);
          const server = cluster.servers[place];
          if (params.handOver && server?.state?.role === 'leader') {
            const target = must(
              serverIds(params.nodes)[(place + 1) % params.nodes],
              'server in turn',
            );
            node.receive({ type: 'TransferLeadership', target }, id);
            yield* sleep(params.electionTimeoutMs.min);
          }
          node.crash();
          yield* sleep(params.downMs);
          node.start();
          yield* sleep(turnMs(params) - params.downMs - params.electionTimeoutMs.min);
        }
      })(),
    );
    return cluster;
  },
  goals: (params) => [
    leaderElected,
    requestAnswered,
    leaderWithMajority(electionBudgetMs(params)),
    requestsAreAnswered(electionBudgetMs(params)),
  ],
  expect: ({ handOver, electionTimeoutMs, latencyMs, diskMs }) => [
    {
      id: handOver ? 'hardly-anything' : 'an-election',
      text: handOver
        ? 'no request waits as long as an election timeout beyond the client’s own timeout of 100 ms: the election is triggered, not waited for'
        : 'the longest wait is one or two elections, plus the time to find the new leader',
      claim: 'num-leader-election-200-500',
      measured: ({ answerMs }) => answerMs.max,
      bound: {
        atMost: handOver
          ? 100 + electionTimeoutMs.min + 8 * (latencyMs.max + diskMs.max)
          : 12 * electionTimeoutMs.max,
      },
    },
  ],
  tells: ({ params, metrics }) =>
    `${params.handOver ? 'Almost nothing, if the leader hands its leadership over before it stops: no request waits for an election timeout. ' : ''}The longest request took ${inMs(metrics.answerMs.max)} while ${params.nodes} servers were restarted in turn, ${params.handOver ? `with ${counted(metrics.handedOver.value, 'leadership transfer')} first` : 'without leadership transfers'}. ` +
    `Of ${counted(metrics.answered.value, 'answer')}, half took at most ${inMs(metrics.answerMs.quantile(0.5))} and 99% ` +
    `at most ${inMs(metrics.answerMs.quantile(0.99))}. None was lost.`,
});

// Left out: the backlog that a server must catch up on after a long downtime.
