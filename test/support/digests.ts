/**
 * The digest of every scenario of a wing, as JSON: on stdout in a process of its own, as a message in
 * a worker thread. Run by the laws of scenarios in both ways.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { catalogue } from '../../scenarios/index.ts';
import { run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';

export const digestSeed = 'determinism';

export async function scenariosOf(sim: string): Promise<AnyScenario[]> {
  const { scenarios } = await catalogue.wing(sim);
  return Promise.all(scenarios.map(async ({ load }) => (await load()).default));
}

export async function digests(sim: string): Promise<Record<string, string>> {
  const scenarios = await scenariosOf(sim);
  return Object.fromEntries(
    scenarios.map((scenario) => [scenario.id, run(scenario, { seed: digestSeed }).digest]),
  );
}

const [, , flag, simOfProcess = ''] = process.argv;
const { simOfWorker } = (workerData ?? {}) as { simOfWorker?: string };
if (parentPort !== null && simOfWorker !== undefined) {
  parentPort.postMessage(await digests(simOfWorker));
} else if (flag === '--print') {
  process.stdout.write(JSON.stringify(await digests(simOfProcess)));
}
