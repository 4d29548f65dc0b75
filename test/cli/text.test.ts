/**
 * Goal: `lab text` replays the user's own trace, prints the same for the same trace, and says in one
 * sentence what is wrong with a bad one: exit status 0, 1 where the end is not as recorded, 2 for bad
 * input.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { lab } from '../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const trace = {
  startContent: '',
  endContent: 'héllo 😀',
  txns: [{ patches: [[0, 0, 'hello 😀']] }, { patches: [[1, 1, 'é']] }],
};

describe.concurrent('lab text', () => {
  test('plain or compressed, the same', async () => {
    const plain = await lab('text', file('a.json', JSON.stringify(trace)));
    const packed = await lab(
      'text',
      file('b.json.gz', gzipSync(JSON.stringify(trace))),
      '--replicas',
      '5',
    );
    expect([plain.status, packed.status]).toEqual([0, 0]);
    expect(plain.stdout).toContain('PASS  every replica ends with the recorded text');
    expect(plain.stdout).toContain('8 inserts and 1 deletes');
    expect(packed.stdout).toContain(
      '1 typed (and received 0 ops of one another), 4 received everything',
    );
    expect(plain.stderr).toMatch(/local .* ms for 9 operations/);
  });

  test('--json is the same for the same trace, and holds no times', async () => {
    const path = file('c.json', JSON.stringify(trace));
    const [one, two] = await Promise.all([
      lab('text', path, '--json'),
      lab('text', path, '--json'),
    ]);
    expect(one.stdout).toBe(two.stdout);
    expect(JSON.parse(one.stdout)).toMatchObject({
      verdict: 'pass',
      operations: { inserts: 8, deletes: 1 },
      replicas: { typing: 1, receiving: 2, wrong: [] },
      memory: { characters: 7, elements: 8, tombstones: 1 },
    });
  });

  test('another end than recorded fails, and says where', async () => {
    const { status, stdout } = await lab(
      'text',
      file('d.json', JSON.stringify({ ...trace, endContent: 'héllo 😃' })),
    );
    expect(status).toBe(1);
    expect(stdout).toContain('FAIL  3 of 3 replicas do not end with the recorded text');
    expect(stdout).toContain('differs from character 6 on');
  });

  test.each<[string, string | Buffer, string[], string]>([
    ['no.json', '{', [], 'is not JSON'],
    ['no.json.gz', Buffer.from([0x1f, 0x8b, 8, 0]), [], 'cannot be read: its gzip data is damaged'],
    [
      'latin.json',
      Buffer.from([0x22, 0xe9, 0x22]),
      [],
      'byte offset 1: the bytes there are not UTF-8',
    ],
    ['list.json', '[1]', [], 'it is not an editing trace'],
    [
      'beyond.json',
      JSON.stringify({ ...trace, txns: [{ patches: [[9, 0, 'x']] }] }),
      [],
      'transaction 0: patch 0: it inserts at 9',
    ],
    [
      'many.json',
      JSON.stringify(trace),
      ['--replicas', 'many'],
      '--replicas must be a whole number from 1 to 1000, not "many".',
    ],
    [
      'long.json',
      JSON.stringify({ txns: [{ patches: [[0, 0, 'a'.repeat(400_000)]] }] }),
      [],
      'it has 400000 operations for each of 3 replicas, and 1000000 in all is the limit',
    ],
  ])('%s is refused', async (name, content, flags, message) => {
    const { status, stdout, stderr } = await lab('text', file(name, content), ...flags);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
