/** How soon the built package answers, beside an empty program of the same Node. `npm run build` comes first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../../src/host/source.ts';
import { type Figure, median } from '../measure.ts';
import { firstOutputMs } from './first-output.ts';

const rounds = 15;

/** `atMost` is how many times an empty program may be taken. */
async function firstOutput(words: readonly string[], atMost: number): Promise<Figure> {
  const program = join(projectFolder, 'dist/seedlab.mjs');
  if (!existsSync(program)) throw new Error('The package is not built: npm run build');
  const labMs: number[] = [];
  const emptyMs: number[] = [];
  // The first two rounds fill caches, and do not count.
  for (let round = -2; round < rounds; round++) {
    const ofLab = await firstOutputMs([program, ...words]);
    const ofEmpty = await firstOutputMs(['--eval', 'process.stdout.write("hello")']);
    if (round < 0) continue;
    labMs.push(ofLab);
    emptyMs.push(ofEmpty);
  }
  return {
    ratio: median(labMs) / median(emptyMs),
    reference: 'an empty program',
    meaning: 'time to the first output',
    detail: `${median(labMs).toFixed(0)} ms, an empty program ${median(emptyMs).toFixed(0)} ms`,
    atMost,
  };
}

export const packageFigures: Readonly<Record<string, () => Promise<Figure>>> = {
  'package-list': () => firstOutput(['list'], 1.5),
  'package-run': () => firstOutput(['run', 'raft/leader-crash', '--seed', 'bench'], 2.5),
};
