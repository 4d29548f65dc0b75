/**
 * A write is committed, and its client knows; n3 has the entry, and will hear with the next
 * heartbeat that it is committed. A client asks n3, and n3 asks the leader, which answers at once,
 * by its lease.
 */
import { somebodyReads } from '../../sims/raft/goals.ts';
import { get, measureReads, put, readMetrics, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'old'), put('c2', 'n1', 'y', 'old')],
  [put('c1', 'n1', 'x', 'new')],
  [get('c2', 'n3', 'x')],
];

export default story({
  id: 'raft/follower-read',
  asks: 'The leader has told a follower how far the log is committed. May the follower answer a read?',
  claims: ['raft-follower-reads-lease', 'q22-ryw-follower-stale'],
  code: ['sims/raft/client/reads.ts#seesEnough', 'sims/raft/client/reads.ts#askLeader'],
  cluster: {
    nodes: 3,
    clients: 2,
    reads: 'lease',
    leaderStickiness: true,
    followerReads: true,
    heartbeatMs: 1_000,
  },
  steps,
  stepsAfter: 12,
  metrics: readMetrics,
  listen: measureReads,
  goals: [somebodyReads('new')],
  expect: [
    {
      id: 'waits-until-applied',
      text: 'time of the read at the follower, in ms: until it has applied all that is committed, here with the next heartbeat',
      claim: 'raft-follower-reads-lease',
      measured: ({ readMs }) => readMs.min,
      bound: { atLeast: 30 },
    },
  ],
  tells: ({ readMs }) =>
    'A follower may answer a read once it has asked the leader how far the log is committed (ReadIndex) and has applied that much. ' +
    `Here it waited ${readMs.min?.toFixed(0) ?? '—'} ms.`,
});

// Left out: followers that are told of commits at once. That makes the wait short, but still
// necessary.
