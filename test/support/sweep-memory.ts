/**
 * Sweeps so many seeds of a small scenario in a process of its own, and prints KiB: as `pool`, the peak
 * of the process that has the workers; as `here`, the heap that is left after a worker's batches.
 */
import { createSweepPool, sweep } from '../../src/host/sweep.ts';
import { parseSeeds, wholeShard } from '../../src/lab/sweep/seeds.ts';
import { type Job, performBatch } from '../../src/lab/sweep/work.ts';
import { catalogue, faultyCatalogue } from './faulty-catalogue.ts';
import { peakMemoryKiB } from './peak-memory.ts';

const [, , how, count = '1'] = process.argv;

const job: Job = {
  scenario: 'faulty/trivial',
  seeds: parseSeeds(`1..${count}`),
  shard: wholeShard,
  set: ['samples=2'],
  without: [],
  swarm: true,
  eventsMax: 1_000,
  coverage: true,
};
const batch = 10_000;

const scenario = await catalogue.scenario(job.scenario);
if (how === 'pool') {
  const pool = createSweepPool({ catalogue: faultyCatalogue, workers: 2, runMsMax: Infinity });
  await sweep(pool, scenario, job);
  await pool.close();
  process.stdout.write(String(peakMemoryKiB()));
} else {
  for (let from = 0; from < job.seeds.count; from += batch) {
    performBatch(scenario, job, { from, to: Math.min(from + batch, job.seeds.count) });
  }
  globalThis.gc?.();
  process.stdout.write(String(process.memoryUsage().heapUsed / 1024));
}
