/**
 * n1 tells n2 to stand for election, and hears nothing after that. n2 is elected at once, although
 * n1's lease has a minute left, and changes a value.
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
  'n1 and n2 both believe that they lead',
  (cluster) => leaders(cluster).length === 2,
);

export default story({
  id: 'raft/lease-transfer',
  asks: 'A leader transfers leadership before its lease is over. May it go on answering reads?',
  claims: ['raft-follower-reads-lease'],
  code: ['sims/raft/client/lease.ts#holdsLease', 'sims/raft/election/transfer.ts#tellTarget'],
  cluster: { nodes: 3, clients: 2, reads: 'lease', leaderStickiness: true },
  steps,
  metrics: readMetrics,
  listen: measureReads,
  goals: [twoLeaders, somebodyReads('new')],
  expect: [
    {
      id: 'gives-up-its-lease',
      text: 'time of the read, in ms: once the old leader has told another server to stand, it must ask a majority first, so it answers no read',
      claim: 'raft-follower-reads-lease',
      measured: ({ readMs }) => readMs.min,
      bound: { atLeast: 30 },
    },
  ],
  tells: ({ readMs }) =>
    `No: n2 was elected while n1’s lease was still running. n1 gives the lease up with the transfer, so its client ` +
    `waited ${readMs.min?.toFixed(0) ?? '—'} ms and got its answer from n2.`,
});

// Left out: a leader that resumes its lease when the transfer has failed. Here it reads by
// ReadIndex for the rest of its term, because the TimeoutNow message may still be in flight.
