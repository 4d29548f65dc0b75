/** What the scenarios of queues have in common. */
import { queueInvariants } from '../../sims/traffic/queues/laws.ts';
import type { Tally } from '../../sims/traffic/queues/meter.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutQueues = { ...aboutTraffic, invariants: queueInvariants };

/** So many standard deviations on either side: a normal mean lies outside once in 500 million times. */
const deviations = 6;

export const around = (mean: number, deviation: number): Bound => ({
  atLeast: mean - deviations * deviation,
  atMost: mean + deviations * deviation,
});

export const allMeasured = <
  Subject extends { readonly tallies: readonly Tally[] },
>(): Goal<Subject> =>
  sometimes<Subject>('all-measured', 'every station is watched to the end', ({ tallies }) =>
    tallies.every(({ done }) => done),
  );
