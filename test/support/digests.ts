/**
 * The digest of every scenario, as JSON: on stdout in a process of its own, as a message in a
 * worker thread. Run by the determinism tests in both ways.
 */
import { parentPort } from 'node:worker_threads';
import { catalogue } from '../../scenarios/index.ts';
import { run } from '../../src/lab/run.ts';

const seed = 'determinism';

export async function digests(): Promise<Record<string, string>> {
  const scenarios = await catalogue.scenarios();
  return Object.fromEntries(
    scenarios.map((scenario) => [scenario.id, run(scenario, { seed }).digest]),
  );
}

if (parentPort !== null) parentPort.postMessage(await digests());
else if (process.argv.includes('--print')) process.stdout.write(JSON.stringify(await digests()));
