/** Goal: `limit` reads the logs that people have, and says of each request what the limiter would have done. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lab } from '../../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-limit-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string): string {
  files += 1;
  const path = join(folder, `${files}.log`);
  writeFileSync(path, text);
  return path;
}

const example = (name: string) => `src/tools/limit/examples/${name}`;

async function limited(path: string, ...words: string[]) {
  const { status, stdout, stderr } = await lab('limit', path, ...words, '--json');
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

const refusedLines = (limiter: { keys: { key: string; refused: { line: number }[] }[] }) =>
  Object.fromEntries(
    limiter.keys.map(({ key, refused }) => [key, refused.map(({ line }) => line)]),
  );

describe('what is read', () => {
  test('an access log: by address, or by user; a fixed window admits six of three at its edge', async () => {
    const words = ['--fixed', '3/1m', '--sliding-log', '3/1m'];
    const { limiters, understood } = await limited(example('access.log'), ...words);
    expect(understood.format).toBe('access log, UTF-8');
    const [fixed, log] = limiters;
    expect(refusedLines(fixed)).toEqual({ '192.0.2.1': [8], '192.0.2.7': [] });
    expect(fixed.keys[0]).toMatchObject({ hasEdgeBurst: true, busiest: { cost: 6, line: 7 } });
    expect(refusedLines(log)).toEqual({ '192.0.2.1': [5, 6, 7, 8], '192.0.2.7': [] });
    expect(log.keys[0]).toMatchObject({ hasEdgeBurst: false, busiest: { cost: 3, line: 3 } });
    const byUser = await limited(example('access.log'), '--key', 'user', '--fixed', '1/1h');
    expect(Object.keys(refusedLines(byUser.limiters[0]))).toEqual(['-', 'ann']);
  });

  test('CSV with costs: a request that costs more than the limit is never admitted', async () => {
    const { limiters } = await limited(example('points.csv'), '--token-bucket', '1000/1000/1h');
    expect(limiters[0].keys[0].refused).toEqual([
      { line: 5, atMs: 1795969203000, retryAfterMs: 600 },
      { line: 6, atMs: 1795969204000, retryAfterMs: null },
    ]);
  });

  test('JSON Lines out of order: sorted by time, and said so', async () => {
    const { limiters, remarks } = await limited(example('requests.jsonl'), '--gcra', '0/10/1');
    expect(refusedLines(limiters[0])).toEqual({ u1: [2], u2: [] });
    expect(remarks).toEqual(['1 line out of order: sorted by time, as the requests came.']);
  });

  test('a time and a key on each line: nginx delays what is in the burst', async () => {
    const words = ['--leaky-bucket', '1/10/1', '--leaky-queue', '1/10/1'];
    const { limiters } = await limited(example('msec.log'), ...words);
    expect(limiters.map(refusedLines)).toEqual([{ '192.0.2.1': [3] }, { '192.0.2.1': [3] }]);
    expect(limiters[1].keys[0].longestDelayMs).toBe(100);
  });

  test('lines without a time are left out, by number', async () => {
    const path = file('time,ip\n2026-11-29T16:00:00Z,a\nyesterday,a\n2026-11-29T16:00:01Z\n');
    const { requests, remarks } = await limited(path, '--fixed', '1/1');
    expect(requests).toBe(1);
    expect(remarks[0]).toBe('2 lines left out, without a time or a whole cost: 3, 4.');
  });

  test('edges lie at whole periods of the clock, not at the first request', async () => {
    const path = file('1795998059.9 a\n1795998060.0 a\n1795998119.9 a\n');
    const { limiters } = await limited(path, '--fixed', '1/1m');
    expect(refusedLines(limiters[0])).toEqual({ a: [3] });
  });
});

test('the text marks the edge burst, and names the refused lines', async () => {
  const { stdout } = await lab('limit', example('access.log'), '--fixed', '3/1m');
  expect(stdout).toContain('--fixed 3/1m  fixed-window: admits 7, refuses 1 (12.5%)');
  expect(stdout).toContain('edge burst: 1 key with more than 3 admitted within 60,000 ms');
  expect(stdout).toContain('line 8  2026-11-29T16:21:02Z  retry after 58,000 ms');
});

test.each([
  [['--fixed', '100'], '--fixed takes <count>/<period>, such as 100/60 or 100/1m'],
  [['--gcra', '1/0/60'], '--gcra takes <burst>/<count>/<period>'],
  [['--token-bucket', '0/1/60'], '--token-bucket takes'],
  [['--fixed', '1/1y'], '--fixed takes'],
  [['--fixed', '1/1', '--key', 'name'], 'There is no column "name" for --key'],
  [['--fixed', '1/1', '--rows-max', '2'], 'It has more than 2 requests'],
  [[], 'Say which limiter: --gcra 15/30/60'],
])('%j is refused in a sentence', async (words, message) => {
  const { status, stdout, stderr } = await lab('limit', example('access.log'), ...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test.each(['', 'hello\n', '{"a":1}\n', 'client,bytes\na,1\n'])('%j is refused', async (text) => {
  const { status, stderr } = await lab('limit', file(text), '--fixed', '1/1');
  expect(status).toBe(2);
  expect(stderr).toMatch(/request with a time|is a time by its name/);
});
