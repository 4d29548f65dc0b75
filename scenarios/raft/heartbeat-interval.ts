/**
 * Nothing fails here, so every election after the first is needless: a follower timed out between
 * two heartbeats.
 */

import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { type MeasuredRange, quantileOf } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { lowerGamma, upperGamma } from '../../src/statistics/gamma.ts';
import { counted, times } from '../../src/words/numbers.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(2).max(9).default(5).describe('servers in the cluster'),
  heartbeatMs: z.number().positive().default(150).describe('how often a leader sends heartbeats'),
  latencyMs: distribution(1, 5).describe('one-way latency of a message, uniform'),
  watchMs: z.number().positive().max(1e7).default(300_000).describe('duration of the run'),
});
type Params = z.output<typeof params>;

/** The longest gap between two heartbeats at a follower: an interval plus a slow message. */
const longestGapMs = ({ heartbeatMs, latencyMs }: RaftParams) =>
  heartbeatMs + latencyMs.max - latencyMs.min;

/** A hundred latencies that represent the distribution: the middles of its hundredths. */
const typicalLatencies = ({ min, max, values }: MeasuredRange): number[] =>
  Array.from({ length: 100 }, (_, place) => {
    const share = (place + 0.5) / 100;
    return values === undefined
      ? min + share * (max - min)
      : quantileOf({ min, max, values }, share);
  });

/**
 * The probability that a follower has drawn a timeout shorter than the gap between two heartbeats.
 * It averages over the latencies of both, because the first message may be quick and the second
 * slow, or the other way round.
 */
function impatience({ heartbeatMs, latencyMs, electionTimeoutMs: { min, max } }: Params): number {
  const latencies = typicalLatencies(latencyMs);
  let sum = 0;
  for (const first of latencies) {
    for (const second of latencies) {
      const overMs = heartbeatMs + second - first - min;
      if (overMs > 0) sum += max > min ? Math.min(1, overMs / (max - min)) : 1;
    }
  }
  return sum / pow(latencies.length, 2);
}

/**
 * The expected number of needless candidacies, in all but one run in a million: at least one for
 * each round in which some follower times out, at most one for each follower that times out. A
 * round ends with the next heartbeat, or with the election of another leader.
 */
function expected(params: Params): { readonly atLeast: number; readonly atMost: number } {
  const { nodes, heartbeatMs, latencyMs, diskMs, electionTimeoutMs, watchMs } = params;
  const early = impatience(params);
  const someEarly = 1 - pow(1 - early, nodes - 1);
  const electionMs = 2 * (latencyMs.max + diskMs.max);
  const roundsMin = watchMs / (longestGapMs(params) + electionMs);
  const roundsMax = watchMs / Math.min(heartbeatMs, electionTimeoutMs.min);
  // If elections fail because they are slow or collide, candidates stand again, but no server
  // stands twice within the shortest timeout.
  const elects = electionMs < electionTimeoutMs.min && someEarly < 0.25;
  return {
    atLeast: poissonAtLeast(someEarly * roundsMin),
    atMost: elects
      ? poissonAtMost((nodes - 1) * early * roundsMax)
      : nodes * (1 + Math.floor(watchMs / electionTimeoutMs.min)),
  };
}

const rare = 0.5e-6;

/** The largest count that a Poisson variable of that mean plausibly reaches, and the smallest. */
function poissonAtMost(mean: number): number {
  let count = Math.ceil(mean);
  while (lowerGamma(count + 1, mean) > rare) count += 1;
  return count;
}

function poissonAtLeast(mean: number): number {
  let count = Math.floor(mean);
  while (count > 0 && upperGamma(count, mean) > rare) count -= 1;
  return count;
}

export default scenario({
  ...aboutRaft,
  id: 'raft/heartbeat-interval',
  asks: 'How often must a leader send heartbeats, given the election timeout?',
  claims: ['num-heartbeat-50-150', 'raft-election-timeout-150-300'],
  code: ['sims/raft/server/server.ts#startTimer', 'sims/raft/log/follower.ts#heedLeader'],
  params,
  durationMs: (params) => electionBudgetMs(params) + params.watchMs,
  metrics: {
    needless: counter('candidacies', 'while the leader was healthy'),
    heartbeats: counter('rounds', 'of heartbeats in that time, by the interval'),
  },
  build({ world, params, rules, metrics }) {
    const fromMs = electionBudgetMs(params);
    metrics.heartbeats.add(Math.floor(params.watchMs / params.heartbeatMs));
    raftNotes.listen(world.trace, 'stands', (_note, _by, atMs) => {
      if (atMs >= fromMs) metrics.needless.add();
    });
    return raftCluster(world, rules, clusterOptions(params));
  },
  goals: () => [leaderElected],
  expect: (params) => {
    if (longestGapMs(params) <= params.electionTimeoutMs.min) {
      return [
        {
          id: 'none',
          text: 'times that a server stands against a healthy leader: none, as even a slow heartbeat arrives before the shortest timeout',
          claim: 'num-heartbeat-50-150',
          measured: ({ needless }) => needless.value,
          bound: { atMost: 0 },
        },
      ];
    }
    return [
      {
        id: 'needless-elections',
        text: 'times that a server stands against a healthy leader: at least once, as the gap between heartbeats may exceed the shortest timeout',
        claim: 'num-heartbeat-50-150',
        measured: ({ needless }) => needless.value,
        bound: expected(params),
      },
    ];
  },
  tells: ({ params, metrics: { needless, heartbeats } }) =>
    `A leader must send several heartbeats per shortest election timeout, so that a late or lost one makes no follower stand for election: a tenth of the timeout is usual (etcd: 100 ms and 1,000 ms). ` +
    `With a heartbeat every ${params.heartbeatMs} ms and timeouts of ${params.electionTimeoutMs.min} to ` +
    `${params.electionTimeoutMs.max} ms, servers stood against a healthy leader ${times(needless.value)} in ` +
    `${counted(heartbeats.value, 'round')} of heartbeats, ${((100 * needless.value) / heartbeats.value).toFixed(1)} per 100 rounds.`,
});

// Left out: pauses and lost messages. They call for a short interval, so that one lost heartbeat
// does not cause an election.
