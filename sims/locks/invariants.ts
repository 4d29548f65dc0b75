/**
 * The laws of locks as invariants. One of them holds only if no client pauses: that no two are at
 * work at the same time is the purpose of a lock, and no lock service can promise it.
 */
import { watched } from '../../src/check/breaches.ts';
import { eventually, type Goal, sometimes } from '../../src/check/goal.ts';
import type { Invariant } from '../../src/check/invariant.ts';
import type { LocksCluster } from './cluster.ts';
import { locksLaws } from './laws.ts';

/** Laws that a system is known to break, as its options say, are not reported for it. */
export const locksInvariants: readonly Invariant<LocksCluster>[] = Object.values(
  watched(locksLaws, ({ breaches }: LocksCluster) => breaches),
);

/** A client that never comes back has nothing left to do. */
export const noLockForEver = (withinMs: number, lost = 0): Goal<LocksCluster> =>
  eventually(
    'no-lock-for-ever',
    'every client that is still alive gets the lock and gives it back',
    withinMs,
    ({ systems }) => systems.every(({ done, options }) => done >= options.clients - lost),
  );

export const holdsAtLeast = (holds: number): Goal<LocksCluster> =>
  sometimes('held', 'the lock is held as often as the question needs', ({ systems }) =>
    systems.every(({ judge }) => judge.metrics.holds.value >= holds),
  );
