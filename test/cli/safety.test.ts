/**
 * Goal: nothing lost, nothing hangs, nothing leaks, in every command. What is to be written is refused
 * before the work, limits end what would not end, signals and full disks end in their status, and
 * nothing that an input holds acts on a terminal.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { userFolder } from '../../src/cli/io.ts';
import { encodeToken } from '../../src/lab/token.ts';
import { chunksOf, lab, labReading, labWith } from '../support/lab-process.ts';

// A last resort: how long a process takes to start depends on what else the machine does.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'seedlab-safety-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string | Uint8Array): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const first = ['run', 'raft/first-election', '--seed', '1'];
const lagSamples = 'time,group,topic,partition,lag\n0,g,t,0,1\n60,g,t,0,1\n120,g,t,0,1\n';
const judged = 'metric,side,value\n'.concat(
  ...Array.from({ length: 40 }, (_, n) => `p99,baseline,${n}\np99,canary,${n}\n`),
);

describe('targets', () => {
  const input = file('input.csv', lagSamples);
  const taken = file('taken.svg', 'the old picture');

  test.each<[string, string[]]>([
    ['run --plot', ['run', 'cache/mass-expiry', '--seed', '1', '--plot', taken]],
    ['run --export', [...first, '--export', `jsonl:${taken}`]],
    [
      'diff',
      [
        ...'diff raft/first-election --seed 1 --and --seed 2 --export'.split(' '),
        `shiviz:${taken}`,
      ],
    ],
    ['sweep --plot', ['sweep', 'raft/first-election', '--seeds', '2', '--plot', taken]],
    ['sweep --out', ['sweep', 'raft/first-election', '--shard', '1/2', '--out', taken]],
    ['lag', ['lag', input, '--plot', taken]],
    ['judge', ['judge', file('judged.csv', judged), '--plot', taken]],
    ['run --report', [...first, '--report', `md:${taken}`]],
    ['sweep --report', ['sweep', 'raft/first-election', '--seeds', '2', '--report', `md:${taken}`]],
    ['lag --report', ['lag', input, '--report', `html:${taken}`]],
    ['judge --report', ['judge', file('judged.csv', judged), '--report', `html:${taken}`]],
  ])('%s does not overwrite a file, and refuses before any work', async (_, words) => {
    const { status, stdout, stderr } = await lab(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`"${taken}" exists: name another file, or overwrite it with --force.\n`);
    expect(readFileSync(taken, 'utf8')).toBe('the old picture');
  });

  test.each([
    ['nul\0', 'the name holds a character that no name can have'],
    ['x'.repeat(300), 'the name is too long'],
    [join(taken, 'below'), 'part of the path is not a folder'],
    [join(folder, 'nowhere'), 'there is no such file or folder'],
  ])(
    'an input that cannot be is refused, with a target beside it or not: %j',
    async (path, why) => {
      for (const more of [[], ['--report', join(folder, 'none.html')]]) {
        for (const command of ['judge', 'lag']) {
          const { status, stderr } = await lab(command, path, ...more);
          expect([status, stderr]).toEqual([2, expect.stringContaining(why)]);
        }
      }
      const target = await lab(
        'lag',
        input,
        '--plot',
        path === join(taken, 'below') ? path : 'nul\0',
      );
      expect([target.status, target.stderr]).toEqual([2, expect.stringContaining('be written')]);
      expect(existsSync(join(folder, 'none.html'))).toBe(false);
    },
  );

  test('force overwrites, but never an input or the same file twice', async () => {
    const over = await lab('lag', input, '--plot', input, '--force');
    expect([over.status, over.stderr]).toEqual([
      2,
      `--plot "${input}" would overwrite "${input}", which is an input: name another file.\n`,
    ]);
    expect(readFileSync(input, 'utf8')).toBe(lagSamples);
    const both = ['--export', `jsonl:${taken}`, '--export', `perfetto:${taken}`];
    expect((await lab(...first, ...both, '--force')).status).toBe(2);
    expect((await lab(...first, '--json', '--export', 'jsonl:-')).status).toBe(2);
    expect((await lab('lag', input, '--plot', taken, '--force')).status).toBe(3);
    expect(readFileSync(taken, 'utf8')).toMatch(/^<svg/);
  });

  test('a report goes to no input, and to no file of another output', async () => {
    const numbers = file('numbers.csv', 'latency_ms\n1\n2\n3\n');
    const plan = file('plan.json', '[]');
    const drawn = [...first, '--set', `latencyMs=@${numbers}:latency_ms`];
    const { token } = JSON.parse((await lab(...drawn, '--json')).stdout);
    const sweep = ['sweep', 'raft/first-election', '--seeds', '2'];
    const cases: [words: string[], target: string][] = [
      [['lag', input], input],
      [['judge', file('judged.csv', judged)], join(folder, 'judged.csv')],
      [drawn, numbers],
      [[...sweep, '--vary', `latencyMs=1..2,@${numbers}`], numbers],
      [[...first, '--plan', plan], plan],
      [['replay', token, '--data', numbers], numbers],
    ];
    for (const [words, target] of cases) {
      const { status, stdout, stderr } = await lab(...words, '--report', `md:${target}`, '--force');
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(
        `--report "${target}" would overwrite "${target}", which is an input: name another file.\n`,
      );
    }
    const page = join(folder, 'page.html');
    for (const other of [
      ['--plot', page],
      ['--export', `jsonl:${page}`],
    ]) {
      const { status, stderr } = await lab(...first, '--report', page, ...other);
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(/^--report ".*" would overwrite the file of --(plot|export)/),
      ]);
    }
    expect(readFileSync(numbers, 'utf8')).toBe('latency_ms\n1\n2\n3\n');
    expect(existsSync(page)).toBe(false);
    expect((await lab('lag', input, '--report', page)).status).toBe(3);
    expect((await lab('lag', input, '--report', page)).status).toBe(2);
    expect((await lab('lag', input, '--report', page, '--force')).status).toBe(3);
    rmSync(page);
  });

  test('what is drawn from is overwritten by no output of diff and hunt', async () => {
    const numbers = file('drawn.csv', 'latency_ms\n1\n2\n3\n');
    const set = ['--set', `latencyMs=@${numbers}`];
    for (const words of [
      ['diff', ...first.slice(1), '--export', `shiviz:${numbers}`, '--force', '--and', ...set],
      ['hunt', 'raft/first-election', '--seeds', '2', ...set, '--save-plan', numbers, '--force'],
    ]) {
      const { status, stderr } = await lab(...words);
      expect([status, stderr]).toEqual([2, expect.stringContaining('which is an input')]);
    }
  });

  test('a missing folder costs no work', async () => {
    const words = ['--seeds', '1..1000000', '--shard', '1/1', '--out', join(folder, 'none', 'x')];
    const { status, stderr } = await lab('sweep', 'raft/storm', ...words);
    expect([status, stderr]).toEqual([
      2,
      `"${join(folder, 'none', 'x')}" cannot be written: there is no such file or folder.\n`,
    ]);
  });

  test('a shard may replace the same shard of the same sweep, and no other', async () => {
    const out = join(folder, 'shard.json');
    const words = (shard: string) => [
      ...['sweep', 'raft/first-election', '--seeds', '4', '--workers', '1'],
      ...['--shard', shard, '--out', out],
    ];
    expect((await lab(...words('1/2'))).status).toBe(0);
    expect((await lab(...words('1/2'))).status).toBe(0);
    expect((await lab(...words('2/2'))).status).toBe(2);
  });

  test('what was measured is printed although the disk is full', async () => {
    const plain = await lab('lag', input);
    const full = await lab('lag', input, '--plot', '/dev/full');
    expect(full).toEqual({
      status: 70,
      stdout: plain.stdout,
      stderr: '"/dev/full" cannot be written: the disk is full.\n',
    });
    const words = ['sweep', 'raft/first-election', '--seeds', '2', '--shard', '1/1'];
    const shard = await lab(...words, '--out', '/dev/full');
    expect(shard.status).toBe(70);
    expect(JSON.parse(shard.stdout)).toMatchObject({ format: 'seedlab-shard-1' });
  });

  test('the debugger saves to no file that exists', async () => {
    const script = `save ${taken}\n`;
    const words = ['step', 'raft/first-election', '--seed', '1'];
    expect((await labReading(script, ...words)).stderr).toContain('exists: name another file');
    expect((await labReading(script, ...words, '--force')).status).toBe(0);
  });

  test('nothing is left beside them', () => {
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
  });
});

describe('limits', () => {
  test.each([
    ['run raft/availsim --seed 1 --set electionTimeoutMs=0..5', 'raise it with --events-max'],
    ['run raft/storm --seed 1', 'raise it with --events-max'],
    ['sweep raft/availsim --seeds 1 --set electionTimeoutMs=0..5', 'raise --events-max'],
  ])('%s ends by its events', async (words, message) => {
    const { status, stdout } = await lab(...words.split(' '), '--events-max', '2000');
    expect(status).toBe(3);
    expect(stdout).toContain(message);
  });

  test.each([
    'run raft/storm --seed 1',
    'run raft/availsim --seed 1 --set electionTimeoutMs=0..5',
    'why raft/storm --seed 1 --event 1',
    'tour',
  ])('%s ends by its seconds, if they are asked for', async (words) => {
    let seconds = 0;
    const io = { nowMs: () => 1_000 * seconds++ };
    const { status, stdout, stderr } = await labWith(io, ...words.split(' '), '--seconds-max', '1');
    // A run prints its question before it begins, and nothing else before it is over.
    const [command, id] = words.split(' ');
    const asks = catalogue.entries.find((entry) => entry.id === id)?.asks;
    const printed = stdout.replaceAll(/\s+/g, ' ').trim();
    const here = words.includes('--set') ? ' Here with electionTimeoutMs=0..5.' : '';
    expect([status, printed]).toEqual([3, command === 'run' ? `${asks}${here}` : '']);
    expect(stderr).toBe(
      'Stopped by --seconds-max 1, before the run was over: raise it to see the end.\n',
    );
  });

  test.each([
    ['check', '{"process":0,"type":"invoke","f":"read","value":null}'],
    ['judge', judged],
    ['lag', lagSamples],
    ['text', '{"startContent":"","endContent":"","txns":[]}'],
  ])('%s ends by its seconds, too', async (command, input) => {
    let seconds = 0;
    const io = { nowMs: () => 1_000 * seconds++, stdin: chunksOf(input) };
    const { status, stdout, stderr } = await labWith(io, command, '-', '--seconds-max', '1');
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain('Stopped by --seconds-max 1');
  });

  test('merge ends by its seconds, too', async () => {
    const shards = [1, 2].map((part) => join(folder, `slow-${part}.json`));
    for (const [place, shard] of shards.entries()) {
      const words = ['--seeds', '2', '--shard', `${place + 1}/2`, '--workers', '1', '--out', shard];
      await lab('sweep', 'raft/first-election', ...words);
    }
    let seconds = 0;
    const io = { nowMs: () => 1_000 * seconds++ };
    const { status, stdout, stderr } = await labWith(io, 'merge', ...shards, '--seconds-max', '1');
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain('Stopped by --seconds-max 1');
  });

  test('a sweep that its seconds end prints what was finished', async () => {
    const words = ['--seeds', '1..100000000', '--seconds-max', '1', '--workers', '1'];
    const { status, stdout, stderr } = await lab('sweep', 'raft/first-election', ...words);
    expect(status).toBe(3);
    expect(stdout).toContain('stopped before every seed was run');
    expect(stderr).toMatch(/Stopped by --seconds-max 1: [\d,]+ of 100,000,000 seeds were run/);
  });

  test('of input are the same for every command that reads', async () => {
    const bomb = file('bomb.gz', gzipSync(new Uint8Array(2 * 2 ** 20)));
    const inChunks = 'more than 1 MiB, which is the limit: raise it with --input-mib-max.';
    const asAWhole =
      'more than 0.125 MiB, which is the limit for what is read as a whole, an eighth of --input-mib-max: raise that.';
    const limits = { check: inChunks, judge: inChunks, lag: inChunks };
    for (const [command, limit] of Object.entries({
      ...limits,
      ...{ text: asAWhole, merge: asAWhole, replay: asAWhole },
    })) {
      const { status, stderr } = await lab(command, bomb, '--input-mib-max', '1');
      expect([command, status, stderr]).toEqual([command, 2, `"${bomb}" holds ${limit}\n`]);
    }
  });
});

describe('control characters', () => {
  const evil = '\u001b]0;owned\u0007\u001b[31m\u202e\u0085\nPASS';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;
  const token = encodeToken({
    ...{ scenario: 'crdt/typing-at-one-place', seed: evil, params: {}, without: [] },
    plan: [{ atMs: 1, operation: { replica: 'r1', edit: { at: 0, type: evil } } }],
  });
  const named = judged.replaceAll('p99', `"${evil}"`);

  test.each<[string, string[]]>([
    ['an argument', ['run', evil]],
    ['an option', ['run', `--${evil}`]],
    ['a seed', [...first.slice(0, 2), '--seed', evil]],
    ['a parameter', [...first, '--set', `${evil}=1`]],
    ['a token', ['replay', token]],
    ['a token in the debugger', ['step', token]],
    ['a token in JSON', ['replay', token, '--json']],
    ['a token in a diagram', ['replay', token, '--export', 'mermaid:-']],
    ['a token in a trace', ['replay', token, '--export', 'jsonl:-']],
    ['a token for ShiViz', ['replay', token, '--export', 'shiviz:-']],
    ['a metric', ['judge', file('evil.csv', named)]],
    ['a metric in a picture', ['judge', file('evil2.csv', named), '--plot', '-']],
    ['a topic', ['lag', file('evil3.csv', lagSamples.replaceAll(',t,', `,"${evil}",`))]],
  ])('of %s are shown escaped', async (_, words) => {
    const { stdout, stderr } = await labReading('end\n', ...words);
    expect((stdout + stderr).length).toBeGreaterThan(0);
    expect(stdout).not.toMatch(raw);
    expect(stderr).not.toMatch(raw);
    expect(`${stdout}${stderr}`).not.toMatch(/^PASS$/m);
  });

  // Found by a drawn command line: a file that is read with `cat` acts on the terminal as well.
  test.each([
    ['sweep', '--seeds', '\u202e', '--shard', '1/2', '--out'],
    ['run', '--seed', '\u202e\u0085', '--export'],
  ])('in a file of %s are escaped', async (command, ...words) => {
    const path = join(folder, `escaped-by-${command}`);
    const target = command === 'run' ? `jsonl:${path}` : path;
    await lab(command, 'raft/first-election', ...words, target);
    const text = readFileSync(path, 'utf8');
    expect(text).not.toMatch(raw);
    if (command === 'run') expect((await lab('replay', path)).status).toBe(0);
  });

  test('a terminal gets the colours of the lab, and of nobody else', async () => {
    const written: string[] = [];
    const stdout = { isTTY: true, columns: 80, write: (text: string) => written.push(text) };
    await labWith({ stdout }, ...first.slice(0, 2), '--seed', evil);
    const text = written.join('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of the lab.
    expect(text).toMatch(/\u001b\[\d+m/);
    expect(text).toContain(', seed \\x1b]0;owned\\x07\\x1b[31m\\u202e\\x85\\nPASS, default');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of the lab.
    expect(text.replaceAll(/\u001b\[\d\d?m/g, '')).not.toMatch(raw);
  });
});

describe('exit status', () => {
  test.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s ends a sweep with %d, and what was finished is printed', async (name, expected) => {
    const interruptible = <Result>(work: (signal: AbortSignal) => Promise<Result>) =>
      work(AbortSignal.abort(name));
    const words = ['sweep', 'raft/first-election', '--seeds', '9'];
    const { status, stdout } = await labWith({ interruptible }, ...words);
    expect([status, stdout.includes('stopped before every seed was run')]).toEqual([
      expected,
      true,
    ]);
  });

  test('of interrupted shards that are merged is 3, with what is missing', async () => {
    const interruptible = <Result>(work: (signal: AbortSignal) => Promise<Result>) =>
      work(AbortSignal.abort('SIGINT'));
    const shards = ['1', '2'].map((part) => join(folder, `part-${part}.json`));
    for (const [place, shard] of shards.entries()) {
      const words = ['--seeds', '9', '--shard', `${place + 1}/2`, '--out', shard];
      await labWith({ interruptible }, 'sweep', 'raft/first-election', ...words);
    }
    const { status, stdout, stderr } = await lab('merge', ...shards);
    expect(status).toBe(3);
    expect(stdout).toContain('INCONCLUSIVE  0 runs; stopped before every seed was run');
    expect(stderr).toContain('5 of the 5 runs of shard 1/2 are missing');
    expect(stderr).toContain('4 of the 4 runs of shard 2/2 are missing');
  });

  test.each(['constructor', '__proto__', 'toString'])('%s names nothing', async (word) => {
    const step = ['step', 'crdt/random-edits', '--seed', '1'];
    const lines: [string[], string?][] = [
      [['run', word]],
      [['run', `raft/${word}`]],
      [['describe', `raft/${word}`]],
      [['hunt', `raft/${word}`]],
      [[...first, '--set', `${word}=1`]],
      [[...first, '--without', `raft/${word}`]],
      [[...first, '--export', `${word}:x`]],
      [['sweep', 'raft/leader-crash', '--vary', `${word}=1,2`]],
      [['hunt', 'raft/leader-crash', '--property', word]],
      [['check', '-', '--model', word]],
      [step, `crash ${word}`],
      [step, `fire ${word}`],
      [step, `off ${word}`],
      [step, `${word}`],
      [step, `request {"replica":"${word}","edit":{"add":"x"}}`],
      [step, `request {"replica":"r1","edit":{"remove":"${word}"}}`],
      [step, `request {"replica":"r1","edit":{"${word}":"x"}}`],
      [['judge', file('side.csv', judged.replaceAll('canary', word))]],
      [['judge', '-', '--config', file('judge.json', `{"${word}": 1}`)], judged],
      [['lag', file('lag.csv', lagSamples.replace('lag', word))]],
    ];
    for (const [words, input = ''] of lines) {
      const { status, stderr } = await labWith({ stdin: chunksOf(input) }, ...words);
      expect([words, input.slice(0, 60), stderr, status]).toEqual([
        ...[words, input.slice(0, 60), expect.not.stringContaining('lab itself')],
        2,
      ]);
    }
  });

  test.each([
    ['raft/leader-crash', 'electionTimeoutMs=1e308'],
    ['raft/leader-crash', 'electionTimeoutMs=150..1e308'],
    ['raft/availsim', 'giveUpMs=1e308'],
    ['raft/leader-crash', 'nodes=1e308'],
  ])('of %s with %s is 2', async (scenario, assignment) => {
    const { status, stderr } = await lab('run', scenario, '--seed', '1', '--set', assignment);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^\w+ must be .*1e\+308\.\n$/)]);
  });

  test.each([
    ['crdt/random-edits', '{"replica":"r9","edit":{"add":"x"}}', 'There is no replica "r9"'],
    ['crdt/shopping-cart', '{"replica":"r1","edit":{"remove":"never"}}', 'was never added'],
    ['raft/churn', '{"kind":"get","client":"c1","of":"n99","key":"x"}', 'There is no node "n99"'],
    ['raft/churn', '{"kind":"remove-server","server":"n99"}', 'There is no node "n99"'],
    [
      'kafka/transactions',
      '{"kind":"hold-replication","broker":"b99"}',
      'There is no broker "b99"',
    ],
    ['cache/random-traffic', '{"kind":"read","key":"x","app":99}', 'There is no instance 99'],
  ])('in %s, %s by hand is refused', async (scenario, operation, message) => {
    const words = ['step', scenario, '--seed', '1'];
    const { status, stderr } = await labReading(`request ${operation}\n`, ...words);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

// That npm sets these two: processes.deep.ts.
test('paths start where the user stands, also if npm runs the script elsewhere', () => {
  const environment = { INIT_CWD: '/home/me', npm_lifecycle_event: 'lab' };
  expect(userFolder(environment, '/seedlab')).toBe('/home/me');
  expect(userFolder({ ...environment, npm_lifecycle_event: 'test' }, '/seedlab')).toBe('/seedlab');
  expect(userFolder({}, '/seedlab')).toBe('/seedlab');
});
