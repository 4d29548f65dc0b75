/**
 * Asks: How often must a leader send heartbeats, given the election timeout?
 *
 * Nothing fails here. Every election after the first is needless: a follower lost patience between two
 * heartbeats.
 */

import { z } from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import type { MeasuredRange } from '../../src/kernel/distribution.ts';
import { distribution } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { times } from '../../src/words/numbers.ts';
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
  latencyMs: distribution(1, 5).describe('time of a message on its way, one way, uniform'),
  watchMs: z.number().positive().max(1e7).default(300_000).describe('how long to watch'),
});
type Params = z.output<typeof params>;

/** The longest gap between two heartbeats at a follower: an interval, and a message that was slow. */
const longestGapMs = ({ heartbeatMs, latencyMs }: RaftParams) =>
  heartbeatMs + latencyMs.max - latencyMs.min;

/**
 * How far two draws are apart on average: a third of a uniform distribution's range, and of measured
 * values, which ascend, Gini's mean difference.
 */
function meanDifferenceMs({ min, max, values }: MeasuredRange): number {
  if (values === undefined) return (max - min) / 3;
  const count = values.length;
  const sum = Array.from(values, (value, place) => (2 * place + 1 - count) * value).reduce(
    (before, term) => before + term,
  );
  return (2 * sum) / count ** 2;
}

/**
 * How many needless elections to expect: at each heartbeat, some follower has drawn a timeout that is
 * shorter than the gap. The gap is longer than the interval half the time.
 */
function expected({
  nodes,
  heartbeatMs,
  latencyMs,
  electionTimeoutMs: { min, max },
  watchMs,
}: Params) {
  const early = Math.max(0, heartbeatMs + meanDifferenceMs(latencyMs) / 2 - min) / (max - min);
  return (watchMs / heartbeatMs) * (nodes - 1) * early * 0.5;
}

export default scenario({
  ...aboutRaft,
  id: 'raft/heartbeat-interval',
  asks: 'How often must a leader send heartbeats, given the election timeout?',
  claims: ['num-heartbeat-50-150', 'raft-election-timeout-150-300'],
  params,
  durationMs: (params) => electionBudgetMs(params) + params.watchMs,
  metrics: {
    needless: counter('candidacies', 'while the leader was in good health'),
    heartbeats: counter('rounds', 'of heartbeats in that time, as the interval has it'),
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
          text: 'where even a slow heartbeat comes before the shortest timeout, nobody ever stands',
          claim: 'num-heartbeat-50-150',
          measured: ({ needless }) => needless.value,
          bound: { atMost: 0 },
        },
      ];
    }
    // Fewer than one would be no surprise where fewer than thirty are expected.
    return expected(params) < 30
      ? []
      : [
          {
            id: 'needless-elections',
            text: 'an interval as long as the shortest timeout is too long: healthy leaders are deposed. The timeout must be much longer than the interval, not equal to it',
            claim: 'num-heartbeat-50-150',
            measured: ({ needless }) => needless.value,
            bound: { atLeast: 1 },
          },
        ];
  },
  tells: ({ params, metrics: { needless, heartbeats } }) =>
    `With a heartbeat every ${params.heartbeatMs} ms and timeouts of ${params.electionTimeoutMs.min} to ` +
    `${params.electionTimeoutMs.max} ms, servers stood against a healthy leader ${times(needless.value)} in ` +
    `${heartbeats.value} rounds of heartbeats, ${((100 * needless.value) / heartbeats.value).toFixed(1)} in a hundred.`,
});

// Left out: pauses and lost messages, which make a short interval matter more: one that is lost must
// not be enough.
