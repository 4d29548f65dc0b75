import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { put, type Step, stand, story } from './script.ts';

const wait: Step = [];

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'first'), put('c2', 'n1', 'y', 'first')],
  ...[wait, wait, wait],
  // n1 waits one and a half steps for more requests, and n2 is elected in the meantime.
  [put('c1', 'n1', 'x', 'second')],
  [stand('n2')],
  [put('c2', 'n2', 'y', 'second')],
  ...[wait, wait],
];

const deposed = sometimes<RaftCluster>(
  'deposed-with-a-batch',
  'n1 is deposed while a request waits in its batch',
  ({ servers }) => {
    const state = servers[0]?.state;
    return state?.role === 'follower' && state.proposals.length > 0;
  },
);

export default story({
  id: 'raft/deposed-mid-batch',
  asks: 'A leader collects requests before it appends them, and is deposed in the meantime. What happens to the requests?',
  claims: ['raft-strong-leader'],
  code: ['sims/raft/client/requests.ts#onBatchTimeout'],
  cluster: { nodes: 3, clients: 2, batchMs: 150 },
  steps,
  metrics: { answered: counter('requests', 'that were answered') },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'is-answered', () => metrics.answered.add());
  },
  goals: [deposed],
  expect: [
    {
      id: 'handed-on',
      text: 'requests answered, of four: all, as the deposed leader n1 refers the client to the new one',
      claim: 'raft-strong-leader',
      measured: ({ answered }) => answered.value,
      bound: { atLeast: 4 },
    },
  ],
  tells: ({ answered }) =>
    'Requests that a deposed leader had collected are not appended: in the new term only its leader, n2, may append entries, so n1 appended nothing and referred the client to n2. ' +
    `${counted(answered.value, 'request')} out of 4 got an answer.`,
});

// Left out: batches that are sent because they are full.
