/** How locks are explored: the plain actors in a world, and their laws in every order. */
import type { Explorable } from '../../../src/check/exploration.ts';
import type { Node } from '../../../src/world/node.ts';
import type { LocksCluster } from '../cluster.ts';
import { type LocksLaw, locksLaws } from '../laws.ts';
import { type LocksNote, locksNotes } from '../notes.ts';
import { type LocksRule, locksRules } from '../rules.ts';
import type { LockClientState } from './actors.ts';
import { emptyHistory, type LockHistory, withNote } from './history.ts';

/** The rules that the plain actors follow. */
const explored: readonly LocksRule[] = [
  'release-only-own',
  'grant-is-durable',
  'grant-is-replicated',
  'write-carries-token',
  'store-refuses-older-token',
  'store-accepts-equal-token',
  'store-remembers-highest',
];

/** Derived from what an observer without a clock sees. */
export const exploredLaws: readonly LocksLaw[] = [
  'one-holder',
  'no-stale-write',
  'latest-holder-writes',
  'tokens-grow',
];

/** Whether a client has completed all its rounds. */
export const hasWritten = ({ kind, state }: Pick<Node, 'kind' | 'state'>, writes: number) =>
  kind !== 'lock-client' || (state as LockClientState | undefined)?.written === writes;

export const locksExplorable: Explorable = {
  // Leases, requests and writes happen when the explorer decides.
  params: { leaseMs: 600_000, askMs: 600_000, workMs: 600_000 },
  clockRules: locksRules.ids.filter((rule) => !explored.includes(rule)),
  of: ({ actors }: LocksCluster) => ({
    bounds: { crashes: 1, ownMessages: 'first', timeouts: { ask: 3, expire: 2 } },
    reach: {},
    within: () => true,
    steadyKinds: ['lock-client'],
    canonical: { journal: (records) => records.slice(-1) },
    ghost: {
      initial: emptyHistory,
      observe({ notes }) {
        const seen = notes.filter((note) => locksNotes.holds(note));
        return seen.length === 0 ? undefined : seen;
      },
      next: (history: LockHistory, seen: readonly LocksNote[]) => seen.reduce(withNote, history),
    },
    properties: exploredLaws.map((id) => ({
      id,
      says: locksLaws[id],
      of: 'ghost',
      check: ({ broken }: LockHistory) => broken[id],
    })),
    goals: [
      {
        id: 'all-have-written',
        says: 'every client has held the lock and written',
        holds: ({ nodes }) => nodes.every((node) => hasWritten(node, actors?.writes ?? 0)),
      },
    ],
  }),
};
