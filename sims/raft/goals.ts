/** What a run of Raft should come to, or come by (paper, §5.2 and §5.6). */
import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';
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

/** Liveness, and rest: nobody deposes a leader that works. */
export function leaderStays(forMs: number, withinMs: number): Goal<RaftCluster> {
  return eventually(
    'leader-stays',
    `after the last fault a leader comes to stay: at the end it has led for ${forMs} ms`,
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
    'after the last fault no client waits for long, nor does one at the end',
    withinMs,
    ({ clients, nowMs }) =>
      clients.every(
        ({ state }) =>
          state === undefined || state.wanted === null || nowMs() - state.sinceMs < withinMs,
      ),
  );
}

/** Liveness of a transfer: the server that was to lead comes to do so. */
export function targetLeads(target: NodeId, withinMs: number): Goal<RaftCluster> {
  return eventually(
    'target-leads',
    `${target} comes to lead, and leads at the end`,
    withinMs,
    (cluster) => acknowledgedLeader(cluster)?.self === target,
  );
}

/** Liveness of a change: whoever leads at the end has a vote. */
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

/** Liveness of an addition: the leader has the server's vote, and knows its log. */
export function serverIsAdded(added: NodeId, withinMs: number): Goal<RaftCluster> {
  return eventually(
    'server-is-added',
    `${added} comes to have a vote, by the leader’s log and its own, and has it at the end`,
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

/** Somebody reads that value: for scripts in which every value is written once. */
export function somebodyReads(value: string): Goal<RaftCluster> {
  return sometimes(`reads-${value}`, `a client reads "${value}"`, ({ history }) =>
    history.some((event) => event.type === 'ok' && event.f === 'get' && event.value === value),
  );
}
