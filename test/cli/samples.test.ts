/**
 * Goal: a parameter is drawn from the numbers of a file in every command; a run of it comes out the
 * same, here and elsewhere, and is refused with other numbers or without them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeToken } from '../../src/lab/token.ts';
import { labWith } from '../support/lab-process.ts';

let folder = '';
const lab = (...words: string[]) => labWith({ folder, stdin: (async function* () {})() }, ...words);
const fastRow = Array.from({ length: 40 }, (_, place) => `h${place % 3},${2 + (place % 7) / 2}`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seedlab-samples-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('mine.csv', `host,latency_ms\n${fastRow.join('\n')}\n`);
  write(
    'same.csv',
    `latency_ms,host\n${fastRow.map((row) => row.split(',').reverse().join(',')).join('\n')}\n`,
  );
  write('other.csv', `host,latency_ms\n${fastRow.join('\n')}\nh1,2.75\n`);
  write('slow.csv', 'latency_ms\n20\n21\n22\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Printed {
  readonly digest: string;
  readonly token: string;
  readonly command: string;
  readonly params: Readonly<Record<string, unknown>>;
}

async function run(...words: string[]): Promise<Printed> {
  const { stdout, stderr, status } = await lab('run', ...words, '--json');
  expect({ stderr, status }).toMatchObject({ status: 0 });
  return JSON.parse(stdout);
}

const crash = ['raft/leader-crash', '--seed', '7', '--set', 'latencyMs=@mine.csv'];

describe('a run', () => {
  test('says how it understood the file, and names it with its column and digest', async () => {
    const { stderr } = await lab('run', ...crash);
    expect(stderr).toBe(
      'latencyMs from mine.csv: table (comma), UTF-8; column latency_ms; unit ms; numbers 40, from 2 to 5 ms\n',
    );
    const { params, token } = await run(...crash);
    expect(params['latencyMs']).toMatch(/^@mine\.csv:latency_ms#[0-9a-f]{16}$/);
    expect(decodeToken(token).params).toEqual({ latencyMs: params['latencyMs'] });
  });

  test('draws its latencies from the file', async () => {
    const { stdout } = await lab('run', ...crash, '--export', 'jsonl:-');
    const events = stdout
      .trim()
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line));
    // What a server says to itself takes no time.
    const sent = new Map(events.filter(({ kind }) => kind === 'send').map((e) => [e.id, e]));
    const latencies = events
      .filter(({ kind, node, peer }) => kind === 'deliver' && node !== peer)
      .map(({ cause, atMs }) => atMs - sent.get(cause).atMs);
    const allowed = new Set(fastRow.map((row) => Number(row.split(',')[1]).toFixed(6)));
    const drawn = new Set(latencies.map((ms) => ms.toFixed(6)));
    expect(latencies.length).toBeGreaterThan(100);
    // Seven values: each is drawn, and nothing else is.
    expect([...drawn].filter((ms) => !allowed.has(ms))).toEqual([]);
    expect(drawn.size).toBe(allowed.size);
  });

  test('comes out the same by its printed command and by another order of the rows', async () => {
    const first = await run(...crash);
    const words = first.command.replace('npm run lab -- run ', '').replaceAll("'", '').split(' ');
    expect((await run(...words)).digest).toBe(first.digest);
    const same = await run('raft/leader-crash', '--seed', '7', '--set', 'latencyMs=@same.csv');
    expect(same.digest).toBe(first.digest);
    const other = await run('raft/leader-crash', '--seed', '7', '--set', 'latencyMs=@slow.csv');
    expect(other.digest).not.toBe(first.digest);
  });

  test.each([
    ['nodes=@mine.csv', 'nodes cannot be drawn from a file: of this scenario’s parameters'],
    ['electionTimeoutMs=@mine.csv', 'electionTimeoutMs cannot be drawn from a file'],
    ['latencyms=@mine.csv', 'There is no parameter "latencyms". Did you mean "latencyMs"?'],
    ['toString=@mine.csv', 'There is no parameter "toString".'],
    ['latencyMs=@none.csv', '"none.csv" cannot be read'],
    ['latencyMs=@', 'Which file? Write latencyMs=@file.csv:column.'],
    ['latencyMs=@mine.csv:host', '"mine.csv" cannot be drawn from. Line 2: "h0" is not a number'],
    ['latencyMs=@mine.csv:latency_ms#0123456789abcdef', 'latencyMs was drawn from other numbers'],
  ])('--set %s is refused', async (assignment, message) => {
    const { status, stderr, stdout } = await lab('run', 'raft/leader-crash', '--set', assignment);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('a token', () => {
  test('asks for the file, and refuses another', async () => {
    const { token } = await run(...crash);
    const without = await lab('replay', token);
    expect(without.status).toBe(2);
    expect(without.stderr).toMatch(
      /latencyMs is drawn from a file, mine\.csv, .* --data mine\.csv/,
    );
    const other = await lab('replay', token, '--data', 'other.csv');
    expect(other.status).toBe(2);
    expect(other.stderr).toContain('latencyMs was drawn from other numbers');
    for (const file of ['mine.csv', 'same.csv']) {
      const replayed = await lab('replay', token, '--data', file);
      expect(replayed.stderr).toContain('The same run: digest');
      expect(replayed.status).toBe(0);
    }
    const both = await lab('replay', token, '--data', 'other.csv', '--data', 'mine.csv');
    expect(both.status).toBe(0);
  });

  test.each(['why', 'diff', 'step'])('%s asks for it too', async (command) => {
    const { token } = await run(...crash);
    const more =
      command === 'why' ? ['--event', '20'] : command === 'diff' ? ['--and', '--seed', '8'] : [];
    const [name, ...rest] = [token, ...more];
    expect((await lab(command, name, ...rest)).status).toBe(2);
    expect((await lab(command, name, '--data', 'mine.csv', ...rest)).status).toBe(0);
  });

  test('diff takes the files for both tokens', async () => {
    const { token } = await run(...crash);
    const { token: slow } = await run(...crash.slice(0, 3), '--set', 'latencyMs=@slow.csv');
    const data = ['--data', 'mine.csv', '--data', 'slow.csv'];
    expect((await lab('diff', token, slow, ...data)).status).toBe(0);
    expect((await lab('diff', 'raft/leader-crash', slow, '--seed', '7', ...data)).status).toBe(0);
    expect((await lab('diff', token, slow, '--data', 'mine.csv')).status).toBe(2);
  });

  test('--data without a token is refused', async () => {
    const { status, stderr } = await lab('why', 'raft/leader-crash', '--data', 'mine.csv');
    expect({ status, stderr }).toMatchObject({ status: 2 });
    expect(stderr).toContain('--data is for a token');
  });
});

describe('many runs', () => {
  const sweep = ['sweep', 'raft/leader-crash', '--seeds', '1..4', '--workers', '1'];

  test('a sweep varies files, and its shards ask for them', async () => {
    const vary = ['--vary', 'latencyMs=@mine.csv,@slow.csv'];
    const whole = await lab(...sweep, ...vary, '--json');
    expect(whole.status).toBe(0);
    const { cells } = JSON.parse(whole.stdout);
    expect(cells.map(({ runs }: { runs: number }) => runs)).toEqual([4, 4]);
    expect(cells[0].digest).not.toBe(cells[1].digest);
    for (const part of ['1/2', '2/2']) {
      const { status } = await lab(...sweep, ...vary, '--shard', part, '--out', `${part[0]}.shard`);
      expect(status).toBe(0);
    }
    const merged = ['merge', '1.shard', '2.shard', '--json'];
    expect(await lab(...merged)).toMatchObject({ status: 0, stdout: whole.stdout });
  });

  test('a hunt draws from the file in its workers', async () => {
    const found = await lab(
      ...['hunt', 'raft/persist-term-and-vote', '--seeds', '1..50', '--workers', '1', '--json'],
      ...['--set', 'latencyMs=@mine.csv'],
    );
    expect(found.status).toBe(1);
    const { token } = JSON.parse(found.stdout).found;
    expect(decodeToken(token).params['latencyMs']).toMatch(/^@mine\.csv:latency_ms#/);
  });
});

test('every scenario with a latency takes a file for it', async () => {
  for (const id of ['crdt/random-edits', 'raft/storm', 'raft/heartbeat-interval']) {
    const ran = await lab('run', id, '--seed', '1', '--set', 'latencyMs=@mine.csv');
    expect({ id, ...ran, stdout: '' }).toMatchObject({ status: 0 });
  }
});
