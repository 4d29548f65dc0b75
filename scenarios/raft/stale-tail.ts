/**
 * n3 has two more entries of term 2 than the others. n1 is elected without it, and commits an entry
 * in their place. n3 first hears of that from a heartbeat: it agrees up to entry 3, and says that
 * entry 4 is committed.
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
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
  asks: 'A follower has entries that its leader never had. How far may a heartbeat make it apply them?',
  claims: ['q5-old-leader-cannot-commit'],
  code: ['sims/raft/log/follower.ts#mayCommitUpTo', 'sims/raft/log/follower.ts#onAppendEntries'],
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
      text: 'entries that n3 drops when the leader’s own entry arrives: those that its leader never had, of which it applied none',
      claim: 'q5-old-leader-cannot-commit',
      measured: ({ truncated }) => truncated.value,
      bound: { atLeast: 2, atMost: 2 },
    },
  ],
  tells: ({ truncated }) =>
    'Only as far as the logs are known to agree: the heartbeat said that entry 4 is committed, but showed agreement up to entry 3. ' +
    `n3 dropped ${counted(truncated.value, 'entry', 'entries')} of its own when the leader’s arrived.`,
});

// Left out: how n3 got its two entries: a leader of term 2 sent them to n3 alone and crashed.
