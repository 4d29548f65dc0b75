/**
 * A majority of the servers hold an entry of term 2 that is committed. The others miss it: one has
 * a short log, one a longer log of term 1 only, and so on in turn. They start first, and stand for
 * election before the majority is up.
 */

import * as z from 'zod';
import { leaders, raftCluster, serverIds } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, times } from '../../src/words/numbers.ts';
import { restart } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(3).max(9).default(5).describe('servers in the cluster'),
});

const committedLog = [1, 1, 2];
const longOldLog = [1, 1, 1, 1, 1];
const shortLog = [1];

const majorityIds = ({ nodes }: RaftParams) => serverIds(Math.floor(nodes / 2) + 1);
const majorityStartsAtMs = ({ electionTimeoutMs }: RaftParams) => 2 * electionTimeoutMs.max;

export default scenario({
  ...aboutRaft,
  id: 'raft/stale-log',
  asks: 'Can a server that misses a committed entry be elected?',
  claims: ['q22-failover-keeps-write'],
  code: ['sims/raft/election/ballot.ts#isUpToDate', 'sims/raft/election/election.ts#onRequestVote'],
  params,
  durationMs: (params) => majorityStartsAtMs(params) + electionBudgetMs(params),
  plan: (params) => [{ atMs: majorityStartsAtMs(params), fault: restart('down') }],
  metrics: {
    staleCandidacies: counter('candidacies', 'of servers that miss the committed entry'),
    refusals: counter('votes', 'refused because the candidate’s log was behind'),
  },
  build({ world, params, rules, metrics }) {
    const upToDate = majorityIds(params);
    const stale = serverIds(params.nodes).slice(upToDate.length);
    raftNotes.listen(world.trace, 'stands', (_note, by) => {
      if (stale.includes(by)) metrics.staleCandidacies.add();
    });
    raftNotes.listen(world.trace, 'refuses', ({ rule }) => {
      if (rule === 'up-to-date-log') metrics.refusals.add();
    });
    const options = clusterOptions(params);
    return raftCluster(world, rules, {
      ...options,
      nodeOptions: (id) => ({ ...options.nodeOptions?.(id), startsUp: stale.includes(id) }),
      initialLogs: Object.fromEntries([
        ...upToDate.map((id) => [id, committedLog]),
        ...stale.map((id, place) => [id, place % 2 === 0 ? longOldLog : shortLog]),
      ]),
      committed: committedLog,
    });
  },
  goals: (params) => [leaderElected, leaderWithMajority(electionBudgetMs(params))],
  expect: () => [
    {
      id: 'stale-servers-try',
      text: 'times that a server that misses the entry stands for election',
      measured: ({ staleCandidacies }) => staleCandidacies.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'voters-refuse',
      text: 'votes refused to them by servers that have it',
      claim: 'q22-failover-keeps-write',
      measured: ({ refusals }) => refusals.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ subject, metrics }) =>
    'A server that misses a committed entry cannot win: servers vote only for a candidate whose log is at least as up to date as their own (the later last term wins, then the longer log), and every majority has one with the entry; here ' +
    `servers without the entry stood for election ${times(metrics.staleCandidacies.value)}, and voters with it refused ${counted(metrics.refusals.value, 'vote')}. ` +
    `At the end the leader was ${
      leaders(subject)
        .map(({ self }) => self)
        .join(' and ') || 'no server'
    }.`,
});

// Left out: how the logs came to differ, and how a leader repairs them. Here they are given, and do
// not grow.
