/**
 * Digests of scenarios at the golden seed, as JSON: on stdout in a process of its own, as a message in
 * a worker thread. Run by `repeats.ts` in both ways.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { catalogue } from '../../scenarios/index.ts';
import { run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { digestSeed } from './digest-seed.ts';

export async function scenariosOf(sim: string): Promise<AnyScenario[]> {
  const { scenarios } = await catalogue.wing(sim);
  return Promise.all(scenarios.map(async ({ load }) => (await load()).default));
}

export async function digests(ids: readonly string[]): Promise<Record<string, string>> {
  const pairs = ids.map(async (id) => {
    const scenario = await catalogue.scenario(id);
    return [id, run(scenario, { seed: digestSeed }).digest] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}

const [, , flag, ...idsOfProcess] = process.argv;
const { idsOfWorker } = (workerData ?? {}) as { idsOfWorker?: readonly string[] };
if (parentPort !== null && idsOfWorker !== undefined) {
  parentPort.postMessage(await digests(idsOfWorker));
} else if (flag === '--print') {
  process.stdout.write(JSON.stringify(await digests(idsOfProcess)));
}
