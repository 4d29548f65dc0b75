/**
 * Figure 8 of the paper. n1 leads and replicates an entry to n2 only; n5 leads and replicates
 * another entry to no other server; n1 leads again and brings its old entry to a majority; then n5
 * comes back, is elected, and overwrites it.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, cut, heal, restart } from '../../src/world/fault.ts';
import { put, type Step, stand, story } from './script.ts';

/** Only these servers hear the leader. */
const onlyTo = (leader: string, ...heard: string[]) =>
  ['n1', 'n2', 'n3', 'n4', 'n5']
    .filter((id) => id !== leader && !heard.includes(id))
    .map((id) => cut(leader, id));

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'first'), put('c2', 'n1', 'y', 'first')],
  // (a) S1 is leader and partially replicates an entry.
  onlyTo('n1', 'n2'),
  [put('c1', 'n1', 'x', 'second')],
  // (b) S1 crashes; S5 is elected for term 3 with votes from S3, S4 and itself, and accepts another.
  [crash('n1'), heal(), stand('n5')],
  onlyTo('n5'),
  [put('c2', 'n5', 'y', 'second')],
  // (c) S5 crashes; S1 restarts, is elected leader, and continues replication.
  [crash('n5'), restart('n1'), heal()],
  [stand('n1')],
  [stand('n1')],
  // (d) S1 crashes; S5 could be elected leader with votes from S2, S3 and S4.
  [crash('n1'), restart('n5')],
  [stand('n5')],
  [stand('n5')],
  [restart('n1')],
];

const onMajority = sometimes<RaftCluster>(
  'old-entry-on-majority',
  'an entry of an earlier term is on a majority, with its leader in a later term',
  ({ servers, majority }) => {
    const second = servers.filter(({ state }) =>
      state?.log.entries.some(({ command }) => 'value' in command && command.value === 'second'),
    );
    return second.filter(({ state }) => state?.currentTerm === 3).length >= majority;
  },
);

export default story({
  id: 'raft/figure-8',
  asks: 'An entry of an earlier term is on a majority of the servers. Is it committed?',
  claims: ['q22-failover-keeps-write', 'q5-old-leader-cannot-commit'],
  code: ['sims/raft/log/commit.ts#advanceCommit', 'sims/raft/election/ballot.ts#isUpToDate'],
  cluster: { nodes: 5, clients: 2, noOp: false },
  steps,
  metrics: {
    overwritten: counter('servers', 'that had the entry and truncated it'),
    committedLate: counter('entries', 'that were committed without one of the leader’s own term'),
  },
  listen(trace, metrics, { servers }) {
    raftNotes.listen(trace, 'truncates', () => metrics.overwritten.add());
    raftNotes.listen(trace, 'commits', (_note, by) => {
      const state = servers.find(({ self }) => self === by)?.state;
      const lastTerm = state?.log.entries.at(-1)?.term;
      if (lastTerm !== state?.currentTerm) metrics.committedLate.add();
    });
  },
  goals: [onMajority],
  expect: [
    {
      id: 'overwritten',
      text: 'servers that drop the entry of an earlier term, although a majority (three of five) had it',
      measured: ({ overwritten }) => overwritten.value,
      bound: { atLeast: 3 },
    },
    {
      id: 'not-committed',
      text: 'entries of an earlier term committed without one of the leader’s own term: none',
      claim: 'q22-failover-keeps-write',
      measured: ({ committedLate }) => committedLate.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ overwritten }, cluster) =>
    'Copies alone do not commit an entry of an earlier term: a leader counts copies only for entries of its own term, and commits earlier entries together with one of these. ' +
    `Here ${counted(overwritten.value, 'server')} truncated an entry of an earlier term that was on a majority, ` +
    `when ${leaders(cluster)[0]?.self ?? 'no server'} was elected: voters compare the terms of the last entries first, and its own last entry has a later one. ` +
    'With an entry of the leader’s current term on that majority, both would be committed, because no server without it could be elected: so a new leader begins with a no-op of its own term.',
});

// Left out: the no-op with which a new leader commits what it found (§8). The new leader sends it
// together with the old entry, so the question rarely arises.
