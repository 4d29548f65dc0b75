/**
 * Two servers are added to three, one after the other, and every server has both entries. n3
 * restarts, and does not know yet that they are committed.
 */
import type { RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, heal, partition, restart } from '../../src/world/fault.ts';
import { changeMembership, type Step, stand, story } from './script.ts';

const steps: readonly Step[] = [
  [stand('n1')],
  [changeMembership('n1', 'n1', 'n2', 'n3', 'n4')],
  [changeMembership('n1', 'n1', 'n2', 'n3', 'n4', 'n5')],
  [crash('n3')],
  // n1 and n3 are two of the first three; n2, n4 and n5 are three of five.
  [partition(['n1', 'n3'], ['n2', 'n4', 'n5']), restart('n3'), stand('n3'), stand('n2')],
  [heal()],
];

const bothStand = sometimes<RaftCluster>(
  'both-stand',
  'n2 and n3 reach term 2, with five servers in their logs',
  ({ servers }) =>
    [servers[1], servers[2]].every(
      (node) =>
        node?.state?.currentTerm === 2 &&
        node.state.configurations.at(-1)?.configuration.voters.length === 5,
    ),
);

export default story({
  id: 'raft/late-configuration',
  asks: 'When does a server start to use a new configuration: when it has it, or when it is committed?',
  claims: ['raft-joint-consensus'],
  code: ['sims/raft/membership/membership.ts#configurationOf'],
  cluster: { nodes: 3, spares: 2, membership: 'single-server', learnersFirst: false },
  steps,
  metrics: { leaders: counter('leaders', 'that were elected in term 2') },
  listen(trace, metrics) {
    raftNotes.listen(trace, 'leads', ({ term }) => {
      if (term === 2) metrics.leaders.add();
    });
  },
  goals: [bothStand],
  expect: [
    {
      id: 'one-leader',
      text: 'leaders elected in that term: one, as n3 counts five servers as soon as they are in its log, and two votes do not elect it',
      claim: 'raft-joint-consensus',
      measured: ({ leaders }) => leaders.value,
      bound: { atLeast: 1, atMost: 1 },
    },
  ],
  tells: ({ leaders }) =>
    `When it has it: a server uses the latest configuration in its log, committed or not. n2 had three votes out of five; n3 had two, a majority only of the original three. ` +
    `The servers elected ${counted(leaders.value, 'leader')} in that term.`,
});

// Left out: a server that persists how far its log is committed, as etcd does. It would know more
// after its restart, but not everything.
