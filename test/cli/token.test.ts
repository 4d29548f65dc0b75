/**
 * Goal: every command that takes a token treats one of another version, a folded one, a damaged one
 * and one without a digest the same.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { encodeToken, type RunIdentity } from '../../src/lab/token.ts';
import { labVersion } from '../../src/lab/version.ts';
import { lab, labWith } from '../support/lab-process.ts';
import { tokenOf } from '../support/tokens.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-token-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const run: RunIdentity = {
  scenario: 'raft/first-election',
  seed: '1',
  params: {},
  without: [],
};
const token = encodeToken(run);
const otherToken = tokenOf('lab2', JSON.stringify({ ...run, version: '99.0.1' }));
/** Written by the lab before tokens carried a version. */
const earlyToken =
  'lab1.eyJzY2VuYXJpbyI6InJhZnQvZmlyc3QtZWxlY3Rpb24iLCJzZWVkIjoiMSIsInBhcmFtcyI6e30sIndpdGhvdXQiOltdfQ.ce020241';

describe('a token of another version', () => {
  test.each([
    ['version 99.0.1 of the lab', otherToken],
    ['an early version of the lab (lab1)', earlyToken],
  ])('made by %s: one sentence, exit status 3', async (maker, token) => {
    const calls = [
      ['replay', token],
      ['replay', file('other.token', `${token}\n`)],
      ['step', token],
      ['why', token],
      ['diff', token, '--and', '--seed', '2'],
      ['diff', 'raft/first-election', '--seed', '1', token],
      ['diff', 'raft/first-election', '--seed', '1', '--and', token],
    ];
    for (const words of calls) {
      const { status, stdout, stderr } = await lab(...words);
      expect([words[0], status, stdout]).toEqual([words[0], 3, '']);
      expect(stderr).toBe(
        `This token was made by ${maker}, and this is version ${labVersion}: the same seed may give another run here, so replay it with the version that made it.\n`,
      );
    }
  });

  test('so with a trace', async () => {
    const path = join(folder, 'run.jsonl');
    await lab('run', 'raft/first-election', '--seed', '1', '--export', `jsonl:${path}`);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(`{"version":"${labVersion}",`);
    const other = file('other.jsonl', text.replace(labVersion, '99.0.1'));
    const { status, stdout, stderr } = await lab('replay', other);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`"${other}" was made by version 99.0.1 of the lab`);
  });

  test('so with a form that nobody knows yet', async () => {
    for (const command of ['replay', 'step', 'why']) {
      const { status, stdout, stderr } = await lab(command, 'lab77.x.y');
      expect([status, stdout]).toEqual([3, '']);
      expect(stderr).toContain('This token begins with "lab77.", a form that');
    }
  });
});

test('a folded token is the same run, from the command line and from a file', async () => {
  const { stdout } = await lab('run', 'raft/first-election', '--seed', '1', '--json');
  const { token, digest } = JSON.parse(stdout);
  const folded = token.replaceAll(/.{20}/g, '$&\r\n  ');
  const same = { status: 0, stdout, stderr: `The same run: digest ${digest}.\n` };
  expect(await lab('replay', folded, '--json')).toEqual(same);
  expect(await lab('replay', file('folded', folded), '--json')).toEqual(same);
  expect(await lab('why', folded, '--event', '3')).toEqual(await lab('why', token, '--event', '3'));
});

test('a token without a digest is replayed, and there is nothing to compare', async () => {
  const { stdout } = await lab('run', 'raft/first-election', '--seed', '1', '--json');
  expect(await lab('replay', token, '--json')).toEqual({
    status: 0,
    stdout,
    stderr: `The token was made without a run, so there is no digest to compare with ${JSON.parse(stdout).digest}.\n`,
  });
});

test('a trace may be called lab1.jsonl', async () => {
  const path = join(folder, 'lab1.jsonl');
  await lab('run', 'raft/first-election', '--seed', '1', '--export', `jsonl:${path}`);
  expect((await labWith({ folder }, 'replay', 'lab1.jsonl')).status).toBe(0);
});
