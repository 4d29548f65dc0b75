/**
 * At first every server has the same timeout: all stand for election at the same instant, each
 * votes for itself, none wins, and all stand again together. Then the timeouts are drawn from a
 * range, and the storm ends.
 */

import * as z from 'zod';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority, voteContested } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter, histogram } from '../../src/check/metric.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { times } from '../../src/words/numbers.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  inMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  equalRounds: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('number of equal election timeouts before they are drawn from the range'),
});

const equalForMs = ({ electionTimeoutMs, equalRounds }: z.output<typeof params>) =>
  (equalRounds + 0.5) * electionTimeoutMs.min;

/** A single server wins its first election, whatever its timeout. */
const canSplit = ({ nodes }: RaftParams) => nodes >= 2;

export default scenario({
  ...aboutRaft,
  id: 'raft/split-vote',
  asks: 'Why are Raft’s election timeouts random?',
  claims: ['raft-election-timeout-150-300'],
  code: ['sims/raft/election/election.ts#onRequestVote', 'sims/raft/server/server.ts#startTimer'],
  params,
  durationMs: (params) => equalForMs(params) + electionBudgetMs(params),
  metrics: {
    candidaciesWhileEqual: counter(
      'candidacies',
      'how often a server stood while timeouts were equal',
    ),
    leadersWhileEqual: counter('leaders', 'elected in that time'),
    afterwardsMs: histogram('ms', 'from the end of that time to the first leader'),
  },
  build({ world, params, rules, metrics }) {
    const { min, max } = params.electionTimeoutMs;
    const electionTimeoutMs = { min, max: min };
    let equal = true;
    world.spawn(
      (function* (): Process<void> {
        yield* sleep(equalForMs(params));
        electionTimeoutMs.max = max;
        equal = false;
      })(),
    );
    raftNotes.listen(world.trace, 'stands', () => {
      if (equal) metrics.candidaciesWhileEqual.add();
    });
    raftNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (equal) metrics.leadersWhileEqual.add();
      else if (metrics.afterwardsMs.count === 0) {
        metrics.afterwardsMs.record(atMs - equalForMs(params));
      }
    });
    return raftCluster(world, rules, { ...clusterOptions(params), electionTimeoutMs });
  },
  goals: (params) => [
    leaderElected,
    ...(canSplit(params) ? [voteContested] : []),
    leaderWithMajority(equalForMs(params) + electionBudgetMs(params)),
  ],
  expect: (params) =>
    canSplit(params)
      ? [
          {
            id: 'nobody-wins-while-equal',
            text: 'leaders elected while all timeouts are equal: none',
            measured: ({ leadersWhileEqual }) => leadersWhileEqual.value,
            bound: { atMost: 0 },
          },
          {
            id: 'storm-ends',
            text: 'time until a leader is elected once timeouts are random, in ms: at most ten of the longest timeouts',
            claim: 'raft-election-timeout-150-300',
            measured: ({ afterwardsMs }) => afterwardsMs.max,
            bound: { atMost: 10 * params.electionTimeoutMs.max },
          },
        ]
      : [
          {
            id: 'alone-wins-at-once',
            text: 'leaders elected: a single server needs no luck',
            measured: ({ leadersWhileEqual }) => leadersWhileEqual.value,
            bound: { atLeast: 1 },
          },
        ],
  tells: ({ params, metrics }) => {
    const { candidaciesWhileEqual, leadersWhileEqual, afterwardsMs } = metrics;
    const { min, max } = params.electionTimeoutMs;
    return (
      `Random timeouts let one server ask for votes before the others: servers that time out together each vote for themselves, and none gets a majority (a split vote); ` +
      `while every timeout was ${min} ms, servers stood for election ` +
      `${times(candidaciesWhileEqual.value)} and won ${times(leadersWhileEqual.value)}.` +
      (afterwardsMs.count > 0
        ? ` With timeouts drawn from ${min} to ${max} ms there was a leader ${inMs(afterwardsMs.min)} later.`
        : '')
    );
  },
});

// Left out: clocks that run at different speeds, which would end the storm by themselves, slowly.
