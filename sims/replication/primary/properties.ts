/** Invariants of primary and replicas, and goals that must be reached. */
import { watched } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { PrimarySubject } from './cluster.ts';
import { primaryLaws } from './laws.ts';

/** Laws that a system is known to break, as its options say, are not reported for it. */
export const primaryInvariants: readonly Invariant<PrimarySubject>[] = Object.values(
  watched(primaryLaws, ({ breaches }: PrimarySubject) => breaches),
);

export const everySystemFailsOver: Goal<PrimarySubject> = sometimes(
  'fails-over',
  'every system has a second primary',
  ({ systems }) => systems.every(({ judge }) => judge.metrics.failovers.value >= 1),
);

export const writesAreAcked = (writes: number): Goal<PrimarySubject> =>
  sometimes(
    'acked',
    'at least as many writes are acknowledged as the question needs',
    ({ systems }) => systems.every(({ judge }) => judge.acked >= writes),
  );

export const sessionsAreDone: Goal<PrimarySubject> = sometimes(
  'sessions-done',
  'every session has completed its rounds',
  ({ systems }) => systems.every(({ sessionsDone, options }) => sessionsDone === options.sessions),
);
