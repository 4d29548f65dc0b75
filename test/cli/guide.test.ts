/**
 * Goal: somebody who follows `scenarios/README.md` to the letter, in an empty folder, sees what it shows.
 * Method: its commands are carried out and its changes made in the order in which they stand. A line `…` stands for any
 * number of lines. With SEEDLAB_WRITE_README=1 the blocks that show everything are written anew.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFolder } from '../../src/host/source.ts';
import { labWith } from '../support/lab-process.ts';
import { matches } from '../support/shown-output.ts';

const guide = join(projectFolder, 'scenarios/README.md');
const folder = mkdtempSync(join(tmpdir(), 'seedlab-own-guide-'));
afterAll(() => rmSync(folder, { recursive: true }));

const writes = process.env['SEEDLAB_WRITE_README'] !== undefined;

/** Quotes only group words here. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);

/** Makes a change of the file: the lines that go, once, for those that come. */
function change(file: string, block: string): void {
  const lines = block.trimEnd().split('\n');
  const marked = (mark: string) =>
    lines.filter((line) => line.startsWith(mark)).map((line) => `${line.slice(1)}\n`);
  const before = readFileSync(join(folder, file), 'utf8');
  const parts = before.split(marked('-').join(''));
  expect([block, parts.length]).toEqual([block, 2]);
  writeFileSync(join(folder, file), parts.join(marked('+').join('')));
}

test('the guide to a first scenario does what it says', async () => {
  let text = readFileSync(guide, 'utf8');
  const blocks = [...text.matchAll(/```(console|diff)\n([\s\S]*?)```/g)];
  expect(blocks.length).toBeGreaterThan(12);
  let version = 0;
  let file = '';
  for (const [whole, kind, content = ''] of blocks) {
    if (kind === 'diff') {
      change(file, content);
      version += 1;
      continue;
    }
    const [command = '', ...shown] = content.trimEnd().split('\n');
    // What is changed is the file that was run last.
    file = /[\w-]+\.mjs/.exec(command)?.[0] ?? file;
    const { stdout } = await labWith(
      { program: 'seedlab', folder },
      ...wordsOf(command.replace('$ seedlab ', '')),
    );
    const actual = stdout.trimEnd().split('\n');
    if (writes && !shown.includes('…')) {
      text = text.replace(whole, () => `\`\`\`console\n${[command, ...actual].join('\n')}\n\`\`\``);
    } else if (!matches(shown, actual)) expect(actual.join('\n')).toBe(shown.join('\n'));
  }
  expect(version).toBeGreaterThan(3);
  if (writes) writeFileSync(guide, text);
});
