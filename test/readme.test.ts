/**
 * Goal: what the README and the guides of the sims show is what the lab prints.
 * Method: each command in a `console` block is run, and its output compared line by line; a line `…` stands for any
 * number of lines.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../src/host/source.ts';

const scripts = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).scripts;

const guides = readdirSync(join(projectFolder, 'sims'))
  .map((sim) => join('sims', sim, 'README.md'))
  .filter((path) => existsSync(join(projectFolder, path)));

function pageAt(path: string) {
  const text = readFileSync(join(projectFolder, path), 'utf8');
  const blocks = [...text.matchAll(/```console\n\$ (.+)\n([\s\S]*?)```/g)].map(
    ([, command = '', output = '']) => ({ command, lines: output.trimEnd().split('\n') }),
  );
  return { path, text, blocks };
}

/** Runs `npm …` as it stands, without npm's own two lines about what it runs. */
async function outputOf(command: string): Promise<string[]> {
  const [npm = '', ...words] = command.split(' ');
  const { stdout } = await promisify(execFile)(npm, ['--silent', ...words], {
    cwd: projectFolder,
  }).catch((error: { stdout: string }) => error);
  return stdout.trimEnd().split('\n');
}

/** Does the output match, where `…` stands for any number of lines? */
function matches(shown: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return actual.length === 0;
  if (first !== '…') return first === actual[0] && matches(rest, actual.slice(1));
  return actual.some((_, skipped) => matches(rest, actual.slice(skipped))) || rest.length === 0;
}

test('the README shows the commands that everything starts with', () => {
  const { text, blocks } = pageAt('README.md');
  expect(text).toContain('    npm install && npm start\n    npm install && npm test\n');
  expect(blocks.length).toBeGreaterThanOrEqual(4);
});

describe.each(['README.md', ...guides].map(pageAt))('$path', ({ text, blocks }) => {
  test.concurrent.each(blocks)('$command', async ({ command, lines }) => {
    const actual = await outputOf(command);
    if (!matches(lines, actual)) expect(actual.join('\n')).toBe(lines.join('\n'));
  });

  test('names only scripts, files and folders that exist', () => {
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty(script);
    for (const [, path = ''] of text.matchAll(/`((?:src|sims|scenarios|test)\/[\w./-]+\w)`/g)) {
      expect([path, existsSync(join(projectFolder, path))]).toEqual([path, true]);
    }
  });
});
