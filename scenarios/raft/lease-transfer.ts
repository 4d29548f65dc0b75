/**
 * n1 tells n2 to stand for election, and hears nothing after that. n2 is elected at once, although
 * n1’s lease has a minute to run, and changes a value.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { somebodyReads } from '../../sims/raft/goals.ts';
import { sometimes } from '../../src/check/goal.ts';
import { cut, heal } from '../../src/world/fault.ts';
import {
  get,
  measureReads,
  put,
  readMetrics,
  type Step,
  stand,
  story,
  transfer,
} from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'old'), put('c2', 'n1', 'y', 'old')],
  [cut('n2', 'n1'), cut('n3', 'n1')],
  [transfer('n2')],
  [put('c1', 'n2', 'x', 'new')],
  [get('c2', 'n1', 'x')],
  [heal()],
];

const twoLeaders = sometimes<RaftCluster>(
  'two-leaders',
  'n1 and n2 take themselves for leader',
  (cluster) => leaders(cluster).length === 2,
);

export default story({
  id: 'raft/lease-transfer',
  asks: 'A leader hands over before its lease is over. May it go on to answer reads?',
  claims: ['raft-follower-reads-lease'],
  cluster: { nodes: 3, clients: 2, reads: 'lease', leaderStickiness: true },
  steps,
  metrics: readMetrics,
  listen: measureReads,
  goals: [twoLeaders, somebodyReads('new')],
  expect: [
    {
      id: 'gives-up-its-lease',
      text: 'once it has told another to stand, it asks a majority before it answers: it answers nothing',
      claim: 'raft-follower-reads-lease',
      measured: ({ readMs }) => readMs.min,
      bound: { atLeast: 30 },
    },
  ],
  tells: ({ readMs }) =>
    `n2 was elected while the lease of n1 was running. n1 had given it up with the transfer, so its client ` +
    `waited ${readMs.min?.toFixed(0) ?? '—'} ms, and got the new value of n2.`,
});

// Left out: a leader that takes its lease up again when the transfer has failed. Here it reads by
// ReadIndex for the rest of its term, since the message to stand may still be on its way.
