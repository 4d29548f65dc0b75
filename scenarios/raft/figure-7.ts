/**
 * Figure 7 of the paper: when the leader at the top is elected, its followers may miss entries (a,
 * b), have extra ones (c, d), or both (e, f).
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { onMessage } from '../../sims/raft/listeners.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { put, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [[stand('n1')], [put('c1', 'n1', 'x', 'after')]];

/** The leader, then (a) to (f). */
const initialLogs = {
  n1: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
  n2: [1, 1, 1, 4, 4, 5, 5, 6, 6],
  n3: [1, 1, 1, 4],
  n4: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
  n5: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
  n6: [1, 1, 1, 4, 4, 4, 4],
  n7: [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
};

const logsAgree = sometimes<RaftCluster>(
  'logs-agree',
  'every log equals the leader’s, and all of it is committed',
  ({ servers }) => {
    const first = servers[0]?.state;
    if (first?.role !== 'leader' || first.commitIndex <= initialLogs.n1.length) return false;
    return servers.every(
      ({ state }) =>
        state?.commitIndex === first.commitIndex &&
        state.log.entries.length === first.log.entries.length,
    );
  },
);

export default story({
  id: 'raft/figure-7',
  asks: 'Logs have diverged in every possible way. How does a new leader repair them?',
  claims: ['raft-strong-leader'],
  code: [
    'sims/raft/log/acknowledgement.ts#nextAfter',
    'sims/raft/log/acknowledgement.ts#onConflict',
    'sims/raft/log/follower.ts#store',
  ],
  cluster: { nodes: 7, clients: 1, initialLogs, committed: initialLogs.n3 },
  steps,
  metrics: {
    truncated: counter('entries', 'that followers had and the leader did not'),
    refused: counter(
      'messages',
      'AppendEntries that a follower refused, so that the leader went back',
    ),
  },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'truncates', ({ entries }) => metrics.truncated.add(entries));
    onMessage(trace, 'send', 'AppendEntriesReply', ({ success }) => {
      if (!success) metrics.refused.add();
    });
  },
  goals: [logsAgree],
  expect: [
    {
      id: 'truncated-what-conflicts',
      text: 'entries that followers drop: those after the point of agreement, 1 of log (c), 2 of (d), 2 of (e) and 8 of (f)',
      measured: ({ truncated }) => truncated.value,
      bound: { atLeast: 13, atMost: 13 },
    },
    {
      id: 'goes-back-by-terms',
      text:
        'the leader goes back by whole terms: once for (a) and (b), twice for (e) and (f), and at most once more for ' +
        'each if messages are reordered',
      claim: 'raft-strong-leader',
      measured: ({ refused }) => refused.value,
      bound: { atLeast: 6, atMost: 12 },
    },
  ],
  tells: ({ truncated, refused }) =>
    `A new leader overwrites diverged logs with its own: a follower refuses entries that do not follow on its log, the leader goes back, a whole term at a time, to where both logs agree, and the follower drops what conflicts from there on. ` +
    `Here that took ${counted(refused.value, 'refusal')} for six diverging logs, and followers dropped ${counted(truncated.value, 'conflicting entry', 'conflicting entries')}. In the end ` +
    'every log was the leader’s, which itself did not change.',
});

// Left out: how the logs diverged. The paper leaves it as an exercise; all servers know of term 7.
