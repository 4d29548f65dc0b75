/** How Raft is explored: how far, by which parameters, and what may replace an operation. */
import type { Explorable, ExploredNode } from '../../../src/check/exploration.ts';
import type { RaftCluster } from '../cluster.ts';
import { lastIndex } from '../log/log.ts';
import type { RaftRule } from '../rules.ts';
import type { RaftState } from '../server/state.ts';
import { canonicalOf } from './canonical.ts';
import { ghostOf } from './ghost.ts';
import { explorationGoals } from './goals.ts';
import { explorationProperties } from './properties.ts';

/** A server is beyond the bounds on terms or entries. */
function within({ kind, state }: ExploredNode, reach: Readonly<Record<string, number>>): boolean {
  if (kind !== 'raft' || state === undefined) return true;
  const { currentTerm, log } = state as RaftState;
  const { terms = Infinity, entries = Infinity } = reach;
  return currentTerm <= terms && lastIndex(log) <= entries;
}

/** Rules about durations. */
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
  // Timers fire and disks write when the explorer says so.
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

/**
 * A client that names no server may ask any: the one that it asked last, or the next one that it
 * tries. The same holds for an operator, because which server leads is not known.
 */
function alternatives({ servers }: RaftCluster, operation: object): readonly object[] {
  const { kind } = operation as { readonly kind: string };
  // The election timer does that.
  if (kind === 'stand') return [];
  const field = addressees.get(kind);
  if (field === undefined || Object.hasOwn(operation, field)) return [operation];
  return servers.map(({ self }) => ({ ...operation, [field]: self }));
}

/** By kind of operation: the field that names the target server, which may be left out. */
const addressees: ReadonlyMap<string, string> = new Map([
  ...['get', 'put', 'append', 'cas'].map((kind) => [kind, 'of'] as const),
  ...['transfer', 'change-membership'].map((kind) => [kind, 'server'] as const),
]);
