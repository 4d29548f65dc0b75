/** How Raft is explored: how far, by which parameters, and what may stand for an operation. */
import type { Explorable, ExploredNode } from '../../../src/check/exploration.ts';
import type { RaftCluster } from '../cluster.ts';
import { lastIndex } from '../log/log.ts';
import type { RaftRule } from '../rules.ts';
import type { RaftState } from '../server/state.ts';
import { canonicalOf } from './canonical.ts';
import { ghostOf } from './ghost.ts';
import { explorationGoals } from './goals.ts';
import { explorationProperties } from './properties.ts';

/** A server beyond the terms or the entries that are asked for. */
function within({ kind, state }: ExploredNode, reach: Readonly<Record<string, number>>): boolean {
  if (kind !== 'raft' || state === undefined) return true;
  const { currentTerm, log } = state as RaftState;
  const { terms = Infinity, entries = Infinity } = reach;
  return currentTerm <= terms && lastIndex(log) <= entries;
}

/** Rules that are about how long something takes. */
const clockRules: readonly RaftRule[] = [
  'randomize-election-timeout',
  'lease-starts-at-send',
  'transfer-ends-lease',
  'heed-current-leader',
  'pre-vote',
  'check-quorum',
  'check-quorum-with-pre-vote',
  'abandon-late-transfer',
];

export const raftExplorable: Explorable = {
  // Timers run out when the explorer says so, and disks write when it says so.
  params: {
    nodes: 3,
    electionTimeoutMs: { min: 60_000, max: 120_000 },
    heartbeatMs: 60_000,
    diskMs: { min: 0, max: 0 },
  },
  clockRules,
  of: (cluster: RaftCluster) => ({
    bounds: {
      ownMessages: 'first',
      timeouts: {
        electionTimeout: 2,
        heartbeatTimeout: 0,
        batchTimeout: 1,
        transferTimeout: 0,
        think: 0,
        retry: 0,
      },
    },
    reach: { terms: 2, entries: 4 },
    steadyKinds: ['raft-client'],
    within,
    canonical: canonicalOf(cluster),
    ghost: ghostOf(cluster),
    properties: explorationProperties(cluster),
    goals: explorationGoals,
    alternatives: (operation) => alternatives(cluster, operation),
  }),
};

/** An operator who names no server speaks to whoever leads: to any server, as far as is known. */
function alternatives({ servers }: RaftCluster, operation: object): readonly object[] {
  const { kind, server, of } = operation as { kind: string; server?: string; of?: string };
  // The election timer does that.
  if (kind === 'stand') return [];
  if (['get', 'put', 'append', 'cas'].includes(kind) && of === undefined) {
    return servers.map(({ self }) => ({ ...operation, of: self }));
  }
  if (!['transfer', 'change-membership'].includes(kind) || server !== undefined) return [operation];
  return servers.map(({ self }) => ({ ...operation, server: self }));
}
