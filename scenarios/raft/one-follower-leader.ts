/**
 * The follower still hears the leader, and so refuses the others its pre-vote: with pre-vote alone
 * the cluster stands still for ever.
 */
import { leaders, raftCluster } from '../../sims/raft/cluster.ts';
import { leaderElected, leaderWithMajority } from '../../sims/raft/goals.ts';
import { raftNotes } from '../../sims/raft/notes.ts';
import { histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { cut } from '../../src/world/fault.ts';
import { aboutRaft, clusterOptions, electionBudgetMs, inMs, timingParams } from './common.ts';

const cutAtMs = electionBudgetMs;

export default scenario({
  ...aboutRaft,
  id: 'raft/one-follower-leader',
  asks: 'A leader is left with one follower of three. Do the others get a leader that works?',
  claims: ['q5-old-leader-steps-down', 'raft-2f-plus-1'],
  code: [
    'sims/raft/election/check-quorum.ts#stepDownWithoutQuorum',
    'sims/raft/election/check-quorum.ts#hearsFromMajority',
  ],
  params: timingParams,
  durationMs: (params) => cutAtMs(params) + electionBudgetMs(params),
  plan: (params) =>
    ['follower#2', 'follower#3'].flatMap((follower) => [
      { atMs: cutAtMs(params), fault: cut('leader', follower) },
      { atMs: cutAtMs(params), fault: cut(follower, 'leader') },
    ]),
  metrics: {
    stoodDownMs: histogram('ms', 'from the cut until the old leader stepped down'),
    newLeaderMs: histogram('ms', 'from the cut to the election of another'),
  },
  build({ world, params, rules, metrics }) {
    const atCutMs = cutAtMs(params);
    raftNotes.listen(world.trace, 'lost-quorum', (_note, _by, atMs) => {
      if (metrics.stoodDownMs.count === 0) metrics.stoodDownMs.record(atMs - atCutMs);
    });
    raftNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (atMs > atCutMs && metrics.newLeaderMs.count === 0)
        metrics.newLeaderMs.record(atMs - atCutMs);
    });
    return raftCluster(world, rules, {
      ...clusterOptions({ ...params, nodes: 4 }),
      preVote: true,
      checkQuorum: true,
    });
  },
  goals: (params) => [leaderElected, leaderWithMajority(electionBudgetMs(params))],
  expect: ({ electionTimeoutMs }) => [
    {
      id: 'another-leads',
      text: 'time until another leader is elected, in ms: at most ten of the longest election timeouts after the old one has stepped down',
      claim: 'q5-old-leader-steps-down',
      measured: ({ newLeaderMs, stoodDownMs }) =>
        stoodDownMs.min === undefined ? undefined : newLeaderMs.min,
      bound: { atLeast: electionTimeoutMs.min, atMost: 10 * electionTimeoutMs.max },
    },
  ],
  tells: ({ subject, metrics }) =>
    `A server that hears a leader refuses pre-votes, so a leader that hears from no majority must step down (check-quorum), or its heartbeats keep its last follower from voting for another. ` +
    `The old leader heard from one follower out of three and stepped down after ${inMs(metrics.stoodDownMs.min)}; ${leaders(subject)[0]?.self ?? 'no server'} was elected ${inMs(metrics.newLeaderMs.min)} after the cut.`,
});

// Left out: five servers with one of them down, where the arithmetic is the same.
