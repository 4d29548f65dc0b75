/**
 * Goal: the table of Bailis et al. (VLDB 2012, table 4) with 400,000 trials a row, and a second program’s ten runs: the time until
 * 99.9% of reads are fresh is within three of their standard deviations.
 */
import { expect } from 'vitest';
import type { Fit } from '../../../sims/replication/pbs/latencies.ts';
import { holdTable } from '../../support/pbs-table.ts';

/** Of the second program: mean and standard deviation of the time, over ten runs of as many trials. */
const secondProgram: Partial<
  Record<Fit, Record<string, readonly [meanMs: number, deviationMs: number]>>
> = {
  'lnkd-ssd': { '1,1': [1.98, 0.03], '1,2': [1.86, 0.03] },
  'lnkd-disk': { '1,1': [52.8, 1.5], '1,2': [49, 1.3], '2,1': [14.15, 0.13] },
};

holdTable(400_000, (fit, pair, freshAfterMs) => {
  const second = secondProgram[fit]?.[pair];
  if (second === undefined) return;
  const [meanMs, deviationMs] = second;
  const isNear = Math.abs(freshAfterMs - meanMs) <= 3 * deviationMs;
  expect([fit, pair, freshAfterMs, isNear]).toEqual([fit, pair, freshAfterMs, true]);
});
