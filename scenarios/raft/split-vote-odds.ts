/**
 * The closed form (Ongaro's dissertation, §9.2): a message always takes the share l of the range of
 * timeouts; logs are equal, disks cost nothing, and all timers have just started. Of the s servers
 * that are up, the first to time out loses if so many others time out before its request reaches
 * them that the rest are not a majority with it.
 */

import * as z from 'zod';
import { raft } from '../../sims/raft/raft.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { percent } from '../../src/words/numbers.ts';
import { allElectionsHeld, electionInvariants, holdElections, mostOf } from './elections.ts';

const rangeMs = 150;
const shortestMs = 150;

const params = z.object({
  elections: z.int().min(1).max(100_000).default(250).describe('number of elections'),
  nodes: z.int().min(3).max(9).default(5).describe('servers in the cluster'),
  alive: z.int().min(1).max(9).default(4).describe('servers that are up; all if there are fewer'),
  latencyShare: z
    .number()
    .min(0.001)
    .max(0.45)
    .default(0.2)
    .describe('one-way latency as a share of the range of timeouts'),
});

export interface SplitOptions {
  readonly nodes: number;
  readonly alive: number;
  readonly latencyShare: number;
}

/**
 * P(split vote) = sum over k from c - 1 to s of C(s, k) l^k (1 - l)^(s - k), with c = s - floor(n/2)
 * + 1: the probability that at least c - 1 of s uniform timeouts lie within l of the first.
 */
export function splitProbability({ nodes, alive, latencyShare: l }: SplitOptions): number {
  const candidatesThatSplit = alive - Math.floor(nodes / 2) + 1;
  if (candidatesThatSplit <= 1) return 1;
  let sum = 0;
  let ways = 1;
  for (let k = 0; k <= alive; k++) {
    if (k >= candidatesThatSplit - 1) sum += ways * pow(l, k) * pow(1 - l, alive - k);
    ways = (ways * (alive - k)) / (k + 1);
  }
  return sum;
}

export default scenario({
  id: 'raft/split-vote-odds',
  asks: 'How likely is a split vote, given the spread of the timeouts and the latency?',
  sim: raft,
  claims: ['raft-election-timeout-150-300'],
  code: [
    'sims/raft/election/election.ts#hasMajorityOfVotes',
    'sims/raft/server/server.ts#startTimer',
  ],
  params,
  durationMs: ({ elections }) => elections,
  metrics: {
    splitVotes: counter('elections', 'whose first term had no leader'),
    splitShare: gauge('of all elections', 'that were split'),
    expectedShare: gauge('of all elections', 'that the closed form expects to be split'),
    candidacies: counter('candidacies', 'over all elections'),
  },
  invariants: electionInvariants,
  build({ world, params, rules, metrics }) {
    const options = {
      ...params,
      alive: Math.min(params.alive, params.nodes),
      electionTimeoutMs: { min: shortestMs, max: shortestMs + rangeMs },
      latencyMs: constant(params.latencyShare * rangeMs),
      diskMs: constant(0),
      logs: 'equal' as const,
      // Whether the vote splits is known when the second term begins, after a second timeout.
      giveUpMs: 2 * (shortestMs + rangeMs),
    };
    metrics.expectedShare.set(splitProbability(options));
    return holdElections(world, rules, options, (election) => {
      metrics.candidacies.add(election.candidacies);
      if (!election.wonInFirstTerm) metrics.splitVotes.add();
      metrics.splitShare.set(metrics.splitVotes.value / params.elections);
    });
  },
  goals: () => [allElectionsHeld],
  expect: (params) => {
    const { elections } = params;
    const probability = splitProbability({
      ...params,
      alive: Math.min(params.alive, params.nodes),
    });
    return [
      {
        id: 'split-as-often-as-computed',
        text: 'share of elections with a split vote: that of the closed form, within sampling error',
        claim: 'raft-election-timeout-150-300',
        measured: ({ splitVotes }) => splitVotes.value,
        bound: {
          atLeast: elections - mostOf(elections, 1 - probability),
          atMost: mostOf(elections, probability),
        },
      },
    ];
  },
  tells: ({ params, metrics }) => {
    return (
      'A vote can split if other servers time out before the first candidate’s request reaches them, so what counts is the latency as a share of the range of timeouts: ' +
      `with ${params.alive} of ${params.nodes} servers up and a one-way latency of ` +
      `${percent(params.latencyShare)} of that range, ${percent(metrics.splitShare.value)} of the ` +
      `elections were split (${percent(metrics.expectedShare.value)} in theory). A wider range splits fewer votes, but takes longer to notice a crash.`
    );
  },
});

// Left out: latencies that vary, and disks. Both can make a later candidate win a vote that the
// first one needed.
