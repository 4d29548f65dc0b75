/** What the scenarios of queues share. */

import { queueInvariants } from '../../sims/traffic/queues/laws.ts';
import type { Tally } from '../../sims/traffic/queues/meter.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { type Goal, sometimes } from '../../src/check/goal.ts';
import { pow } from '../../src/kernel/elementary.ts';
import {
  asymptoticVariance,
  type BirthDeathChain,
  meanOver,
  stationary,
} from '../../src/statistics/birth-death.ts';
import { meanOf } from '../../src/statistics/moments.ts';
import { studentQuantileOfTail } from '../../src/statistics/student.ts';
import type { World } from '../../src/world/world.ts';
import { aboutTraffic } from './common.ts';

/** Spread into a scenario. */
export const aboutQueues = { ...aboutTraffic, invariants: queueInvariants };

/**
 * This many standard deviations on either side: a normal mean lies outside once in 1.7 million
 * times.
 */
const deviations = 5;

export const around = ({ mean, deviation }: { mean: number; deviation: number }): Bound => ({
  atLeast: mean - deviations * deviation,
  atMost: mean + deviations * deviation,
});

export const allMeasured = <
  Subject extends { readonly tallies: readonly Tally[] },
>(): Goal<Subject> =>
  sometimes<Subject>('all-measured', 'every station is observed to the end', ({ tallies }) =>
    tallies.every(({ done }) => done),
  );

/**
 * How far the mean of batches may lie from the true mean: its standard error, times the quantile of
 * Student's t that is exceeded once in 10⁹ times (Law, Simulation Modeling and Analysis, §9.5.3).
 */
export function batchError(batches: readonly number[]): number {
  const mean = meanOf(batches);
  const squares = batches.reduce((sum, batch) => sum + pow(batch - mean, 2), 0);
  const error = Math.sqrt(squares / (batches.length - 1) / batches.length);
  return error * studentQuantileOfTail(1e-9, batches.length - 1);
}

/**
 * For a function of the number present, its mean over time: the value for a birth-death chain, and
 * its precision.
 */
export function overTime(
  chain: BirthDeathChain,
  of: (n: number) => number,
  spanMs: number,
): { readonly mean: number; readonly deviation: number } {
  const shares = stationary(chain);
  const deviation = Math.sqrt(asymptoticVariance(chain, shares, of) / spanMs);
  return { mean: meanOver(shares, of), deviation };
}

/**
 * The same for a share of arriving requests: they sample at random times, and differ from the mean
 * over time by the sampling error.
 */
export function ofArrivals(
  chain: BirthDeathChain,
  isSo: (n: number) => boolean,
  spanMs: number,
  perMs: number,
): { readonly mean: number; readonly deviation: number } {
  const { mean, deviation } = overTime(chain, (n) => (isSo(n) ? 1 : 0), spanMs);
  return { mean, deviation: deviation + Math.sqrt((mean * (1 - mean)) / (perMs * spanMs)) };
}

/** A number that a machine shows of itself; 0 while it is down. */
export function numberShown(world: World, id: string, name: string): number {
  const shown = new Map<string, unknown>(Object.entries(world.node(id).state ?? {}));
  return Number(shown.get(name) ?? 0);
}
