/**
 * `npm run bench [-- --json] [name …]`: every figure beside its reference, measured in the same process, in turn.
 * The beginning of names, such as `text` or `text-rust`, stands for all of them. Exit status 1 if a bar is missed.
 *
 * `npm run bench -- --text-table` measures texts by session and library, and writes the table into the CRDTs' guide.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../src/host/source.ts';
import { figures } from './figures.ts';
import type { Figure } from './measure.ts';
import { sessionNames } from './text/sessions.ts';

const self = fileURLToPath(import.meta.url);
const words = process.argv.slice(2);

/** Is the figure one that was asked for by its name, or by the words that it begins with? */
const isNamed = (figure: string, name: string) => figure === name || figure.startsWith(`${name}-`);

if (words[0] === '--one') {
  process.stdout.write(JSON.stringify(await figures[words[1] ?? '']?.()));
} else if (words[0] === '--text-rows') {
  const session = sessionNames.find((name) => name === words[1]);
  if (session !== undefined)
    process.stdout.write((await import('./text/table.ts')).rowsOf(session));
} else if (words[0] === '--text-table') {
  const { withTable } = await import('./text/table.ts');
  const rows = sessionNames.map((name) => inOwnProcess('--text-rows', name));
  const guide = join(projectFolder, 'sims/crdt/README.md');
  writeFileSync(guide, withTable(readFileSync(guide, 'utf8'), rows));
} else {
  const asJson = words.includes('--json');
  const chosen = words.filter((word) => !word.startsWith('--'));
  const unknown = chosen.find(
    (name) => !Object.keys(figures).some((figure) => isNamed(figure, name)),
  );
  if (unknown !== undefined) {
    process.stderr.write(`There is no figure "${unknown}": ${Object.keys(figures).join(', ')}.\n`);
    process.exit(2);
  }
  const results: Record<string, Figure & { readonly met: boolean }> = {};
  for (const name of Object.keys(figures)) {
    if (chosen.length > 0 && !chosen.some((word) => isNamed(name, word))) continue;
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
  return JSON.parse(inOwnProcess('--one', name)) as Figure;
}

function inOwnProcess(...words: string[]): string {
  return execFileSync(process.execPath, ['--import', 'tsx', self, ...words], { encoding: 'utf8' });
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
