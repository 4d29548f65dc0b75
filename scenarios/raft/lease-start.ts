/**
 * The answers to the old leader's heartbeats are held back, and then the links are cut. Another
 * leader is elected and changes a value; then the old answers arrive.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { somebodyReads } from '../../sims/raft/goals.ts';
import { sometimes } from '../../src/check/goal.ts';
import { cut, heal, hold, release } from '../../src/world/fault.ts';
import { get, measureReads, put, readMetrics, type Step, stand, story } from './script.ts';

const wait: Step = [];

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'old'), put('c2', 'n1', 'y', 'old')],
  [hold('n2', 'n1'), hold('n3', 'n1')],
  [cut('n1', 'n2'), cut('n1', 'n3'), cut('n2', 'n1'), cut('n3', 'n1')],
  // For an election timeout no server votes; then n2 stands, unless another server has stood
  // before.
  ...Array.from({ length: 10 }, () => wait),
  [stand('n2')],
  [stand('n2')],
  [put('c1', 'n2', 'x', 'new')],
  [wait, wait].flat(),
  [release('n2', 'n1'), release('n3', 'n1')],
  [get('c2', 'n1', 'x')],
  [heal()],
];

const twoLeaders = sometimes<RaftCluster>(
  'two-leaders',
  'n1 and another server both believe that they lead',
  (cluster) => leaders(cluster).length === 2,
);

export default story({
  id: 'raft/lease-start',
  asks: 'When does a leader’s lease start: with its heartbeat, or with the answer to it?',
  claims: ['raft-follower-reads-lease'],
  code: ['sims/raft/client/lease.ts#startOf', 'sims/raft/client/lease.ts#holdsLease'],
  cluster: {
    nodes: 3,
    clients: 2,
    reads: 'lease',
    leaderStickiness: true,
    // Votes and leases use the shorter one; by themselves servers hardly ever stand so soon.
    electionTimeoutMs: { min: 1_000, max: 120_000 },
  },
  steps,
  stepsAfter: 4,
  metrics: readMetrics,
  listen: measureReads,
  goals: [twoLeaders, somebodyReads('new')],
  expect: [
    {
      id: 'no-lease-from-late-answers',
      text: 'time of the read, in ms: late answers give the old leader no lease, so it answers no read',
      claim: 'raft-follower-reads-lease',
      measured: ({ readMs }) => readMs.min,
      bound: { atLeast: 30 },
    },
  ],
  tells: ({ readMs }) =>
    'A leader with a lease answers reads alone; its lease starts when it sends the heartbeat, and not at the answer, because followers count from the heartbeat before they elect another. ' +
    `Answers to heartbeats sent more than a second before gave the old leader no lease. Its client waited ${readMs.min?.toFixed(0) ?? '—'} ms ` +
    'and got its answer from the new leader.',
});

// Left out: clocks that run at different speeds, for which a lease needs a margin.
