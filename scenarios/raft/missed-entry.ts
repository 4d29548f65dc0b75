import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { onMessage } from '../../sims/raft/listeners.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { cut, mend } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'one')],
  [cut('n1', 'n3'), put('c1', 'n1', 'x', 'two')],
  [mend('n1', 'n3'), put('c1', 'n1', 'x', 'three')],
];

const caughtUp = sometimes<RaftCluster>(
  'n3-has-all',
  'n3 has all entries of the leader',
  ({ servers }) => servers[2]?.state?.log.entries.length === 5,
);

export default story({
  id: 'raft/missed-entry',
  asks: 'A follower missed an entry, and gets the next. How does it know?',
  claims: ['raft-strong-leader'],
  cluster: { nodes: 3, clients: 1, heartbeatMs: 10_000 },
  steps,
  metrics: { refused: counter('messages', 'that n3 refused, since it lacked what they follow on') },
  listen(trace, metrics) {
    onMessage(trace, 'send', 'AppendEntriesReply', ({ success }, { node }) => {
      if (node === 'n3' && !success) metrics.refused.add();
    });
  },
  goals: [caughtUp],
  expect: [
    {
      id: 'refuses-what-does-not-fit',
      text: 'the message names the entry before, which n3 has not: it refuses, and gets both',
      claim: 'raft-strong-leader',
      measured: ({ refused }) => refused.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ refused }) =>
    `n3 refused ${refused.value} message, since it had no such entry as the one that the message follows on. ` +
    'The leader sent it from there, and n3 had all three values.',
});

// Left out: entries that arrive in the wrong order, which look the same to the follower.
