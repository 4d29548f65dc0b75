/**
 * The laws of every scenario: it is what it says it is; it passes with its defaults, for many seeds
 * and every size of cluster; and the same seed gives the same digest, in another process, in a worker
 * thread, with somebody listening, and on the day that the golden digests were checked in. A golden
 * digest changes only on purpose: with `npm test -- -u`, and a reason.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { projectFolder } from '../../src/host/source.ts';
import { type RunResult, run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { digestSeed, scenariosOf } from './digests.ts';

const program = fileURLToPath(new URL('./digests.ts', import.meta.url));
const seeds = Array.from({ length: 1 }, (_, seed) => `seed ${seed}`);

/** Declares the tests of all scenarios of a sim. */
export async function holdScenarios(sim: string): Promise<void> {
  const scenarios = await scenariosOf(sim);
  const named = scenarios.map((scenario) => [scenario.id, scenario] as const);
  // With somebody listening, nothing of what is said can change, and every default spelled out: the
  // others, of which none of that is true, come out the same.
  const watched = new Map(scenarios.map((scenario) => [scenario.id, runWatched(scenario)]));
  const here = Object.fromEntries([...watched].map(([id, { digest }]) => [id, digest]));

  describe.each(named)('%s', (id, scenario) => {
    test('has its file, which opens with its question and ends with what it leaves out', () => {
      expectItsFile(scenario);
    });

    test('passes with its defaults, and every seed makes another run', () => {
      const results = [watched.get(id), ...seeds.map((seed) => run(scenario, { seed }))];
      for (const result of results) {
        const { seed, verdict, goals, invariants, expectations } = result as RunResult;
        expect({ seed, verdict, goals, invariants, expectations }).toMatchObject({
          verdict: 'pass',
        });
      }
      expect(new Set(results.map((result) => result?.digest)).size).toBe(results.length);
    });

    test('every parameter says what it is', () => {
      for (const [name, field] of Object.entries(scenario.params.shape)) {
        expect([name, (field as { description?: string }).description ?? '']).not.toContain('');
      }
    });
  });

  const sized = named.filter(([, { params }]) => 'nodes' in params.shape);
  describe.each(sized)('%s for every size of cluster', (_id, scenario) => {
    test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('%i nodes', (nodes) => {
      if (!scenario.params.safeParse({ nodes }).success) return;
      for (const seed of seeds) {
        const { verdict, goals, expectations } = run(scenario, { seed, params: { nodes } });
        expect({ seed, verdict, goals, expectations }).toMatchObject({ verdict: 'pass' });
      }
    });
  });

  describe(`the scenarios of ${sim} come out the same`, () => {
    test('in a process of its own', () => {
      const words = ['--import', 'tsx', program, '--print', sim];
      const output = execFileSync(process.execPath, words, { encoding: 'utf8' });
      expect(JSON.parse(output)).toEqual(here);
    });

    test('in a worker thread', async () => {
      expect(await inWorker(sim)).toEqual(here);
    });

    test('as they were checked in', () => {
      expect(here).toMatchSnapshot();
    });
  });
}

function runWatched(scenario: AnyScenario): RunResult {
  const params = scenario.params.parse({}) as Record<string, unknown>;
  return run(
    scenario,
    { seed: digestSeed, params },
    { listen: (trace) => trace.onEvery(({ detail }) => freeze(detail)) },
  );
}

function expectItsFile({ id, asks, sim }: AnyScenario): void {
  const path = join(projectFolder, 'scenarios', `${id}.ts`);
  expect(existsSync(path)).toBe(true);
  const text = readFileSync(path, 'utf8');
  const words = (s: string) =>
    s
      .replace(/[*\s]+/g, ' ')
      .replaceAll('’', "'")
      .toLowerCase();
  expect(words(text.slice(0, 600))).toContain(`asks: ${words(asks)}`);
  expect(text.trimEnd().split('\n').slice(-4).join('\n')).toContain('// Left out:');
  expect(id.startsWith(`${sim.id}/`)).toBe(true);
  const entry = catalogue.entries.find((entry) => entry.id === id);
  expect(entry?.asks).toBe(asks);
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}

/** The worker loads TypeScript as the main thread of the command line does. */
async function inWorker(simOfWorker: string): Promise<unknown> {
  const start = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(program)}); })`;
  const worker = new Worker(start, { eval: true, workerData: { simOfWorker } });
  const there = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  return there;
}
