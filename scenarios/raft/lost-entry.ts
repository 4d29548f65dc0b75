/**
 * Asks: When may a server say that it has an entry: when it has it, or when it is on its disk?
 *
 * Disks are slow here: a write takes 150 ms. n2 gets an entry of n1, and both crash before it is on
 * their disks. n2 comes back, and is elected.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { onRaftNote } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { crash, cut, restart } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

const wait: Step = [];

const steps: readonly Step[] = [
  [stand('n1')],
  ...[wait, wait, wait, wait],
  [put('c1', 'n1', 'x', 'first')],
  ...[wait, wait, wait, wait],
  [cut('n1', 'n3'), put('c1', 'n1', 'x', 'second')],
  // n2 has had the entry for most of 100 ms by now.
  [crash('n1'), crash('n2')],
  [restart('n2')],
  [stand('n2')],
  ...[wait, wait, wait],
];

const ledByN2 = sometimes<RaftCluster>(
  'n2-leads',
  'n2 leads after its restart',
  (cluster) => leaders(cluster)[0]?.self === 'n2',
);

export default story({
  id: 'raft/lost-entry',
  asks: 'When may a server say that it has an entry: when it has it, or when it is on its disk?',
  claims: ['q22-failover-keeps-write', 'num-write-needs-majority-2-10ms'],
  cluster: { nodes: 3, clients: 1, nodeOptions: () => ({ diskMs: constant(150) }) },
  steps,
  metrics: {
    lost: counter('writes', 'that were not on a disk when its server crashed'),
    answered: counter('requests', 'that were answered'),
  },
  listen(trace, metrics) {
    trace.on('crash', ({ detail }) => metrics.lost.add(detail));
    onRaftNote(trace, 'is-answered', () => metrics.answered.add());
  },
  goals: [ledByN2],
  expect: [
    {
      id: 'entry-is-lost',
      text: 'n1 and n2 each lose the entry in the crash',
      measured: ({ lost }) => lost.value,
      bound: { atLeast: 2, atMost: 2 },
    },
    {
      id: 'nobody-was-told',
      text: 'only the first request was answered: of the second nobody said that it was done',
      claim: 'q22-failover-keeps-write',
      measured: ({ answered }) => answered.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ lost, answered }) =>
    `${lost.value} copies of an entry were lost, since they were not on a disk yet. Nobody had acknowledged ` +
    `them, so the client had ${answered.value} answer, to its first request only: nothing was promised that was not kept.`,
});

// Left out: disks that lose what they have called durable.
