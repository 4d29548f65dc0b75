/**
 * Goal: commands come out the same in a process of their own as in this one: more of them than
 * lab.test.ts can afford.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFolder } from '../../src/host/source.ts';
import { labProcess, labReading } from '../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-processes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const token = join(folder, 'by-hand.token');

test('a token for what was done by hand is saved', async () => {
  const script = `role\ncrash leader\nrole\nfire n1\npartition n1 n2\noff one-vote-per-term\nsave ${token}\n`;
  expect((await labReading(script, 'step', 'raft/leader-crash', '--seed', '3')).status).toBe(0);
});

test.each<[status: number, words: string, input?: string]>([
  [1, 'run raft/lost-vote --seed 1 --without raft/persist-term-and-vote'],
  [2, 'rum'],
  // What was done by hand ends before the goals are reached.
  [3, `replay ${token} --json`],
  [0, 'check - --model mutex', '{:process 0, :type :invoke, :f :acquire}'],
])('%i from %s', async (status, words, input = '') => {
  const ended = await labProcess(input, ...words.split(' '));
  expect(ended.status).toBe(status);
  expect(ended).toEqual(await labReading(input, ...words.split(' ')));
});

test('npm runs the lab elsewhere, but its paths start where the user stands', async () => {
  const words = ['--prefix', projectFolder, 'run', '-s', 'lab', '--'];
  const run = ['run', 'raft/first-election', '--seed', '1', '--export', 'jsonl:here.jsonl'];
  const ended = await new Promise((resolve) => {
    execFile('npm', [...words, ...run], { cwd: folder }, (error, _, stderr) =>
      resolve([error, stderr]),
    );
  });
  expect(ended).toEqual([null, 'wrote here.jsonl (jsonl)\n']);
  expect(existsSync(join(folder, 'here.jsonl'))).toBe(true);
});
