import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import {
  leaderElected,
  leaderWithMajority,
  requestAnswered,
  requestsAreAnswered,
} from '../../sims/raft/goals.ts';
import { onWrite } from '../../sims/raft/listeners.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { cut, heal } from '../../src/world/fault.ts';
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
const healAtMs = (params: RaftParams) => 2 * electionBudgetMs(params);

export default scenario({
  ...aboutRaft,
  id: 'raft/isolated-tail',
  asks: 'A leader is cut off while clients go on writing to it. What happens to these writes?',
  claims: ['q5-old-leader-cannot-commit', 'q22-failover-keeps-write', 'q5-cap-c-or-a'],
  code: [
    'sims/raft/log/commit.ts#majorityIndex',
    'sims/raft/log/follower.ts#store',
    'sims/raft/client/client.ts#retryElsewhere',
  ],
  params,
  durationMs: (params) => healAtMs(params) + electionBudgetMs(params),
  plan: (params) => [
    // Cut off from the other servers, not from the clients.
    { atMs: cutAtMs(params), fault: cut('leader', 'follower') },
    { atMs: cutAtMs(params), fault: cut('follower', 'leader') },
    { atMs: healAtMs(params), fault: heal() },
  ],
  metrics: {
    tail: counter('entries', 'that the old leader appended while it was cut off'),
    committedAlone: counter('entries', 'that it committed in that time'),
    truncated: counter('entries', 'that it truncated when it heard of the next leader'),
    answeredByOthers: counter('requests', 'that the next leader answered in that time'),
  },
  build({ world, params, rules, metrics }) {
    let old: string | undefined;
    const underWayMs = params.latencyMs.max;
    const isCut = (atMs: number) => atMs >= cutAtMs(params) + underWayMs && atMs < healAtMs(params);
    const untilMs = healAtMs(params) + electionBudgetMs(params) / 2;
    const thinkMs = { min: 20, max: 60 };
    const cluster = raftCluster(world, rules, {
      ...clusterOptions(params),
      clients: 3,
      clientOptions: {
        triesMax: 10_000,
        workload: { thinkMs, keys: 4, reads: 0.3, appends: 0.3, swaps: 0, untilMs },
      },
    });
    world.trace.on('fault', () => {
      old ??= cluster.servers.find(({ state }) => state?.role === 'leader')?.self;
    });
    onWrite(world.trace, 'entries', ({ entries }, by, atMs) => {
      if (by === old && isCut(atMs)) metrics.tail.add(entries.length);
    });
    raftNotes.listen(world.trace, 'commits', (_note, by, atMs) => {
      if (!isCut(atMs)) return;
      if (by === old) metrics.committedAlone.add();
      else metrics.answeredByOthers.add();
    });
    raftNotes.listen(world.trace, 'truncates', ({ entries }, by) => {
      if (by === old) metrics.truncated.add(entries);
    });
    return cluster;
  },
  goals: (params) => [
    leaderElected,
    requestAnswered,
    leaderWithMajority(electionBudgetMs(params)),
    requestsAreAnswered(electionBudgetMs(params)),
  ],
  expect: () => [
    {
      id: 'cannot-commit',
      text: 'entries that the old leader commits while it is cut off: none',
      claim: 'q5-old-leader-cannot-commit',
      measured: ({ committedAlone }) => committedAlone.value,
      bound: { atMost: 0 },
    },
    {
      id: 'tail-is-truncated',
      text: 'entries that the old leader appended while it was cut off and drops when it is back: all of them',
      claim: 'q22-failover-keeps-write',
      measured: ({ tail, truncated }) => (tail.value > 0 ? truncated.value : undefined),
      bound: { atLeast: 1 },
    },
    {
      id: 'others-go-on',
      text: 'requests that the next leader answers to clients that ask the others',
      claim: 'q5-cap-c-or-a',
      measured: ({ answeredByOthers }) => answeredByOthers.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ metrics }) =>
    `Writes to a leader that is cut off stay uncommitted, because it has no majority, and are truncated when it is back; it tells no client that they are done, so clients on its side have no service. ` +
    `It appended ${counted(metrics.tail.value, 'entry', 'entries')} while it was cut off, committed ${metrics.committedAlone.value}, and truncated ${metrics.truncated.value} later. ` +
    `The clients timed out and sent the same requests to the next leader, which committed ${counted(metrics.answeredByOthers.value, 'entry', 'entries')} meanwhile; each request was executed once.`,
});

// Left out: clients that are cut off together with the old leader. They wait until the partition
// heals.
