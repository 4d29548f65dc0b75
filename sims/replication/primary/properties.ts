/** What must hold of primary and replicas, and what must happen. */
import { watched } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { PrimarySubject } from './cluster.ts';
import { primaryLaws } from './laws.ts';

/** What a system is known to break, as its options say, is not reported of it. */
export const primaryInvariants: readonly Invariant<PrimarySubject>[] = Object.values(
  watched(primaryLaws, ({ breaches }: PrimarySubject) => breaches),
);

export const everySystemFailsOver: Goal<PrimarySubject> = sometimes(
  'fails-over',
  'every system has a second primary',
  ({ systems }) => systems.every(({ judge }) => judge.metrics.failovers.value >= 1),
);

export const writesAreAcked = (writes: number): Goal<PrimarySubject> =>
  sometimes('acked', 'as many writes are acknowledged as the question needs', ({ systems }) =>
    systems.every(({ judge }) => judge.acked >= writes),
  );

export const sessionsAreDone: Goal<PrimarySubject> = sometimes(
  'sessions-done',
  'every session has done its rounds',
  ({ systems }) => systems.every(({ sessionsDone, options }) => sessionsDone === options.sessions),
);
