/**
 * The answers to the old leader’s heartbeats are held back, and then the links are cut. Another is
 * elected and changes a value; then the old answers arrive.
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
  // For an election timeout nobody votes; then n2 stands, if nobody has before.
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
  'n1 and another server take themselves for leader',
  (cluster) => leaders(cluster).length === 2,
);

export default story({
  id: 'raft/lease-start',
  asks: 'From when on does a leader’s lease run: from its heartbeat, or from the answer to it?',
  claims: ['raft-follower-reads-lease'],
  cluster: {
    nodes: 3,
    clients: 2,
    reads: 'lease',
    leaderStickiness: true,
    // Votes and leases go by the shorter; by itself nobody stands so soon, or hardly ever.
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
      text: 'answers that are late give no lease: the old leader answers nothing',
      claim: 'raft-follower-reads-lease',
      measured: ({ readMs }) => readMs.min,
      bound: { atLeast: 30 },
    },
  ],
  tells: ({ readMs }) =>
    `Answers to heartbeats of more than a second ago reached the old leader. They gave it no lease, since ` +
    `the followers had waited from when they heard the heartbeats: its client waited ${readMs.min?.toFixed(0) ?? '—'} ms ` +
    'and got the new value of the new leader.',
});

// Left out: clocks that run at different speeds, for which a lease needs a margin.
