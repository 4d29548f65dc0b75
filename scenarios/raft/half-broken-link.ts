/**
 * This happened at Cloudflare on 2 November 2020, with three etcd servers and a half-broken switch:
 * for six hours the two servers at its ends deposed each other in turn.
 */

import * as z from 'zod';
import { leaders, raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderStays, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { counter } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, times } from '../../src/words/numbers.ts';
import { cut } from '../../src/world/fault.ts';
import {
  aboutRaft,
  clusterOptions,
  electionBudgetMs,
  type RaftParams,
  raftParams,
} from './common.ts';

const params = raftParams.extend({
  nodes: z.int().min(3).max(9).default(3).describe('servers in the cluster'),
  brokenForMs: z.number().positive().max(1e6).default(4000).describe('how long the link is broken'),
});

const breakAtMs = electionBudgetMs;

export default scenario({
  ...aboutRaft,
  id: 'raft/half-broken-link',
  asks: 'The link between the leader and one follower breaks; all other links work. Does the cluster cope?',
  claims: ['pat-leader-election-single'],
  code: [
    'sims/raft/election/pre-vote.ts#onPreVote',
    'sims/raft/election/pre-vote.ts#disregardsPreVote',
    'sims/raft/election/check-quorum.ts#believesInLeader',
  ],
  params,
  durationMs: (params) => breakAtMs(params) + params.brokenForMs,
  plan: (params: RaftParams) => [
    { atMs: breakAtMs(params), fault: cut('leader', 'follower#1') },
    { atMs: breakAtMs(params), fault: cut('follower#1', 'leader') },
  ],
  metrics: {
    asked: counter('questions', 'in which servers asked for pre-votes'),
    elections: counter('leaders', 'that were elected while the link was broken'),
  },
  build({ world, params, rules, metrics }) {
    raftNotes.listen(world.trace, 'asks-first', (_note, _by, atMs) => {
      if (atMs >= breakAtMs(params)) metrics.asked.add();
    });
    raftNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (atMs >= breakAtMs(params)) metrics.elections.add();
    });
    return raftCluster(world, rules, {
      ...clusterOptions(params),
      preVote: true,
      checkQuorum: true,
    });
  },
  goals: (params) => [
    leaderElected,
    leaderWithMajority(params.brokenForMs),
    leaderStays(params.brokenForMs, params.brokenForMs),
  ],
  expect: () => [
    {
      id: 'no-election',
      text: 'leaders elected while the link is broken: none, as the others hear from their leader',
      measured: ({ elections }) => elections.value,
      bound: { atMost: 0 },
    },
    {
      id: 'it-asks',
      text: 'times that the follower behind the broken link asks for pre-votes: at least once',
      measured: ({ asked }) => asked.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ subject, metrics }) =>
    `With pre-vote, yes: servers that hear from their leader refuse a pre-vote to the follower that does not, so it never raises the term. ` +
    `While the link was broken, that follower asked for pre-votes ${times(metrics.asked.value)}, and the servers elected ${counted(metrics.elections.value, 'new leader')}; at the end ` +
    `${leaders(subject)[0]?.self ?? 'no server'} leads.`,
});

// Left out: the database on top of etcd, which failed over each time and lost its replicas.
