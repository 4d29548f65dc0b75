/**
 * Compares a worse canary with its baseline by Fisher's test, repeatedly, with a note for each
 * time.
 */
import type { CanaryNote } from '../../sims/canary/notes.ts';
import { drawBinomial } from '../../src/kernel/counts.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import type { RandomStream } from '../../src/kernel/random.ts';
import { fisherPValue } from '../../src/statistics/fisher.ts';
import { tableOf } from '../../src/statistics/table.ts';
import type { World } from '../../src/world/world.ts';

export interface FisherTrials {
  /** What is compared, in words. */
  readonly what: string;
  readonly trials: number;
  /** Requests of each side. */
  readonly size: number;
  readonly canaryRate: number;
  readonly baselineRate: number;
  readonly alpha: number;
  readonly stream: RandomStream;
}

/** One trial per millisecond. Returns in how many of them the difference was found. */
export function* fisherTrials(world: World, setting: FisherTrials): Process<number> {
  const { what, trials, size, canaryRate, baselineRate, alpha, stream } = setting;
  let found = 0;
  for (let trial = 1; trial <= trials; trial++) {
    const canary = { hits: drawBinomial(size, canaryRate, stream), trials: size };
    const baseline = { hits: drawBinomial(size, baselineRate, stream), trials: size };
    const pValue = fisherPValue(tableOf(canary, baseline), 'two-sided');
    const isFound = pValue < alpha;
    if (isFound) found += 1;
    noteStudy(world, { kind: 'compared', what, trial, canary, baseline, pValue, isFound });
    yield* sleep(1);
  }
  noteStudy(world, { kind: 'concluded', what, found, trials });
  return found;
}

/** What a study without machines records. */
export function noteStudy(world: World, note: CanaryNote): void {
  world.note('study', note);
}
