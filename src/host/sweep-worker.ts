/** What a worker of a sweep does: runs batches of seeds of the scenarios in a catalogue. */
import type { Catalogue } from '../lab/catalogue.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { type Job, performBatch } from '../lab/sweep/work.ts';
import { serveBatches } from './pool-worker.ts';

await serveBatches(async (catalogueUrl) => {
  const { catalogue } = (await import(catalogueUrl as string)) as { catalogue: Catalogue };
  let loaded: AnyScenario | undefined;
  return async ({ job, from, to }, progress) => {
    const { scenario } = job as Job;
    if (loaded?.id !== scenario) loaded = await catalogue.scenario(scenario);
    return performBatch(loaded, job as Job, { from, to }, progress);
  };
});
