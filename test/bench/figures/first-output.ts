/** How soon the command line answers. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../../../src/host/source.ts';
import { type Figure, median } from '../measure.ts';

/** From the start of the process to its first byte on stdout. */
export function firstOutputMs(words: readonly string[]): Promise<number> {
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, words, {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let firstMs = Number.NaN;
    child.stdout.once('data', () => {
      firstMs = Number(process.hrtime.bigint() - start) / 1e6;
    });
    child.once('error', reject);
    child.once('close', () => resolve(firstMs));
  });
}

async function firstOutput(words: readonly string[]): Promise<Figure> {
  const lab = ['--import', 'tsx', join('src', 'cli', 'main.ts'), ...words];
  const bare = ['--import', 'tsx', '--eval', 'process.stdout.write("hello")'];
  const labMs: number[] = [];
  const bareMs: number[] = [];
  for (let round = -1; round < 7; round++) {
    const [labTime, bareTime] = [await firstOutputMs(lab), await firstOutputMs(bare)];
    if (round < 0) continue;
    labMs.push(labTime);
    bareMs.push(bareTime);
  }
  return {
    ratio: median(labMs) / 500,
    reference: 'half a second',
    meaning: 'share of the time allowed',
    detail: `${median(labMs).toFixed(0)} ms to the first output, an empty program ${median(bareMs).toFixed(0)} ms`,
    atMost: 1,
  };
}

export const firstOutputFigures: Readonly<Record<string, () => Promise<Figure>>> = {
  'first-output-list': () => firstOutput(['list']),
  'first-output-run': () => firstOutput(['run', 'raft/leader-crash', '--seed', 'bench']),
};
