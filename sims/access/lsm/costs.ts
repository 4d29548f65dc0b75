/**
 * What an LSM tree costs, in closed form, if every key is new: after so many compactions of level 0 the levels are the
 * digits of that number in base T. A compaction ends at the level behind the last digits that are 0, and writes what is
 * there then: the digit times T^(level - 1) if levelled, T^(level - 1) if tiered.
 *
 * Per entry that is (T - 1) / 2 and (T - 1) / T for each level, as Dayan et al., Monkey, SIGMOD 2017, §4.2 has it.
 */
import { sharesOfFilters } from '../../estimation/sketches/false-positives.ts';
import type { LsmOptions } from './lsm-tree.ts';
import { filterOf } from './sorted-run.ts';

type Shape = Pick<LsmOptions, 'level0Runs' | 'sizeRatio' | 'policy' | 'memtableEntries'>;

/** Entries of each run after so many flushes, newest first. */
export function runSizes(flushes: number, shape: Shape): readonly number[] {
  const { level0Runs, sizeRatio, policy, memtableEntries } = shape;
  const sizes = Array.from({ length: flushes % level0Runs }, () => memtableEntries);
  let arrived = Math.floor(flushes / level0Runs);
  for (let unit = level0Runs * memtableEntries; arrived > 0; unit *= sizeRatio) {
    const digit = arrived % sizeRatio;
    if (policy === 'tiered') for (let run = 0; run < digit; run++) sizes.push(unit);
    else if (digit > 0) sizes.push(digit * unit);
    arrived = Math.floor(arrived / sizeRatio);
  }
  return sizes;
}

/** Entries that the compaction of that number writes, the first being 1. */
export function compactionEntries(compaction: number, shape: Shape): number {
  const { level0Runs, sizeRatio, policy, memtableEntries } = shape;
  let [arrived, unit] = [compaction, level0Runs * memtableEntries];
  while (arrived % sizeRatio === 0) {
    arrived /= sizeRatio;
    unit *= sizeRatio;
  }
  return unit * (policy === 'levelled' ? arrived % sizeRatio : 1);
}

/** Entries written for each that was put: once by the flush, and by compactions. The log is not counted. */
export function writeAmplification(flushes: number, shape: Shape): number {
  const { level0Runs, sizeRatio, policy } = shape;
  const compactions = Math.floor(flushes / level0Runs);
  let written = 0;
  for (let unit = 1; unit <= compactions; unit *= sizeRatio) {
    const arrivals = Math.floor(compactions / unit);
    const [cycles, rest] = [Math.floor(arrivals / sizeRatio), arrivals % sizeRatio];
    // In each cycle all but the last arrival stay on this level.
    written +=
      unit *
      (policy === 'levelled'
        ? cycles * ((sizeRatio * (sizeRatio - 1)) / 2) + (rest * (rest + 1)) / 2
        : arrivals - cycles);
  }
  return 1 + (written * level0Runs) / flushes;
}

/** False positives of all filters in the mean: the pages that look-ups read in vain. */
export interface VainReads {
  readonly runs: number;
  /** For a key that is in no run. */
  readonly absent: number;
  /** For a key that is in one of them: of the newer runs, which are looked at before. */
  readonly present: number;
  /** Standard deviation of `absent` between filters. */
  readonly deviation: number;
}

export function vainReads(flushes: number, shape: Shape, bitsPerKey: number): VainReads {
  const sizes = runSizes(flushes, shape);
  let [newer, absent, present, variance] = [0, 0, 0, 0];
  for (const size of sizes) {
    const many = { filters: 1, lookUps: Number.MAX_SAFE_INTEGER };
    const { mean, deviation } = sharesOfFilters(filterOf(size, bitsPerKey), many);
    newer += size;
    absent += mean;
    present += mean * (1 - newer / (flushes * shape.memtableEntries));
    variance += deviation * deviation;
  }
  return { runs: sizes.length, absent, present, deviation: Math.sqrt(variance) };
}
