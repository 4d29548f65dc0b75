/**
 * n3 has two entries of term 2 more than the others. n1 is elected without it, and commits an entry in
 * their place. The first that n3 hears of it is a heartbeat: it agrees up to entry 3, and says that
 * entry 4 is committed.
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { cut, mend } from '../../src/world/fault.ts';
import { type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [[cut('n1', 'n3'), stand('n1')], [mend('n1', 'n3')]];

const heardOfCommit = sometimes<RaftCluster>(
  'n3-agrees-in-part',
  'n3 follows n1 and knows that three entries are committed, with its own two after them',
  ({ servers }) => {
    const [n1, , n3] = servers;
    const { state } = n3 ?? {};
    return (
      state?.leaderId === n1?.self && state?.commitIndex === 3 && state.log.entries.length === 5
    );
  },
);

export default story({
  id: 'raft/stale-tail',
  asks: 'A follower has entries that its leader never had. What may a heartbeat make of them?',
  claims: ['q5-old-leader-cannot-commit'],
  cluster: {
    nodes: 3,
    initialLogs: { n1: [1, 1, 2], n2: [1, 1, 2], n3: [1, 1, 2, 2, 2] },
    committed: [1, 1, 2],
  },
  steps,
  metrics: { truncated: counter('entries', 'that n3 dropped') },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'truncates', ({ entries }) => metrics.truncated.add(entries));
  },
  goals: [heardOfCommit],
  expect: [
    {
      id: 'tail-is-dropped',
      text: 'n3 applies nothing of its tail, and drops it when the leader’s own entry comes',
      claim: 'q5-old-leader-cannot-commit',
      measured: ({ truncated }) => truncated.value,
      bound: { atLeast: 2, atMost: 2 },
    },
  ],
  tells: ({ truncated }) =>
    'A heartbeat told n3 that entry 4 is committed, but showed only that the logs agree up to entry 3: n3 ' +
    `applied three entries, and dropped ${truncated.value} of its own when the leader’s came.`,
});

// Left out: how n3 came by its two entries: a leader of term 2 sent them to it alone, and died.
