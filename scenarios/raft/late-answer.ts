/**
 * n2 gets entries from n1 in term 2, but its answers are held back. In term 3 another leader
 * truncates those entries, also at n1. In term 4 n1 leads again; its new entry has the index of an
 * old one and is on two servers of five. Then the old answers arrive.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { onMessage } from '../../sims/raft/listeners.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut, hold, mend, release, restart } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [hold('n2', 'n1'), cut('n1', 'n3'), cut('n1', 'n4'), cut('n1', 'n5')],
  // Two requests, which wait at n1: entries 3 and 4, at n1 and n2.
  [put('c1', 'n1', 'x', 'one'), put('c2', 'n1', 'y', 'two')],
  // n3 is elected by n4 and n5; all servers have its entry 3.
  [stand('n3')],
  // n1 is elected again, by n4 and n5; n5 does not hear of it.
  [crash('n3'), cut('n1', 'n2'), mend('n1', 'n4'), mend('n1', 'n5'), hold('n5', 'n1')],
  [stand('n1')],
  [cut('n1', 'n5')],
  [release('n5', 'n1')],
  // Its entry 4 is on n1 and n4. n2's answer about another entry 4 arrives.
  [release('n2', 'n1')],
  // n1 and n4 crash; the other three go on.
  [crash('n1'), crash('n4'), restart('n3')],
  [stand('n2')],
  [stand('n2')],
];

const lateAnswers = sometimes<RaftCluster>(
  'n2-leads',
  'n2 leads, without n1 and n4',
  (cluster) => leaders(cluster)[0]?.self === 'n2',
);

export default story({
  id: 'raft/late-answer',
  asks: 'A leader gets answers to messages that it sent two terms ago. May it count them?',
  claims: ['q22-failover-keeps-write'],
  code: ['sims/raft/log/acknowledgement.ts#onAppendEntriesReply'],
  cluster: {
    nodes: 5,
    clients: 2,
    initialLogs: allWith([1]),
    // The clients ask once, and wait.
    clientOptions: { retryMs: 60_000, backoffMs: 60_000 },
  },
  steps,
  metrics: {
    late: counter('answers', 'of term 2 that n1 got in term 4'),
    committed: counter('entries', 'that n1 committed in term 4'),
  },
  listen(trace, metrics) {
    const termOf = new Map<string, number>();
    raftNotes.listen(trace, 'leads', ({ term }, by) => termOf.set(by, term));
    onMessage(trace, 'deliver', 'AppendEntriesReply', ({ term }, { node }) => {
      if (node === 'n1' && termOf.get('n1') === 4 && term === 2) metrics.late.add();
    });
    raftNotes.listen(trace, 'commits', (_note, by) => {
      if (by === 'n1' && termOf.get('n1') === 4) metrics.committed.add();
    });
  },
  goals: [lateAnswers],
  expect: [
    {
      id: 'answers-are-late',
      text: 'answers of term 2 that reach n1 while it leads term 4',
      measured: ({ late }) => late.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'not-committed',
      text: 'entries that n1 commits because of them: none',
      claim: 'q22-failover-keeps-write',
      measured: ({ committed }) => committed.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ late, committed }) =>
    `No: the entries that they acknowledge may have been truncated since. ${counted(late.value, 'answer')} of term 2 reached n1 while it led term 4. ` +
    `n1 committed ${counted(committed.value, 'entry', 'entries')} because of them before it crashed.`,
});

function allWith(terms: readonly number[]) {
  return Object.fromEntries(['n1', 'n2', 'n3', 'n4', 'n5'].map((id) => [id, terms]));
}

// Left out: connections. The answers of a broken connection would not arrive at all, but Raft does
// not rely on that.
