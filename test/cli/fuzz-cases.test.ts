/** Goal: the fuzz reaches every command and every option that there is; what it misses is named. */
import { expect, test } from 'vitest';
import { others, readers } from '../support/fuzz-cases.ts';
import { lab } from '../support/lab-process.ts';

const words = new Set([...readers, ...others].flatMap((line) => line.split(' ')));

const namesIn = (help: string, pattern: RegExp) =>
  [...help.matchAll(pattern)].map(([, name = '']) => name);

test('every command and every option of each', async () => {
  const { stdout } = await lab('--help');
  const [, list = ''] = stdout.split('Commands:');
  // `web` serves until it is interrupted, for which a fuzz would wait for ever: web.test.ts has its bad input.
  const commands = namesIn(list, /^ {2}(\w+)/gm).filter(
    (name) => name !== 'help' && name !== 'web',
  );
  expect(commands.length).toBeGreaterThan(10);
  expect(commands.filter((name) => !words.has(name))).toEqual([]);
  const missed: string[] = [];
  for (const command of commands) {
    const { stdout: help } = await lab(command, '--help');
    const [, options = ''] = help.split('\nOptions:');
    const names = namesIn(options, /^ {2}(?:-\w, )?(--[\w-]+)/gm);
    const lines = [...readers, ...others].filter((line) => line.split(' ')[0] === command);
    const used = new Set(['--help', ...lines.flatMap((line) => line.split(' '))]);
    missed.push(...names.filter((name) => !used.has(name)).map((name) => `${command} ${name}`));
  }
  expect(missed).toEqual([]);
});
