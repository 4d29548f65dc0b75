/**
 * n1 commits a write and tells its client, but crashes before it tells the others that it is
 * committed. n2 is elected: it has the entry, and does not know that it is committed.
 */
import { somebodyReads } from '../../sims/raft/goals.ts';
import { crash } from '../../src/world/fault.ts';
import { get, measureReads, put, readMetrics, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'old'), put('c2', 'n1', 'y', 'old')],
  [put('c1', 'n1', 'x', 'new')],
  [crash('n1')],
  [stand('n2')],
  [get('c2', 'n2', 'x')],
  [put('c1', 'n2', 'y', 'new')],
];

export default story({
  id: 'raft/new-leader-read',
  asks: 'A leader has just been elected. How may it answer a read?',
  claims: ['raft-follower-reads-lease', 'q5-cap-consistency-linearizable'],
  code: ['sims/raft/client/reads.ts#knowsWhatIsCommitted', 'sims/raft/election/election.ts#lead'],
  // Without the no-op, so that this state lasts; and no heartbeat comes before the script is over.
  cluster: { nodes: 3, clients: 2, reads: 'read-index', noOp: false, heartbeatMs: 10_000 },
  steps,
  metrics: readMetrics,
  listen: measureReads,
  goals: [somebodyReads('new')],
  expect: [
    {
      id: 'waits-for-own-commit',
      text: 'time of the read, in ms: until the new leader has committed an entry of its own term, here the next write',
      claim: 'q5-cap-consistency-linearizable',
      measured: ({ readMs }) => readMs.min,
      bound: { atLeast: 30 },
    },
  ],
  tells: ({ readMs }) =>
    `A new leader may answer a read once it has committed an entry of its own term, because until then it does not know which of its entries are committed: the read at the new leader waited ${readMs.min?.toFixed(0) ?? '—'} ms, for the next write. ` +
    'That is why a new leader appends a no-op at once: with it the read would wait for a round trip only.',
});

// Left out: the no-op, with which every leader in practice commits an entry as soon as it is
// elected.
