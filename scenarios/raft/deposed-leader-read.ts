import { somebodyReads } from '../../sims/raft/goals.ts';
import { heal, partition } from '../../src/world/fault.ts';
import { get, measureReads, put, readMetrics, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'old'), put('c2', 'n1', 'y', 'old')],
  [partition(['n1', 'c2'], ['n2', 'n3', 'c1'])],
  [stand('n2')],
  [put('c1', 'n2', 'x', 'new')],
  [get('c2', 'n1', 'x')],
  [heal()],
];

export default story({
  id: 'raft/deposed-leader-read',
  asks: 'A leader was deposed and does not know it. How does it answer a read?',
  claims: ['q5-old-leader-steps-down', 'raft-follower-reads-lease'],
  code: ['sims/raft/client/reads.ts#confirm', 'sims/raft/client/reads.ts#isConfirmed'],
  cluster: { nodes: 3, clients: 2, reads: 'read-index' },
  steps,
  metrics: readMetrics,
  listen: measureReads,
  goals: [somebodyReads('new')],
  expect: [
    {
      id: 'waits-for-a-majority',
      text: 'time of the read, in ms: with ReadIndex the old leader answers none while no majority answers its heartbeats',
      claim: 'q5-old-leader-steps-down',
      measured: ({ readMs }) => readMs.min,
      bound: { atLeast: 30 },
    },
  ],
  tells: ({ readMs }) =>
    `Before it answers a read, a leader asks a majority whether it still leads (ReadIndex), so a deposed one returns no old value. Here the old leader heard nothing for ` +
    `${readMs.min?.toFixed(0) ?? '—'} ms; then it learned that it was deposed, and the client got the new value from the new leader.`,
});

// Left out: a leader that steps down by itself, by check-quorum; until it does, the result is the
// same.
