import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { onMessage } from '../../sims/raft/listeners.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
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
  asks: 'A follower missed an entry and gets the next one. How does it know?',
  claims: ['raft-strong-leader'],
  code: [
    'sims/raft/log/follower.ts#hasEntry',
    'sims/raft/log/follower.ts#onAppendEntries',
    'sims/raft/log/acknowledgement.ts#onConflict',
  ],
  cluster: { nodes: 3, clients: 1, heartbeatMs: 10_000 },
  steps,
  metrics: {
    refused: counter('messages', 'that n3 refused because it lacked the preceding entry'),
  },
  listen(trace, metrics) {
    onMessage(trace, 'send', 'AppendEntriesReply', ({ success }, { node }) => {
      if (node === 'n3' && !success) metrics.refused.add();
    });
  },
  goals: [caughtUp],
  expect: [
    {
      id: 'refuses-what-does-not-fit',
      text: 'messages that n3 refuses: the one that names a preceding entry that n3 does not have; then it gets both',
      claim: 'raft-strong-leader',
      measured: ({ refused }) => refused.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ refused }) =>
    `Each AppendEntries message of the leader names the index and term of the entry before the ones that it brings, and a follower without that entry refuses it: n3 refused ${counted(refused.value, 'message')}. ` +
    'The leader then sends the entries from further back, and the follower replaces what conflicts with them.',
});

// Left out: entries that arrive in the wrong order, which look the same to the follower.
