/**
 * Appends are asynchronous: the disk of n2, which takes 1 s, reports up to which index it has
 * written, and n2 tells the current leader. n2 gets an entry from n1, which another leader, n3,
 * overwrites. The disk finishes the first write while the second is still pending.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { onMessage } from '../../sims/raft/listeners.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut, hold, mend, release, restart } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

const wait: Step = [];
/** Longer than a write of n2. */
const diskOfN2: readonly Step[] = Array.from({ length: 14 }, () => wait);

const steps: readonly Step[] = [
  [stand('n1')],
  // A session, so that the next request is an entry.
  [put('c1', 'n1', 'x', 'first')],
  ...diskOfN2,
  // Only n2 gets the second entry of the client.
  [cut('n1', 'n3'), cut('n1', 'n4'), cut('n1', 'n5'), put('c1', 'n1', 'x', 'second')],
  // n3 is elected by n4 and n5. Its entries reach n2 and n4.
  [cut('n1', 'n2'), hold('n4', 'n3'), hold('n5', 'n3')],
  ...[wait, wait],
  [stand('n3')],
  [cut('n3', 'n5'), cut('n3', 'n1')],
  [release('n4', 'n3'), release('n5', 'n3')],
  // Here the first write of n2 is done, and the second is not.
  ...[wait, wait, wait, wait, wait, wait],
  // n2 loses the second write. The servers without it are a majority.
  [crash('n2'), crash('n3'), crash('n4')],
  [restart('n2'), mend('n1', 'n2'), mend('n1', 'n5')],
  [stand('n1')],
  ...diskOfN2,
];

const ledByN1 = sometimes<RaftCluster>(
  'n1-leads',
  'n1 leads again, with n2 and n5',
  (cluster) => (leaders(cluster)[0]?.state?.currentTerm ?? 0) > 2,
);

export default story({
  id: 'raft/stored-late',
  asks: 'A disk reports late that it has written up to an index. Which entry does that acknowledge?',
  claims: ['q22-failover-keeps-write'],
  code: ['sims/raft/log/follower.ts#onEntriesStored'],
  cluster: {
    nodes: 5,
    clients: 1,
    asynchronousAppend: true,
    nodeOptions: (id) => ({ diskMs: constant(id === 'n2' ? 1000 : 1) }),
  },
  steps,
  metrics: {
    late: counter('answers', 'of a disk, for a write of an earlier term'),
    committed: counter('entries', 'that n3 committed'),
  },
  listen(trace, metrics, cluster) {
    onMessage(trace, 'deliver', 'EntriesStored', ({ reply }, { node }) => {
      const server = cluster.servers.find(({ self }) => self === node);
      const term = server?.state?.currentTerm ?? 0;
      if (reply.term < term) metrics.late.add();
    });
    raftNotes.listen(trace, 'commits', (_note, by) => {
      if (by === 'n3') metrics.committed.add();
    });
  },
  goals: [ledByN1],
  expect: [
    {
      id: 'disk-answers-late',
      text: 'answers of n2’s disk in term 2 for a write of term 1',
      measured: ({ late }) => late.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'not-committed',
      text: 'entries that n3 commits because of such an answer: none',
      claim: 'q22-failover-keeps-write',
      measured: ({ committed }) => committed.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ late, committed }, cluster) =>
    `The entry that was written, not the one that has the index now: ${counted(late.value, 'answer')} of n2’s disk came in a later term than the write, when the entry of that index ` +
    `was another one and not on disk. n3 committed ${counted(committed.value, 'entry', 'entries')}, and ${leaders(cluster)[0]?.self ?? 'no server'} leads at the end.`,
});

// Left out: an in-memory log that is cut off by the disk's reports (etcd's unstable log). There the
// term of the entry is not enough either: the same entry may be truncated and written again.
