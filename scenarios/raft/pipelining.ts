/**
 * First one client writes without a pause, then many do. The leader does not wait for one entry
 * before it sends the next.
 */
import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered } from '../../sims/raft/goals.ts';
import { onMessage } from '../../sims/raft/listeners.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, series } from '../../src/check/metric.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(1).max(9).default(3).describe('servers in the cluster'),
  latencyMs: distribution(4, 6).describe('one-way latency of a message, uniform'),
  clients: z.int().min(2).max(100).default(16).describe('clients in the second half'),
  batchMs: z.number().min(0).max(100).default(0).describe('how long the leader collects requests'),
});

const phaseMs = (params: RaftParams) => electionBudgetMs(params) / 2;
const half = (params: RaftParams, atMs: number) => Math.floor(atMs / phaseMs(params));

export default scenario({
  ...aboutRaft,
  id: 'raft/pipelining',
  asks: 'Does the round trip to the followers limit how many writes a leader commits per second?',
  claims: ['raft-leader-bottleneck'],
  code: [
    'sims/raft/log/replication.ts#sendTo',
    'sims/raft/log/replication.ts#sendNewEntries',
    'sims/raft/client/requests.ts#take',
  ],
  params,
  durationMs: (params) => 3 * phaseMs(params),
  metrics: {
    commits: series('commits/s', 'entries committed', 100),
    alone: counter('entries', 'committed for one client'),
    together: counter('entries', 'committed for all clients, in the same time'),
    messages: counter('messages', 'with entries that leaders sent in the second half'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'commits', (_note, _by, atMs) => {
      metrics.commits.add(atMs);
      if (half(params, atMs) === 1) metrics.alone.add();
      if (half(params, atMs) === 2) metrics.together.add();
    });
    onMessage(world.trace, 'send', 'AppendEntries', ({ entries }, { atMs }) => {
      if (entries.length > 0 && half(params, atMs) === 2) metrics.messages.add();
    });
    const thinkMs = { min: 0.01, max: 0.02 };
    const about = { thinkMs, keys: 16, reads: 0, appends: 0, swaps: 0 };
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      snapshotEvery: 200,
      batchMs: params.batchMs,
      clients: params.clients,
      clientOptions: {
        workload: { ...about, fromMs: 2 * phaseMs(params), untilMs: 3 * phaseMs(params) },
      },
      firstClientOptions: {
        workload: { ...about, fromMs: phaseMs(params), untilMs: 3 * phaseMs(params) },
      },
    });
  },
  goals: () => [leaderElected, requestAnswered],
  expect: ({ clients }) => [
    {
      id: 'more-clients-more-commits',
      text: 'writes committed for n clients, as a share of n times those of one client: nearly 1, as the round trip limits each client, not the leader',
      claim: 'raft-leader-bottleneck',
      measured: ({ alone, together }) => together.value / alone.value / clients,
      bound: { atLeast: 0.7, atMost: 1.2 },
    },
  ],
  tells: ({ params, metrics: { alone, together, messages } }) =>
    `A leader sends entries without waiting for the answers to earlier ones (pipelining), so the round trip does not limit it: one client had ${counted(alone.value, 'write')} committed, one after another; ${params.clients} clients had ${inDigits(together.value)} in the same ` +
    `time, with ${counted(messages.value, 'message')}. Each client waits for its own round trips` +
    (params.batchMs > 0 ? ', and a batch takes one message for many entries.' : '.'),
  plots: ({ metrics: { commits } }) => [
    {
      title: 'Commits, with one client and then with many',
      xLabel: 'ms',
      yLabel: 'commits/s',
      lines: [{ name: 'commits/s', points: commits.points }],
    },
  ],
});

// Left out: what does limit a leader: the time to handle a message, and a full disk queue or link.
