/**
 * Goal: the command line is a function of its words and its io: what it prints, reads and returns
 * depends on nothing else, so two in one process do not influence one another. What only a process
 * can show (its exit status, and a reader that goes away) is tried in one.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { projectFolder } from '../../src/host/source.ts';
import { labVersion } from '../../src/lab/version.ts';
import { bundledLab } from '../support/bundled.ts';
import { chunksOf, ended, lab, labReading, labWith } from '../support/lab-process.ts';

// A last resort: how long a process takes to start depends on what else the machine does.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'seedlab-lab-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = ['run', 'raft/first-election', '--seed', '1'];

/** A terminal that keeps what is written. */
function terminal(columns: number) {
  const written: string[] = [];
  return { isTTY: true, columns, write: (text: string) => written.push(text), written };
}

describe('two labs in one process', () => {
  test('at once print what each prints alone', async () => {
    const lines = [
      run,
      ['run', 'raft/lost-vote', '--seed', '5', '--without', 'raft/persist-term-and-vote'],
      ['list', '--json'],
      ['run', 'raft/leader-crsh'],
      ['step', 'raft/first-election', '--seed', '1', '--json'],
      ['diff', 'raft/first-election', '--seed', '1', '--and', '--seed', '2'],
      ['--help'],
    ];
    const call = (words: string[]) => labReading('step\nend\n', ...words);
    const alone = [];
    for (const words of lines) alone.push(await call(words));
    expect(alone.map(({ status }) => status)).toEqual([0, 1, 0, 2, 0, 0, 0]);
    expect(await Promise.all(lines.map(call))).toEqual(alone);
  });

  test('have each their own colours, folder, name and interrupt', async () => {
    const screen = terminal(60);
    const stop = AbortSignal.abort();
    writeFileSync(join(folder, 'here.edn'), '[{:process 0 :type :invoke :f :read}]');
    const [colourful, plain, elsewhere, named, stopped] = await Promise.all([
      labWith({ stdout: screen }, ...run),
      lab(...run),
      labWith({ folder }, 'check', 'here.edn', '--model', 'register'),
      labWith({ program: 'seedlab' }, ...run),
      labWith(
        { interruptible: (work) => work(stop) },
        'sweep',
        'raft/leader-crash',
        '--seeds',
        '9',
      ),
    ]);
    expect([colourful.status, plain.status, elsewhere.status, named.status]).toEqual([0, 0, 0, 0]);
    expect(screen.written.join('')).toContain('\u001b[');
    expect(plain.stdout).not.toContain('\u001b[');
    expect(named.stdout).toBe(plain.stdout.replaceAll('npm run lab --', 'seedlab'));
    expect(named.stdout).toContain('again   seedlab run raft/first-election --seed 1');
    expect(stopped.status).toBe(130);
    expect(stopped.stderr).toContain('Stopped: 0 of 9 seeds were run.');
  });
});

test.each([
  [{}, true],
  [{ NO_COLOR: '1' }, false],
  [{ NO_COLOR: '' }, true],
  [{ TERM: 'dumb' }, false],
])('on a terminal with %j colour is %s', async (environment, isColoured) => {
  const stdout = terminal(80);
  await labWith({ stdout, environment }, ...run);
  expect(stdout.written.join('').includes('\u001b[')).toBe(isColoured);
});

test('help, the version and errors go through the io, with the name of the program', async () => {
  const io = { program: 'seedlab' };
  expect(await labWith(io, '--version')).toEqual({
    status: 0,
    stdout: `${labVersion}\n`,
    stderr: '',
  });
  const help = await labWith(io, 'sweep', '--help');
  expect([help.status, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toContain('Usage: seedlab sweep [options] <scenario>');
  const tour = ['tour', '--events-max', '1'];
  for (const words of [['--help'], tour, ['list'], ['describe', 'raft/leader-crash']]) {
    const { stdout } = await labWith(io, ...words);
    expect([words, stdout.includes('seedlab '), stdout.includes('npm run')]).toEqual([
      words,
      true,
      false,
    ]);
  }
  const unknown = await labWith(io, 'rum');
  expect([unknown.status, unknown.stdout]).toEqual([2, '']);
  expect(unknown.stderr).toContain('See: seedlab --help');
  const misspelt = await labWith(io, 'run', 'raft/leader-crsh');
  expect(misspelt.stderr).toContain('See all of them with: seedlab list\n');
});

test('standard input is read in whatever chunks it comes', async () => {
  const words = ['step', 'raft/first-election', '--seed', '1'];
  const whole = await labReading('step\nshow é\nend\n', ...words);
  const inChunks = await labWith({ stdin: chunksOf('st', 'ep\r', '\nshow é', '\nend') }, ...words);
  expect(inChunks).toEqual(whole);
  const bytes = new TextEncoder().encode('step\nshow é\nend\n');
  async function* oneByOne() {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  expect(await labWith({ stdin: oneByOne() }, ...words)).toEqual(whole);
});

test('only main.ts and the terminal’s screen speak of the process', () => {
  const root = join(projectFolder, 'src/cli');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const speak = files.filter(
    (name) =>
      name.endsWith('.ts') && /\bprocess\.(?! )/.test(readFileSync(join(root, name), 'utf8')),
  );
  expect(speak.sort()).toEqual(['main.ts', 'screen/terminal.ts']);
});

describe('a process', async () => {
  const program = await bundledLab();
  const inShell = `'${process.execPath}' '${program}' ${run.join(' ')}`;

  test('reads its standard input, ends with the status of the lab, and prints the same', async () => {
    const history = '{:process 0 :type :invoke :f :read}\n{:process 0 :type :ok :f :read :value 7}';
    const words = ['check', '-', '--initial', '1'];
    const alone = await ended([program, ...words], history);
    expect(alone).toEqual(await labReading(history, ...words));
    expect([alone.status, alone.stderr]).toEqual([1, expect.stringContaining('no --model given')]);
    expect(alone.stdout).toContain('history  standard input\nread as  a Jepsen history in EDN');
  });

  test('whose reader goes away ends without an error', async () => {
    const script = `{ ${inShell}; echo "status $?" >&2; } | true`;
    const { stderr } = await promisify(execFile)('sh', ['-c', script], { cwd: projectFolder });
    expect(stderr).toBe('status 0\n');
  });

  test('whose standard output is full ends with 70, and one sentence', async () => {
    const script = `${inShell} > /dev/full; echo "status $?" >&2`;
    const { stderr } = await promisify(execFile)('sh', ['-c', script], { cwd: projectFolder });
    expect(stderr).toBe('Standard output cannot be written: the disk is full.\nstatus 70\n');
  });
});
