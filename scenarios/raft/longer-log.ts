/**
 * n3 has two more entries of term 2 than the others. n1 is elected by n2, which does not hear of
 * it; n3 hears a heartbeat and agrees up to entry 3. Then n1 crashes.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut, heal, hold, mend, release, restart } from '../../src/world/fault.ts';
import { type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [cut('n1', 'n3'), hold('n2', 'n1'), stand('n1')],
  // n2 has voted, but does not get n1's messages as a leader.
  [cut('n1', 'n2')],
  [release('n2', 'n1')],
  [mend('n1', 'n3')],
  [crash('n1'), heal()],
  [stand('n3')],
  [stand('n3')],
  [restart('n1')],
];

const ledByN3 = sometimes<RaftCluster>(
  'n3-leads',
  'n3 leads after n1',
  (cluster) => leaders(cluster)[0]?.self === 'n3',
);

export default story({
  id: 'raft/longer-log',
  asks: 'A follower’s log is longer than its leader’s. Does it count as a copy?',
  claims: ['q22-failover-keeps-write'],
  code: ['sims/raft/log/follower.ts#matchesUpTo', 'sims/raft/log/follower.ts#store'],
  cluster: {
    nodes: 3,
    initialLogs: { n1: [1, 1, 2], n2: [1, 1, 2], n3: [1, 1, 2, 2, 2] },
    committed: [1, 1, 2],
  },
  steps,
  metrics: { truncated: counter('entries', 'that n3 dropped before n1 counted on it') },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'truncates', ({ entries }) => metrics.truncated.add(entries));
  },
  goals: [ledByN3],
  expect: [
    {
      id: 'counts-what-was-sent',
      text: 'entries that n3 drops before it counts as a copy: its own two, in place of which it takes the leader’s',
      measured: ({ truncated }) => truncated.value,
      bound: { atLeast: 2, atMost: 2 },
    },
  ],
  tells: ({ truncated }) =>
    'No: a follower reports how far its log agrees with the leader’s message, not how far its log reaches. n1 sent n3 entry 4, ' +
    `n3 dropped ${counted(truncated.value, 'entry', 'entries')} of its own for it, and only then could entry 4 count as committed: it is still there when n3 leads later.`,
});

// Left out: how n3 got its two entries: a leader of term 2 sent them to n3 alone and crashed.
