/** The same seed gives the same digest wherever it runs: here, in another process, in a worker. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { digests } from './digests.ts';

const program = fileURLToPath(new URL('./digests.ts', import.meta.url));

/** Declares the tests of these scenarios. */
export function holdRepeats(ids: readonly string[]): void {
  const here = digests(ids);

  test('in a process of its own', async () => {
    const words = ['--import', 'tsx', program, '--print', ...ids];
    const output = execFileSync(process.execPath, words, { encoding: 'utf8' });
    const there = JSON.parse(output);
    expect(Object.keys(there)).toEqual(ids);
    expect(there).toEqual(await here);
  });

  test('in a worker thread', async () => {
    expect(await inWorker(ids)).toEqual(await here);
  });
}

/** The worker loads TypeScript as the main thread of the command line does. */
async function inWorker(idsOfWorker: readonly string[]): Promise<unknown> {
  const start = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(program)}); })`;
  const worker = new Worker(start, { eval: true, workerData: { idsOfWorker } });
  const there = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  return there;
}
