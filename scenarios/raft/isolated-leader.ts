/** The clients trust their leader: they wait until it answers, or refers them to another server. */

import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, requestAnswered, requestsAreAnswered } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { cut } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  inMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(3).max(9).default(5).describe('servers in the cluster'),
});

const cutAtMs = electionBudgetMs;
const durationMs = (params: RaftParams) => cutAtMs(params) + 1.5 * electionBudgetMs(params);

export default scenario({
  ...aboutRaft,
  id: 'raft/isolated-leader',
  asks: 'A leader loses touch with the other servers, but not with its clients. How long do they wait?',
  claims: ['q5-old-leader-steps-down', 'q5-old-leader-cannot-commit'],
  code: [
    'sims/raft/election/check-quorum.ts#stepDownWithoutQuorum',
    'sims/raft/election/check-quorum.ts#hearsFromMajority',
    'sims/raft/client/client.ts#retryElsewhere',
  ],
  params,
  durationMs,
  plan: (params) => [
    { atMs: cutAtMs(params), fault: cut('leader', 'follower') },
    { atMs: cutAtMs(params), fault: cut('follower', 'leader') },
  ],
  metrics: {
    stoodDownMs: histogram('ms', 'from the cut until the old leader stepped down'),
    waitMs: histogram('ms', 'the longest wait of the requests that were answered after the cut'),
  },
  build({ world, params, rules, metrics }) {
    const atCutMs = cutAtMs(params);
    const askedAtMs = new Map<number, number>();
    let longestMs = 0;
    raftNotes.listen(world.trace, 'invokes', ({ process }, _by, atMs) =>
      askedAtMs.set(process, atMs),
    );
    raftNotes.listen(world.trace, 'is-answered', ({ process }, _by, atMs) => {
      const waitMs = atMs - (askedAtMs.get(process) ?? atMs);
      if (atMs < atCutMs || waitMs <= longestMs) return;
      longestMs = waitMs;
      metrics.waitMs.record(waitMs);
    });
    raftNotes.listen(world.trace, 'lost-quorum', (_note, _by, atMs) => {
      if (atMs > atCutMs && metrics.stoodDownMs.count === 0)
        metrics.stoodDownMs.record(atMs - atCutMs);
    });
    const workload = {
      thinkMs: { min: 20, max: 60 },
      keys: 2,
      reads: 0,
      appends: 0,
      swaps: 0,
      untilMs: durationMs(params) - electionBudgetMs(params) / 4,
    };
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      checkQuorum: true,
      clients: 2,
      clientOptions: { retryMs: 600_000, triesMax: 1_000, workload },
    });
  },
  goals: (params) => [
    leaderElected,
    requestAnswered,
    requestsAreAnswered(electionBudgetMs(params)),
  ],
  expect: ({ electionTimeoutMs, heartbeatMs, latencyMs }) => [
    {
      id: 'steps-down-by-itself',
      text: 'time until the leader that is cut off steps down, in ms: with check-quorum at most a timeout, a heartbeat interval and a round trip',
      claim: 'q5-old-leader-steps-down',
      measured: ({ stoodDownMs }) => stoodDownMs.max,
      bound: {
        atLeast: electionTimeoutMs.min - heartbeatMs,
        atMost: electionTimeoutMs.min + heartbeatMs + 2 * latencyMs.max + 10,
      },
    },
  ],
  tells: ({ metrics }) =>
    `With check-quorum, at most ${inMs(metrics.waitMs.max)} here: a leader that hears from no majority for about one election timeout steps down, after ${inMs(metrics.stoodDownMs.min)}, and its clients go to another server. ` +
    `Without check-quorum, which basic Raft does not have, ` +
    'they would wait for as long as the leader is cut off. The price is a leader that steps down in a short disturbance of its links.',
});

// Left out: clients with a timeout of their own, which most have.
