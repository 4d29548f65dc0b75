/**
 * Digests of all scenarios at the golden seed, on whatever engine loads this: bundled, as a program
 * of Node or in a page. They are posted to the loopback server whose address the bundle holds.
 */
import { catalogue } from '../../scenarios/index.ts';
import { run } from '../../src/lab/run.ts';
import { digestSeed } from './digest-seed.ts';

declare const server: string;

/** Ids and digests; a scenario that throws has its error there. */
async function allDigests(): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const { id } of catalogue.entries) {
    const scenario = await catalogue.scenario(id);
    try {
      digests[id] = run(scenario, { seed: digestSeed }).digest;
    } catch (error) {
      digests[id] = String(error);
    }
    // A page that does not answer for long is taken for hung.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return digests;
}

await fetch(server, { method: 'POST', body: JSON.stringify(await allDigests()) });
