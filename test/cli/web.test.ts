/** Goal: a port that cannot be is refused in a sentence, before anything is served. */
import { expect, test } from 'vitest';
import { lab } from '../support/lab-process.ts';

test.each([
  ['65536', '--port is at most 65535, not 65536.'],
  ['x', '--port takes a whole number from 0, not "x".'],
  ['-1', '--port takes a whole number from 0, not "-1".'],
])('web --port %s', async (port, sentence) => {
  const { status, stderr } = await lab('web', `--port=${port}`);
  expect([status, stderr.trim()]).toEqual([2, sentence]);
});
