/**
 * The table of Bailis et al. (VLDB 2012, table 4), held against trials. Latencies are within 3% of the paper’s, or the interval of
 * ours is: YMMR’s 99.9th percentile lies where its density is smallest. The time until 99.9% of reads are fresh is within 20%.
 */
import { expect, test } from 'vitest';
import { type Fit, fitNames, fits } from '../../sims/replication/pbs/latencies.ts';
import { publishedRow } from '../../sims/replication/pbs/published.ts';
import { Wars } from '../../sims/replication/pbs/wars.ts';
import { must } from '../../src/kernel/must.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import { quantileInterval } from '../../src/statistics/quantile-interval.ts';

const pairs = [
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
  [3, 1],
  [1, 3],
] as const;

/** Declares the tests; `compare` is told of the time until 99.9% of reads are fresh, by `R,W`. */
export function holdTable(
  trials: number,
  compare: (fit: Fit, pair: string, freshAfterMs: number) => void = () => undefined,
): void {
  test.each(fitNames)('the table, with trials of our own: %s', (fit) =>
    holdRows(fit, trials, compare),
  );
}

function holdRows(
  fit: Fit,
  trials: number,
  compare: (fit: Fit, pair: string, freshAfterMs: number) => void,
): void {
  const wars = new Wars(3, fits[fit], new RandomStreams('table').stream('wars'));
  const rows = pairs.map(([reads, writes]) => ({
    sizes: { replicas: 3, reads, writes },
    readMs: new Float64Array(trials),
    writeMs: new Float64Array(trials),
    freshAfterMs: new Float64Array(trials),
  }));
  for (let trial = 0; trial < trials; trial++) {
    wars.next();
    for (const { sizes, readMs, writeMs, freshAfterMs } of rows) {
      readMs[trial] = wars.readLatencyMs(sizes.reads);
      writeMs[trial] = wars.writeLatencyMs(sizes.writes);
      freshAfterMs[trial] = wars.freshAfterMs(sizes.reads, sizes.writes);
    }
  }
  for (const { sizes, ...samples } of rows) {
    const published = must(publishedRow(fit, sizes), 'row of the paper');
    for (const name of ['readMs', 'writeMs', 'freshAfterMs'] as const) {
      const [paper, tolerance] = [published[name], name === 'freshAfterMs' ? 0.2 : 0.03];
      const { low, high } = quantileInterval(samples[name].sort(), 0.999, 0.0005);
      const isNear = low <= paper * (1 + tolerance) && high >= paper * (1 - tolerance);
      expect([fit, sizes, name, low, high, paper, isNear]).toEqual([
        fit,
        sizes,
        name,
        low,
        high,
        paper,
        true,
      ]);
    }
    const ours = must(samples.freshAfterMs[Math.ceil(0.999 * trials) - 1], 'quantile');
    compare(fit, `${sizes.reads},${sizes.writes}`, ours);
  }
}
