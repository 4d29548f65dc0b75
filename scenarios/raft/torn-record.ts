/**
 * A write of n2 takes 150 ms. n2 crashes while it writes an entry of n1, and its disk keeps half of
 * the record. n3 is cut off, so the entry is committed as soon as n2 acknowledges it.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut, restart, tearDisk } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

const wait: Step = [];
/** Longer than two writes of n2. */
const diskOfN2: readonly Step[] = [wait, wait, wait, wait, wait];

const steps: readonly Step[] = [
  [stand('n1')],
  ...diskOfN2,
  // A session, so that the next request is an entry.
  [put('c1', 'n1', 'x', 'first')],
  ...diskOfN2,
  [cut('n1', 'n3'), tearDisk('n2'), put('c1', 'n1', 'x', 'second')],
  [crash('n2')],
  [restart('n2')],
  ...diskOfN2,
  // By now n1 has sent it again, and n2 has written all of it.
  [crash('n1'), crash('n2')],
  [restart('n2')],
  [stand('n2')],
  ...diskOfN2,
];

const ledByN2 = sometimes<RaftCluster>(
  'n2-leads',
  'n2 leads after its restarts',
  (cluster) => leaders(cluster)[0]?.self === 'n2',
);

export default story({
  id: 'raft/torn-record',
  asks: 'A server crashes while it writes a record, and half of it is on the disk. Does the server have the entry?',
  claims: ['q22-failover-keeps-write'],
  code: ['sims/raft/server/node.ts#readable', 'sims/raft/server/journal.ts#recover'],
  cluster: {
    nodes: 3,
    clients: 1,
    nodeOptions: (id) => ({ diskMs: constant(id === 'n2' ? 150 : 1) }),
  },
  steps,
  metrics: {
    lost: counter('writes', 'that were not on disk when their server crashed'),
    answered: counter('requests', 'that were answered'),
  },
  listen(trace, metrics) {
    trace.on('crash', ({ detail }) => metrics.lost.add(detail));
    raftNotes.listen(trace, 'is-answered', () => metrics.answered.add());
  },
  goals: [ledByN2],
  expect: [
    {
      id: 'record-is-lost',
      text: 'disk writes lost in the crash: only the record of n2, even if half of it is on the disk',
      measured: ({ lost }) => lost.value,
      bound: { atLeast: 1, atMost: 1 },
    },
    {
      id: 'answered-once-stored',
      text: 'requests answered: both, the second after n2 has got its entry again',
      claim: 'q22-failover-keeps-write',
      measured: ({ answered }) => answered.value,
      bound: { atLeast: 2, atMost: 2 },
    },
  ],
  tells: ({ lost, answered }, cluster) =>
    `A server that restarts drops a half-written record, which does not match its checksum, and gets the entry from the leader again; that is safe, because it never acknowledged it. ${counted(lost.value, 'record')} did not survive whole; ${counted(answered.value, 'request')} ` +
    `got an answer, and ${leaders(cluster)[0]?.self ?? 'no server'} leads at the end.`,
});

// Left out: records that the disk corrupts after they were durable. Raft assumes that there are
// none.
