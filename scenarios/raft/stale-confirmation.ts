/**
 * n1 leads term 1, transfers leadership to n3, and gets it back in term 3; its messages to n2 are
 * held back all the time. n2 is in term 3 when the messages of term 1 arrive: it refuses them, in
 * term 3. Then n1 is cut off with one client, and the other two go on without it.
 */
import { leaders, type RaftCluster } from '../../sims/raft/cluster.ts';
import { somebodyReads } from '../../sims/raft/goals.ts';
import { onMessage } from '../../sims/raft/listeners.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, hold, partition, release } from '../../src/world/fault.ts';
import {
  get,
  measureReads,
  put,
  readMetrics,
  type Step,
  stand,
  story,
  transfer,
} from './script.ts';

const wait: Step = [];

const steps: readonly Step[] = [
  [stand('n1')],
  [put('c1', 'n1', 'x', 'old'), put('c2', 'n1', 'y', 'old')],
  [hold('n1', 'n2')],
  // Heartbeats: many rounds of term 1 are in flight to n2.
  ...[wait, wait, wait, wait, wait, wait, wait, wait],
  [transfer('n3')],
  [transfer('n1')],
  // n2 stands in vain, and so reaches term 3.
  [stand('n2')],
  [release('n1', 'n2')],
  [partition(['n1', 'c2'], ['n2', 'n3', 'c1'])],
  [stand('n3')],
  [put('c1', 'n3', 'x', 'new')],
  [get('c2', 'n1', 'x')],
  [heal()],
];

const twoLeaders = sometimes<RaftCluster>(
  'n1-and-n3-lead',
  'n1 leads term 3 and n3 a later one',
  (cluster) =>
    leaders(cluster)
      .map(({ self }) => self)
      .join(' ') === 'n3 n1',
);

export default story({
  id: 'raft/stale-confirmation',
  asks: 'A leader reads by ReadIndex. Which answers confirm that it still leads?',
  claims: ['q5-old-leader-steps-down', 'raft-follower-reads-lease'],
  code: [
    'sims/raft/log/acknowledgement.ts#answersThisLeadership',
    'sims/raft/client/reads.ts#isConfirmed',
  ],
  cluster: { nodes: 3, clients: 2, reads: 'read-index' },
  steps,
  metrics: {
    ...readMetrics,
    late: counter('refusals', 'of term 3 that answer messages of term 1'),
  },
  listen(trace, metrics) {
    measureReads(trace, metrics);
    onMessage(trace, 'deliver', 'AppendEntriesReply', ({ term, stamp }, { node }) => {
      if (node === 'n1' && term === 3 && stamp?.term === 1) metrics.late.add();
    });
  },
  goals: [twoLeaders, somebodyReads('new')],
  expect: [
    {
      id: 'refusals-are-late',
      text: 'answers to messages of term 1 that n1 gets in term 3: at least one per heartbeat',
      measured: ({ late }) => late.value,
      bound: { atLeast: 10 },
    },
    {
      id: 'they-confirm-nothing',
      text: 'time of the read, in ms: answers of term 1 do not confirm that n1 leads term 3, so it answers no read until the partition heals',
      claim: 'q5-old-leader-steps-down',
      measured: ({ readMs }) => readMs.min,
      bound: { atLeast: 30 },
    },
  ],
  tells: ({ readMs, late }) =>
    `Only answers to its messages of this term: in term 3 n1 got ${counted(late.value, 'answer')} to its messages of term 1, which confirm nothing. Its read ` +
    `waited ${readMs.min?.toFixed(0) ?? '—'} ms; a safe read waits until n1 hears of the leader that replaced it.`,
});

// Left out: connections. One connection per term, or a follower that leaves the number out of a
// refusal as etcd does, would also keep such answers away.
