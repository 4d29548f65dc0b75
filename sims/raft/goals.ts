/** What a run of Raft should reach or pass through (paper, §5.2 and §5.6). */

import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';
import { inDigits } from '../../src/words/numbers.ts';
import type { NodeId } from '../../src/world/actor.ts';
import { acknowledgedLeader, candidates, leaders, type RaftCluster } from './cluster.ts';
import type { RaftGroups } from './groups.ts';
import { isVoter } from './membership/membership.ts';

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
 * This does not contradict Election Safety: they lead different terms, and one of them does not
 * know yet that it was deposed.
 */
export const twoLeadersAtOnce = sometimes<RaftCluster>(
  'two-leaders-at-once',
  'two servers believe at the same time that they lead',
  (cluster) => leaders(cluster).length > 1,
);

/** Liveness: within that time after the last fault, a leader has the majority behind it. */
export function leaderWithMajority(withinMs: number): Goal<RaftCluster> {
  return eventually(
    'leader-with-majority',
    'once the faults stop, a majority settles on one leader and follows it at the end',
    withinMs,
    (cluster) => acknowledgedLeader(cluster) !== undefined,
  );
}

/** Liveness and stability: no server deposes a working leader. */
export function leaderStays(forMs: number, withinMs: number): Goal<RaftCluster> {
  return eventually(
    'leader-stays',
    `once the faults stop, one leader stays until the end, for ${inDigits(forMs)} ms at least`,
    withinMs,
    (cluster) => {
      const leader = acknowledgedLeader(cluster);
      const sinceMs = leader?.state?.leading?.sinceMs;
      if (leader === undefined || sinceMs === undefined) return false;
      return leader.clock.read(cluster.nowMs()) - sinceMs >= forMs;
    },
  );
}

export const requestAnswered = sometimes<RaftCluster>(
  'request-answered',
  'a client gets an answer',
  ({ history }) => history.some(({ type }) => type === 'ok'),
);

export const everyGroupAnswers = sometimes<RaftGroups>(
  'every-group-answers',
  'each group has answered a client',
  ({ groups }) => groups.every(({ history }) => history.some(({ type }) => type === 'ok')),
);

/** Liveness, as the clients see it. */
export function requestsAreAnswered(withinMs: number): Goal<RaftCluster> {
  return eventually(
    'requests-are-answered',
    'once the faults stop, no client waits for long, including at the end',
    withinMs,
    ({ clients, nowMs }) =>
      clients.every(
        ({ state }) =>
          state === undefined || state.wanted === null || nowMs() - state.sinceMs < withinMs,
      ),
  );
}

/** Liveness of a transfer: the target becomes leader. */
export function targetLeads(target: NodeId, withinMs: number): Goal<RaftCluster> {
  return eventually(
    'target-leads',
    `${target} becomes leader, and leads at the end`,
    withinMs,
    (cluster) => acknowledgedLeader(cluster)?.self === target,
  );
}

/** Liveness of a change: the leader at the end has a vote. */
export function leaderIsMember(withinMs: number): Goal<RaftCluster> {
  return eventually(
    'leader-is-member',
    'the leader at the end is one of the voters',
    withinMs,
    (cluster) => {
      const leader = acknowledgedLeader(cluster);
      const latest = leader?.state?.configurations.at(-1)?.configuration;
      return leader !== undefined && latest !== undefined && isVoter(latest, leader.self);
    },
  );
}

/** Liveness of an addition: the leader counts the server's vote, and the server knows of it. */
export function serverIsAdded(added: NodeId, withinMs: number): Goal<RaftCluster> {
  return eventually(
    'server-is-added',
    `${added} gets a vote, by the leader’s log and its own, and has it at the end`,
    withinMs,
    (cluster) => {
      const own = cluster.servers.find(({ self }) => self === added);
      return [acknowledgedLeader(cluster), own].every((server) => {
        const latest = server?.state?.configurations.at(-1)?.configuration;
        return latest !== undefined && isVoter(latest, added);
      });
    },
  );
}

/** Some client reads that value: for scripts in which every value is written once. */
export function somebodyReads(value: string): Goal<RaftCluster> {
  return sometimes(`reads-${value}`, `a client reads "${value}"`, ({ history }) =>
    history.some((event) => event.type === 'ok' && event.f === 'get' && event.value === value),
  );
}
