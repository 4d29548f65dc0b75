/**
 * Each server fails independently with the same probability: how often is no majority left? The
 * draws are made for the cluster and for one with a server less. A cluster of that size also runs,
 * with as many servers down as it can tolerate.
 */

import * as z from 'zod';
import { raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority, requestsAreAnswered } from '../../sims/raft/goals.ts';
import { majorityOf } from '../../sims/raft/membership/membership.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { chance } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inPercent, percent } from '../../src/words/numbers.ts';
import { crash } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(2).max(9).default(4).describe('servers in the cluster'),
  failure: z.number().gt(0).lt(1).default(0.1).describe('probability that a server is down'),
  trials: z.int().min(1).max(1e7).default(20_000).describe('number of trials'),
});

const tolerated = (nodes: number) => nodes - majorityOf(serverIds(nodes));
const crashAtMs = (params: RaftParams) => electionBudgetMs(params) / 2;

/**
 * The probability that more servers are down than the cluster tolerates: the tail of a binomial
 * distribution.
 */
function lossProbability(nodes: number, failure: number): number {
  let sum = 0;
  for (let down = tolerated(nodes) + 1; down <= nodes; down++) {
    let ways = 1;
    for (let k = 1; k <= down; k++) ways = (ways * (nodes - down + k)) / k;
    sum += ways * pow(failure, down) * pow(1 - failure, nodes - down);
  }
  return sum;
}

/**
 * Six standard deviations on either side: a correct run misses this less than once in a hundred
 * million runs.
 */
function sixSigma(probability: number, trials: number) {
  const sigma = Math.sqrt((probability * (1 - probability)) / trials);
  return {
    atLeast: probability - 6 * sigma - 1 / trials,
    atMost: probability + 6 * sigma + 9 / trials,
  };
}

export default scenario({
  ...aboutRaft,
  id: 'raft/even-sizes',
  asks: 'Must a cluster have an odd number of servers?',
  claims: ['raft-odd-number-needed', 'q5-majority-loss-rare', 'raft-2f-plus-1'],
  code: ['sims/raft/membership/membership.ts#majorityOf'],
  params,
  durationMs: (params) => crashAtMs(params) + electionBudgetMs(params),
  plan: (params) =>
    serverIds(tolerated(params.nodes)).map((id) => ({ atMs: crashAtMs(params), fault: crash(id) })),
  metrics: {
    lost: counter('trials', 'in which no majority was left'),
    lostWithOneLess: counter(
      'trials',
      'in which a cluster with a server less had no majority left',
    ),
    commits: counter('entries', 'committed with as many servers down as the cluster tolerates'),
  },
  build({ world, params, rules, metrics }) {
    const { nodes, failure, trials } = params;
    const stream = world.kernel.random.stream('failures');
    for (let trial = 0; trial < trials; trial++) {
      let down = 0;
      let downWithOneLess = 0;
      for (let server = 0; server < nodes; server++) {
        if (!chance(stream, failure)) continue;
        down += 1;
        if (server > 0) downWithOneLess += 1;
      }
      if (down > tolerated(nodes)) metrics.lost.add();
      if (downWithOneLess > tolerated(nodes - 1)) metrics.lostWithOneLess.add();
    }
    raftNotes.listen(world.trace, 'commits', (_note, _by, atMs) => {
      if (atMs > crashAtMs(params) + params.latencyMs.max) metrics.commits.add();
    });
    const untilMs = crashAtMs(params) + electionBudgetMs(params) / 2;
    const thinkMs = { min: 50, max: 100 };
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      clients: 2,
      clientOptions: {
        triesMax: 10_000,
        workload: { thinkMs, keys: 4, reads: 0.3, appends: 0.3, swaps: 0, untilMs },
      },
    });
  },
  goals: (params) => [
    leaderElected,
    leaderWithMajority(electionBudgetMs(params)),
    requestsAreAnswered(electionBudgetMs(params)),
  ],
  expect: ({ nodes, failure, trials }) => [
    {
      id: 'runs',
      text: `requests committed by ${nodes} servers with ${tolerated(nodes)} of them down: the number need not be odd`,
      claim: 'raft-odd-number-needed',
      measured: ({ commits }) => commits.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'share-without-majority',
      text: 'share of trials in which no majority is up, with this number of servers: by the binomial distribution',
      claim: 'q5-majority-loss-rare',
      measured: ({ lost }) => lost.value / trials,
      bound: sixSigma(lossProbability(nodes, failure), trials),
    },
    {
      id: 'share-with-one-less',
      text: 'share of trials in which no majority is up, with one server less: by the binomial distribution',
      measured: ({ lostWithOneLess }) => lostWithOneLess.value / trials,
      bound: sixSigma(lossProbability(nodes - 1, failure), trials),
    },
  ],
  tells: ({ params: { nodes, failure, trials }, metrics: { lost, lostWithOneLess } }) => {
    const at1 = (n: number) => `${(100 * lossProbability(n, 0.01)).toFixed(4)}%`;
    return (
      `An even size is safe but adds no tolerance, because F failures take 2F + 1 servers: ${nodes} tolerate ${counted(tolerated(nodes), 'failure')}, ${nodes - 1} tolerate ${tolerated(nodes - 1)}, and it takes ${2 * tolerated(nodes) + 3} for ${tolerated(nodes) + 1}. If each server is down ` +
      `${inPercent(failure)} of the time, ${nodes} servers lose their majority in ${percent(lost.value / trials, 2)} of the trials and ${nodes - 1} in ` +
      `${percent(lostWithOneLess.value / trials, 2)} (${percent(lossProbability(nodes, failure), 2)} and ${percent(lossProbability(nodes - 1, failure), 2)} in theory; at 1% each ${at1(nodes)} and ${at1(nodes - 1)}). ` +
      (nodes % 2 === 0
        ? 'An even number is safe: its extra server is only one more that can fail.'
        : 'The extra server of an odd number pays off.')
    );
  },
});

// Left out: correlated failures, such as the loss of a zone.
