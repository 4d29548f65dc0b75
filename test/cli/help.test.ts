/** Proves that the help of every command begins with a verb and ends with examples that the command line takes. */
import { describe, expect, test } from 'vitest';
import { lab } from '../support/lab-process.ts';

const { stdout: help } = await lab('--help');
const commands = [...help.matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)]
  .map(([, name = '']) => name)
  .filter((name) => name !== 'help');

test('there are more than twenty commands', () => {
  expect(commands.length).toBeGreaterThan(20);
});

describe.each(commands)('%s --help', (name) => {
  test('says what it does, and shows how', async () => {
    const { stdout, status } = await lab(name, '--help');
    expect(status).toBe(0);
    const [, says = ''] = /^Usage: .*\n\n(.*)/.exec(stdout) ?? [];
    expect(says).toMatch(/^[a-z]+ /);
    expect(says).not.toMatch(/^(a|an|the|every|many|what|where|exactly) /);
    const examples = stdout
      .slice(stdout.lastIndexOf('Examples:'))
      .matchAll(/(?:npm run lab --|seedlab) ([a-z]+)/g);
    const called = [...examples].map(([, command]) => command);
    expect(called.length).toBeGreaterThan(0);
    expect(new Set(called)).toEqual(new Set([name]));
  });
});
