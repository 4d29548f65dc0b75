/**
 * Goal: every command that runs a scenario takes a plan from a file, a hunt writes one, and the two fit
 * together: what was found is found again from the file.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { chunksOf, labWith } from '../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lab = (...words: string[]) => labWith({ folder }, ...words);
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

write(
  'leader.json',
  '[{"atMs":1000,"fault":{"kind":"crash","node":"leader"}},{"atMs":1200,"fault":{"kind":"restart","node":"down"}}]',
);
const plan = ['--plan', 'leader.json'];

describe('a plan takes the place of the scenario’s own', () => {
  test('in run, which names the run by a token that holds it', async () => {
    const { stdout, status } = await lab('run', 'raft/leader-crash', '--seed', '1', ...plan);
    expect(status).toBe(0);
    expect(stdout).toContain('1,000.000 ms');
    expect(stdout).toMatch(/1,000\.000 ms {2}n\d {2}crash/);
    expect(stdout).toMatch(/again +npm run lab -- replay lab\d\./);
  });

  test('in run, from standard input', async () => {
    const text = readFileSync(join(folder, 'leader.json'), 'utf8');
    const words = ['run', 'raft/leader-crash', '--seed', '1', '--json', '--plan'];
    const fromStdin = await labWith({ folder, stdin: chunksOf(text) }, ...words, '-');
    const fromFile = await lab(...words, 'leader.json');
    expect(fromStdin.status).toBe(0);
    expect(fromStdin.stdout).toBe(fromFile.stdout);
    expect(JSON.parse(fromFile.stdout).plan).toEqual(JSON.parse(text));
  });

  test('in step, why and diff', async () => {
    const start = chunksOf('to 1000');
    const stepped = await labWith(
      { folder, stdin: start },
      ...['step', 'raft/leader-crash', '--seed', '1', ...plan],
    );
    expect(stepped.stdout).toContain('fault: crash leader');
    const why = await lab(
      ...['why', 'raft/leader-crash', '--seed', '1', '--event', 'restart', ...plan],
    );
    expect(why.stdout).toContain('1200.0');
    const diff = await lab(
      ...['diff', 'raft/leader-crash', '--seed', '1', '--and', ...plan, '--json'],
    );
    expect(diff.status).toBe(0);
    const { same, b } = JSON.parse(diff.stdout);
    expect([same, /replay lab\d\./.test(b.command)]).toEqual([false, true]);
  });

  test('in sweep, for every seed, and in the commands that it prints', async () => {
    write('cut.json', '[{"atMs":0,"fault":{"kind":"cut","from":"all","to":"all"}}]');
    const words = ['raft/leader-crash', '--plan', 'cut.json'];
    const swept = await lab('sweep', ...words, '--seeds', '1..3', '--workers', '1');
    expect(swept.status).not.toBe(0);
    const command = /npm run lab -- (run raft\/leader-crash .*)/.exec(swept.stdout)?.[1] ?? '';
    expect(command).toMatch(/--seed 1 --plan cut\.json$/);
    const { status } = await lab(...command.split(' '));
    expect(status).toBe(swept.status);
  });

  test('in sweep: shards of different plans are not one sweep', async () => {
    const shard = (part: string, file: string, out: string) =>
      lab(
        ...['sweep', 'raft/leader-crash', '--seeds', '1..4', '--plan', file],
        ...['--workers', '1', '--shard', part, '--out', out],
      );
    write('other.json', '[{"atMs":900,"fault":{"kind":"crash","node":"leader"}}]');
    await shard('1/2', 'leader.json', 'one.json');
    await shard('2/2', 'leader.json', 'two.json');
    await shard('2/2', 'other.json', 'three.json');
    expect((await lab('merge', 'one.json', 'two.json')).status).toBe(0);
    const merged = await lab('merge', 'one.json', 'three.json');
    expect(merged.status).toBe(2);
    expect(merged.stderr).toContain('of another sweep');
  });
});

test('a hunt writes the plan that it found, and it breaks the same again', async () => {
  const rule = 'raft/count-distinct-voters';
  const hunted = await lab(
    ...['hunt', 'raft/random-faults', '--without', rule, '--property', 'election-safety'],
    ...['--set', 'nodes=3', '--set', 'stormMs=1500', '--seeds', '1..50', '--workers', '1'],
    ...['--json', '--save-plan', 'found.json'],
  );
  expect(hunted.status).toBe(1);
  const { found } = JSON.parse(hunted.stdout);
  expect(JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8'))).toEqual(found.plan);
  const set = Object.entries(found.params).flatMap(([name, value]) => [
    '--set',
    `${name}=${typeof value === 'object' ? Object.values(value as object).join('..') : value}`,
  ]);
  const run = ['raft/random-faults', ...set, '--without', rule, '--plan', 'found.json'];
  const again = await lab('run', ...run, '--seed', found.seed, '--json');
  expect(again.status).toBe(1);
  expect(JSON.parse(again.stdout).token).toBe(found.token);
  // A hunt may start there, and go on to make it shorter.
  const hunt = [
    'hunt',
    ...run,
    '--property',
    'election-safety',
    '--seeds',
    `${found.seed}..${found.seed}`,
  ];
  const rehunted = await lab(...hunt, '--workers', '1', '--save-plan', 'again.json');
  expect(rehunted.status).toBe(1);
  const steps = JSON.parse(readFileSync(join(folder, 'again.json'), 'utf8'));
  expect(steps.length).toBeLessThanOrEqual(found.plan.length);
}, 120_000);

test.each([
  [['--plan', 'missing.json'], 'there is no such file'],
  [['--plan', 'broken.json'], '"broken.json" is not a plan: it is not JSON.'],
  [['--plan', 'nobody.json'], 'There is no node "n77"'],
  [['--plan', 'operation.json'], 'raft/leader-crash takes no operations'],
])('a bad plan is one sentence and exit 2: %j', async (words, says) => {
  write('broken.json', '[{"atMs":');
  write('nobody.json', '[{"atMs":1,"fault":{"kind":"crash","node":"n77"}}]');
  write('operation.json', '[{"atMs":1,"operation":{"kind":"get"}}]');
  for (const command of ['run', 'why', 'step']) {
    const { status, stdout, stderr } = await lab(
      ...[command, 'raft/leader-crash', '--seed', '1', ...words],
    );
    expect([command, status, stdout]).toEqual([command, 2, '']);
    expect(stderr).toContain(says);
    expect(stderr.trim().split('\n').length).toBe(1);
  }
});

test('an operation that names nobody is one sentence and exit 2', async () => {
  write('stand.json', '[{"atMs":1,"operation":{"kind":"stand","server":"n77"}}]');
  const { status, stderr } = await lab(
    ...['run', 'raft/churn', '--seed', '1', '--plan', 'stand.json'],
  );
  expect(status).toBe(2);
  expect(stderr).toContain('no node and no role is named "n77"');
});

test('a token has its plan already', async () => {
  const { stdout } = await lab('run', 'raft/leader-crash', '--seed', '1', '--json');
  const { token } = JSON.parse(stdout);
  const { status, stderr } = await lab('why', token, ...plan);
  expect(status).toBe(2);
  expect(stderr).toContain('A token names its seed, parameters, rules and plan already');
});
