/**
 * Goal: what the README shows is what the lab prints.
 * Method: each command in a `console` block is run, and its output compared line by line; a line `…` stands for any
 * number of lines. With SEEDLAB_WRITE_README=1 the blocks that show everything are written anew.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../src/host/source.ts';

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
const scripts = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')).scripts;

const blocks = [...readme.matchAll(/```console\n\$ (.+)\n([\s\S]*?)```/g)].map(
  ([, command = '', output = '']) => ({ command, lines: output.trimEnd().split('\n') }),
);

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

describe('README', () => {
  test('shows the commands that everything starts with', () => {
    expect(readme).toContain('    npm install && npm start\n    npm install && npm test\n');
    expect(blocks.length).toBeGreaterThanOrEqual(4);
  });

  test.concurrent.each(blocks)('$command', async ({ command, lines }) => {
    const actual = await outputOf(command);
    if (!matches(lines, actual)) expect(actual.join('\n')).toBe(lines.join('\n'));
  });

  test('names only scripts, files and folders that exist', () => {
    for (const [, script = ''] of readme.matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty(script);
    for (const [, path = ''] of readme.matchAll(/`((?:src|sims|scenarios|test)\/[\w./-]+\w)`/g)) {
      expect([path, existsSync(join(projectFolder, path))]).toEqual([path, true]);
    }
  });
});
