/**
 * Goal: the array job of a sweep, run by GNU parallel, prints the same bytes as one sweep, also after
 * some of its shards were lost; shellcheck finds nothing in the scripts. Without these programs it is
 * *not judged*, and fails under CI.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { shellWord } from '../../src/draw/text.ts';
import { must } from '../../src/kernel/must.ts';
import { labProcess, labWith, programWords } from '../support/lab-process.ts';

const isThere = (program: string) =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0 || 'CI' in process.env;

const folder = mkdtempSync(join(tmpdir(), 'seedlab-array-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tsx = import.meta.resolve('tsx');
const program = [process.execPath, ...programWords.map((word) => (word === 'tsx' ? tsx : word))]
  .map(shellWord)
  .join(' ');
const sweep = [
  'sweep',
  'raft/lost-vote',
  '--seeds',
  '1..40',
  '--swarm',
  '--without',
  'raft/persist-term-and-vote',
];

async function script(scheduler: string): Promise<string> {
  return (await labWith({ program }, ...sweep, '--shards', '7', '--print', scheduler)).stdout;
}

test.skipIf(!isThere('parallel'))('GNU parallel prints what one sweep prints', async () => {
  const whole = await labProcess('', ...sweep);
  writeFileSync(join(folder, 'sweep.sh'), await script('parallel'));
  const again = () => spawnSync('bash', ['sweep.sh'], { cwd: folder, encoding: 'utf8' });
  const first = again();
  expect([first.status, first.stdout]).toEqual([whole.status, whole.stdout]);
  expect(whole.status).toBe(1);

  const shards = join(
    folder,
    must(
      readdirSync(folder).find((name) => name.startsWith('sweep-')),
      'folder',
    ),
  );
  const timesOf = () => [1, 3].map((part) => statSync(join(shards, `${part}.json`)).mtimeMs);
  const before = timesOf();
  rmSync(join(shards, '3.json'));
  const second = again();
  expect(second.stdout).toBe(whole.stdout);
  expect(timesOf().map((time, place) => time === before[place])).toEqual([true, false]);
});

test.skipIf(!isThere('shellcheck')).each(['parallel', 'slurm'])(
  'shellcheck finds nothing in %s',
  async (scheduler) => {
    const file = join(folder, `${scheduler}.sh`);
    writeFileSync(file, await script(scheduler));
    execFileSync('shellcheck', [file]);
  },
);
