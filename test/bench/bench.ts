/**
 * `npm run bench [-- --json] [name …]`: every figure beside its reference, measured in the same process, in turn.
 * Exit status 1 where a bar is missed.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { figures } from './figures.ts';
import type { Figure } from './measure.ts';

const self = fileURLToPath(import.meta.url);
const words = process.argv.slice(2);

if (words[0] === '--one') {
  process.stdout.write(JSON.stringify(await figures[words[1] ?? '']?.()));
} else {
  const asJson = words.includes('--json');
  const chosen = words.filter((word) => !word.startsWith('--'));
  const unknown = chosen.find((name) => figures[name] === undefined);
  if (unknown !== undefined) {
    process.stderr.write(`There is no figure "${unknown}": ${Object.keys(figures).join(', ')}.\n`);
    process.exit(2);
  }
  const results: Record<string, Figure & { readonly met: boolean }> = {};
  for (const name of Object.keys(figures)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const figure = measure(name);
    const { ratio, atLeast = -Infinity, atMost = Infinity } = figure;
    const met = ratio >= atLeast && ratio <= atMost;
    results[name] = { ...figure, met };
    if (!met) process.exitCode = 1;
    if (!asJson) process.stdout.write(`${line(name, figure, met)}\n`);
  }
  if (asJson) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}

function measure(name: string): Figure {
  const output = execFileSync(process.execPath, ['--import', 'tsx', self, '--one', name], {
    encoding: 'utf8',
  });
  return JSON.parse(output) as Figure;
}

function line(name: string, figure: Figure, met: boolean): string {
  const { ratio, reference, meaning, detail, atLeast, atMost } = figure;
  const noBar = atLeast === undefined && atMost === undefined;
  const someBar = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const bar = noBar ? 'for information' : someBar;
  const shown = ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(2);
  const verdict = met ? 'ok    ' : 'MISSED';
  return `${verdict}  ${name.padEnd(24)} ${shown.padStart(7)}  (${bar})  ${meaning}, ${reference}\n        ${detail}`;
}
