/**
 * Goal: what the README and the guides of the sims show is what the lab prints.
 * Method: each command in a `console` block is carried out, and its output compared line by line; a line `…` stands
 * for any number of lines. A shell splits the words and runs what is piped into the lab; the lab itself runs here. With SEEDLAB_WRITE_README=1 the blocks that show everything are written anew.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { projectFolder } from '../src/host/source.ts';
import { chunksOf, labWith } from './support/lab-process.ts';
import { matches } from './support/shown-output.ts';

// A last resort: how long npm and worker threads take to start depends on what else the machine does.
vi.setConfig({ testTimeout: 180_000 });

const scripts = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).scripts;

const guides = ['sims', 'src'].flatMap((folder) =>
  readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort(),
);

function pageAt(path: string) {
  const text = readFileSync(join(projectFolder, path), 'utf8');
  const blocks = [...text.matchAll(/```console\n\$ (.+)\n([\s\S]*?)```/g)].map(
    ([, command = '', output = '']) => ({ command, lines: output.trimEnd().split('\n') }),
  );
  return { path, text, blocks };
}

async function shell(script: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: projectFolder });
  return stdout;
}

const program = 'npx seedlab';

async function outputOf(command: string): Promise<string[]> {
  const [, piped, words = ''] = /^(?:(.*) \| )?npx seedlab(?: (.*))?$/.exec(command) ?? [];
  expect(command).toContain(program);
  const stdout = await outputOfLab(words, piped === undefined ? '' : await shell(piped));
  return stdout.trimEnd().split('\n');
}

async function outputOfLab(words: string, input: string): Promise<string> {
  const split = await shell(`set -- ${words}; for word; do printf '%s\\0' "$word"; done`);
  const io = { program, stdin: chunksOf(input) };
  return (await labWith(io, ...split.split('\0').slice(0, -1))).stdout;
}

const writes = process.env['SEEDLAB_WRITE_README'] !== undefined;

function writeAnew(page: string, lines: readonly string[], actual: readonly string[]): void {
  const path = join(projectFolder, page);
  const before = readFileSync(path, 'utf8');
  // As a function, so that nothing in the output has a meaning.
  writeFileSync(
    path,
    before.replace(`${lines.join('\n')}\n`, () => `${actual.join('\n')}\n`),
  );
}

test('the README shows the commands that everything starts with', () => {
  const { text, blocks } = pageAt('README.md');
  expect(text).toContain('    npm install && npm start\n    npm install && npm test\n');
  expect(blocks.length).toBeGreaterThanOrEqual(2);
});

describe.each(['README.md', ...guides].map(pageAt))('$path', ({ path, text, blocks }) => {
  test.concurrent.each(blocks)('$command', async ({ command, lines }) => {
    const actual = await outputOf(command);
    if (matches(lines, actual)) return;
    if (writes && !lines.includes('…')) writeAnew(path, lines, actual);
    else expect(actual.join('\n')).toBe(lines.join('\n'));
  });

  test('names only scripts, files and folders that exist', () => {
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty(script);
    for (const [, path = ''] of text.matchAll(/`((?:src|sims|scenarios|test)\/[\w./-]+\w)`/g)) {
      expect([path, existsSync(join(projectFolder, path))]).toEqual([path, true]);
    }
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
      expect([link, existsSync(join(projectFolder, dirname(path), link))]).toEqual([link, true]);
    }
  });
});
