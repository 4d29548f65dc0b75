/** What a worker of a sweep does: runs batches of seeds of the scenarios in a catalogue. */
import type { Catalogue } from '../lab/catalogue.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Job } from '../lab/sweep/work.ts';
import { performAnyBatch } from './batch.ts';
import { ownScenarios } from './own-scenarios.ts';
import { serveBatches } from './pool-worker.ts';

await serveBatches(async (data) => {
  const { catalogue: url, folder } = data as { catalogue: string; folder: string };
  const { catalogue: known } = (await import(url)) as { catalogue: Catalogue };
  const catalogue = known.withOwn(ownScenarios(folder));
  let loaded: AnyScenario | undefined;
  return async ({ job, from, to }, progress) => {
    const { scenario, scenarioText = loaded?.file?.digest } = job as Job;
    if (loaded?.id !== scenario || loaded.file?.digest !== scenarioText)
      loaded = await catalogue.scenario(scenario);
    return performAnyBatch(loaded, job as Job, { from, to }, progress);
  };
});
