/**
 * The same seed gives the same digest wherever it runs: in another process, in a worker, and, as the
 * laws of scenarios hold, here. What it gives here is in the golden files.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { bundled } from './bundled.ts';
import { goldenDigests } from './golden.ts';

/** Declares the tests of these scenarios. */
export async function holdRepeats(ids: readonly string[]): Promise<void> {
  const golden = goldenDigests();
  const here = Object.fromEntries(ids.map((id) => [id, golden.get(id)]));
  const [program] = (await bundled(new URL('./digests.ts', import.meta.url))) as [URL];

  test('in a process of its own', async () => {
    const words = [fileURLToPath(program), '--print', ...ids];
    const output = execFileSync(process.execPath, words, { encoding: 'utf8' });
    const there = JSON.parse(output);
    expect(Object.keys(there)).toEqual(ids);
    expect(there).toEqual(here);
  });

  test('in a worker thread', async () => {
    expect(await inWorker(program, ids)).toEqual(here);
  });
}

async function inWorker(program: URL, idsOfWorker: readonly string[]): Promise<unknown> {
  const worker = new Worker(program, { workerData: { idsOfWorker } });
  const there = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  await worker.terminate();
  return there;
}
