/**
 * Disks are slow here: a write takes 150 ms. A majority gets an entry from n1, and all of them
 * crash before the entry is on their disks. All but n1 restart, and n2 is elected.
 */
import { leaders, type RaftCluster, serverIds } from '../../sims/raft/cluster.ts';
import { majorityOf } from '../../sims/raft/membership/membership.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut, restart } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

const wait: Step = [];

/** The number of servers that get the entry: the smallest that can commit it. */
const holding = (nodes: number) => majorityOf(serverIds(nodes));

function steps(nodes: number): readonly Step[] {
  const ids = serverIds(nodes);
  const holders = ids.slice(0, holding(nodes));
  const others = ids.slice(holding(nodes));
  return [
    [stand('n1')],
    ...[wait, wait, wait, wait],
    [put('c1', 'n1', 'x', 'first')],
    ...[wait, wait, wait, wait],
    [...others.map((id) => cut('n1', id)), put('c1', 'n1', 'x', 'second')],
    // They have had the entry for almost 100 ms by now.
    holders.map(crash),
    holders.slice(1).map(restart),
    [stand('n2')],
    ...[wait, wait, wait],
  ];
}

const ledByN2 = sometimes<RaftCluster>(
  'n2-leads',
  'n2 leads after its restart',
  (cluster) => leaders(cluster)[0]?.self === 'n2',
);

export default story({
  id: 'raft/lost-entry',
  asks: 'When may a server acknowledge an entry: when it has it, or when it is on its disk?',
  claims: ['q22-failover-keeps-write', 'num-write-needs-majority-2-10ms'],
  code: ['sims/raft/log/follower.ts#reply', 'sims/raft/log/propose.ts#acknowledgeOwn'],
  cluster: { nodes: 3, clients: 1, nodeOptions: () => ({ diskMs: constant(150) }) },
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
  expect: (nodes) => [
    {
      id: 'entry-is-lost',
      text: 'disk writes lost in the crash: that of the entry on each server of the majority',
      measured: ({ lost }) => lost.value,
      bound: { atLeast: holding(nodes), atMost: holding(nodes) },
    },
    {
      id: 'nobody-was-told',
      text: 'requests answered: only the first, because no server acknowledged the second',
      claim: 'q22-failover-keeps-write',
      measured: ({ answered }) => answered.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ lost, answered }) =>
    `A server may acknowledge an entry only when it is on its disk, because the entry may then count towards a majority and must survive a crash. Here the crash lost ${counted(lost.value, 'copy', 'copies')} of an entry that were not on disk yet and not ` +
    `acknowledged. The client got ${counted(answered.value, 'answer')} to 2 requests: only the entry of the first was durable.`,
});

// Left out: disks that lose what they have reported as durable.
