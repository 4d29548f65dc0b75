/** Components that alternate between up and down, simulated: an alternating renewal process. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import { pow } from '../../../src/kernel/elementary.ts';
import { must } from '../../../src/kernel/must.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import { choose } from '../arithmetic.ts';

export interface Repairs {
  /**
   * Mean time from the end of a repair to the next failure, and mean time to repair, in the same
   * unit.
   */
  readonly upMean: number;
  readonly downMean: number;
}

/** Share of the time in which at least `needed` of the components are up; each has its own clock. O(failures log n). */
export function simulatedAvailability(
  components: readonly Repairs[],
  needed: number,
  horizon: number,
  stream: RandomStream,
): number {
  const parts = components.map(({ upMean, downMean }) => ({
    isUp: true,
    up: sampler(exponential(upMean), stream),
    down: sampler(exponential(downMean), stream),
    changesAt: 0,
  }));
  for (const part of parts) part.changesAt = part.up();
  let [now, upTime, upCount] = [0, 0, parts.length];
  while (now < horizon) {
    const next = parts.reduce((first, part) => (part.changesAt < first.changesAt ? part : first));
    const until = Math.min(next.changesAt, horizon);
    if (upCount >= needed) upTime += until - now;
    now = until;
    next.isUp = !next.isUp;
    upCount += next.isUp ? 1 : -1;
    next.changesAt += next.isUp ? next.up() : next.down();
  }
  return upTime / horizon;
}

/** Of identical components with exponential times: how the number of live ones changes. */
function countChain({ upMean, downMean }: Repairs, copies: number) {
  const availability = upMean / (upMean + downMean);
  return Array.from({ length: copies + 1 }, (_, up) => ({
    up,
    probability: choose(copies, up) * pow(availability, up) * pow(1 - availability, copies - up),
    repairRate: (copies - up) / downMean,
    failureRate: up / upMean,
  }));
}

/**
 * How many times per unit of time the number of live components drops from `needed` to one fewer.
 */
export function outagesPerTime(repairs: Repairs, copies: number, needed: number): number {
  const { probability, failureRate } = must(
    countChain(repairs, copies)[needed],
    'state of the chain',
  );
  return probability * failureRate;
}

/**
 * Standard deviation of the share of uptime over a horizon: for a birth-death chain the asymptotic
 * variance of a time average is 2 Σ (Σ_{j≤i} π_j (f_j - f))² / (π_i λ_i) (Whitt, Planning queueing
 * simulations, Management Science 35, 1989, §2).
 */
export function deviationOfUpShare(
  repairs: Repairs,
  { copies, needed }: { readonly copies: number; readonly needed: number },
  horizon: number,
): number {
  const states = countChain(repairs, copies);
  const isUp = (up: number) => (up >= needed ? 1 : 0);
  const mean = states.reduce((sum, { up, probability }) => sum + probability * isUp(up), 0);
  let [below, variance] = [0, 0];
  for (const { up, probability, repairRate } of states.slice(0, -1)) {
    below += probability * (isUp(up) - mean);
    variance += (2 * pow(below, 2)) / (probability * repairRate);
  }
  return Math.sqrt(variance / horizon);
}
