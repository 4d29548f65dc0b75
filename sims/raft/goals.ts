/** What a run of Raft should come to, or come by (paper, §5.2 and §5.6). */
import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';
import { acknowledgedLeader, candidates, leaders, type RaftCluster } from './cluster.ts';

export const leaderElected = sometimes<RaftCluster>(
  'leader-elected',
  'a server is elected',
  (cluster) => leaders(cluster).length > 0,
);

export const voteContested = sometimes<RaftCluster>(
  'vote-contested',
  'two servers stand for election in the same term',
  (cluster) => {
    const terms = candidates(cluster).map(({ state }) => state?.currentTerm);
    return new Set(terms).size < terms.length;
  },
);

/**
 * No contradiction to Election Safety: they lead different terms, and one of them does not know it
 * yet.
 */
export const twoLeadersAtOnce = sometimes<RaftCluster>(
  'two-leaders-at-once',
  'two servers take themselves for leader at the same time',
  (cluster) => leaders(cluster).length > 1,
);

/**
 * Liveness: once the faults are over, and no longer than that later, some leader has the majority
 * behind it.
 */
export function leaderWithMajority(withinMs: number): Goal<RaftCluster> {
  return eventually(
    'leader-with-majority',
    'after the last fault a majority comes to follow one leader, and follows it at the end',
    withinMs,
    (cluster) => acknowledgedLeader(cluster) !== undefined,
  );
}
