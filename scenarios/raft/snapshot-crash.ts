/**
 * A write of n1 takes 200 ms. n1 takes a snapshot, and crashes when the first of the two writes is
 * on its disk and the second is not. It restarts, is elected, and is asked for the data written
 * before.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { somebodyReads } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { get, put, type Step, stand, story, takeSnapshot } from './script.ts';

const wait: Step = [];
/** Longer than two writes of n1. */
const diskOfN1: readonly Step[] = [wait, wait, wait, wait, wait, wait];

const steps: readonly Step[] = [
  [stand('n1')],
  ...diskOfN1,
  [put('c1', 'n1', 'x', 'one')],
  ...diskOfN1,
  [takeSnapshot('n1')],
  // One write takes two of these steps, and two take four.
  ...[wait, wait],
  [crash('n1')],
  [restart('n1')],
  [stand('n1')],
  ...diskOfN1,
  [get('c2', 'n1', 'x')],
  ...diskOfN1,
];

const ledAgain = sometimes<RaftCluster>(
  'n1-leads-again',
  'n1 leads after its restart',
  (cluster) => (leaders(cluster)[0]?.state?.currentTerm ?? 0) > 1,
);

export default story({
  id: 'raft/snapshot-crash',
  asks: 'A server crashes between writing a snapshot and compacting its log. What may be missing?',
  claims: ['q22-failover-keeps-write'],
  code: [
    'sims/raft/snapshot/snapshot.ts#onSnapshotStored',
    'sims/raft/snapshot/snapshot.ts#takeSnapshot',
    'sims/raft/server/journal.ts#missingCompaction',
  ],
  cluster: {
    nodes: 3,
    clients: 2,
    reads: 'read-index',
    nodeOptions: (id) => ({ diskMs: constant(id === 'n1' ? 200 : 1) }),
  },
  steps,
  metrics: {
    lost: counter('writes', 'that were not on disk when the server crashed'),
    read: counter('reads', 'that found the earlier write'),
  },
  listen(trace, metrics) {
    trace.on('crash', ({ detail }) => metrics.lost.add(detail));
    raftNotes.listen(trace, 'is-answered', ({ value }) => {
      if (value === 'one') metrics.read.add();
    });
  },
  goals: [ledAgain, somebodyReads('one')],
  expect: [
    {
      id: 'crash-is-between',
      text: 'disk writes lost in the crash, of two: one',
      measured: ({ lost }) => lost.value,
      bound: { atLeast: 1, atMost: 1 },
    },
    {
      id: 'read-finds-it',
      text: 'reads that find the earlier write: the contents of the snapshot are there',
      claim: 'q22-failover-keeps-write',
      measured: ({ read }) => read.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ lost, read }) =>
    `Nothing is missing if the snapshot is on disk before the log is truncated: after the crash the server starts from the snapshot and drops the entries that it covers. ` +
    `The crash lost ${counted(lost.value, 'write')} out of two, and n1 ${read.value === 0 ? 'could not answer' : 'still answered with the earlier write'}. In the other order its log would begin after entries that exist nowhere, as in redisraft#43.`,
});

// Left out: writing both at once, under one checksum or by renaming a file: then there is no order
// to keep.
