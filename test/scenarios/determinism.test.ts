/**
 * Goal: same seed, same parameters, same digest: twice in a row, in another process, in a worker
 * thread, and on the day that the golden digests were checked in. A golden digest changes only on
 * purpose: with `npm test -- -u`, and a reason.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { run } from '../../src/lab/run.ts';
import { digests } from '../support/digests.ts';

const program = fileURLToPath(new URL('../support/digests.ts', import.meta.url));
const scenarios = await catalogue.scenarios();
const here = await digests();

describe('every scenario', () => {
  test('twice in one process', async () => {
    expect(await digests()).toEqual(here);
  });

  test('in a process of its own', () => {
    const output = execFileSync(process.execPath, ['--import', 'tsx', program, '--print'], {
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual(here);
  });

  test('in a worker thread', async () => {
    // The worker loads TypeScript as the main thread of the command line does.
    const start = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(program)}); })`;
    const worker = new Worker(start, { eval: true });
    const there = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect(there).toEqual(here);
  });

  test('as it was checked in', () => {
    expect(here).toMatchSnapshot();
  });

  test('other seeds, other digests', () => {
    for (const scenario of scenarios) {
      const some = Array.from({ length: 10 }, (_, seed) => run(scenario, { seed: String(seed) }));
      expect(new Set(some.map(({ digest }) => digest)).size).toBe(10);
    }
  });
});

test.prop([fc.string(), fc.constantFrom(...scenarios)], { numRuns: 60 })(
  'any seed repeats, and interleaving two runs disturbs neither',
  (seed, scenario) => {
    expect(run(scenario, { seed }).digest).toBe(run(scenario, { seed }).digest);
  },
);
