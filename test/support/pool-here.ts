/**
 * A pool without workers: it runs the batches of sweeps and hunts in this thread, one after the other.
 * Processes take seconds to start; what they do to a sweep is for the tests of the pool.
 */
import { deserialize, serialize } from 'node:v8';
import { catalogue } from '../../scenarios/index.ts';
import { performAnyBatch } from '../../src/host/batch.ts';
import { ownScenarios } from '../../src/host/own-scenarios.ts';
import type { Pool } from '../../src/host/pool.ts';
import type { SweepPoolOptions } from '../../src/host/sweep.ts';
import type { Job } from '../../src/lab/sweep/work.ts';

const placesInBatch = 4;

/** What arrives on the other side of a process's border. */
const sent = <Value>(value: Value): Value => deserialize(serialize(value));

export function createPoolHere({ folder = '.' }: Pick<SweepPoolOptions, 'folder'> = {}): Pool {
  const scenarios = catalogue.withOwn(ownScenarios(folder));
  return {
    async perform({ length, job, onResult, end = () => length, signal }) {
      const received = sent(job) as Job;
      const scenario = await scenarios.scenario(received.scenario);
      for (let from = 0; from < Math.min(length, end()); from += placesInBatch) {
        // Timers and signals have their turn between batches.
        await new Promise((resolve) => setImmediate(resolve));
        if (signal?.aborted) return;
        const batch = { from, to: Math.min(length, from + placesInBatch) };
        onResult(sent(await performAnyBatch(scenario, received, batch)) as never, batch);
      }
    },
    close: async () => {},
  };
}
