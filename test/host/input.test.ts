/**
 * Goal: a file, standard input and gzip are read in chunks to the same bytes; limits and damage are one
 * sentence. Standard input that another program left non-blocking is waited for.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { readInput, readStream } from '../../src/host/input.ts';
import { InputError } from '../../src/lab/input-error.ts';
import type { ChunkReader } from '../../src/tools/input/chunk-reader.ts';
import { wholeReader } from '../../src/tools/input/lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const text = 'größe,1\n'.repeat(100_000);
const mebibyte = 1_048_576;

/** The length of each chunk. */
function lengths(): ChunkReader<number[]> {
  const read: number[] = [];
  return { push: ({ length }) => read.push(length), end: () => read };
}

describe('an input', () => {
  test('is read in chunks, and inflated if it is gzip', async () => {
    const path = file('plain.csv', text);
    expect((await readInput(path, wholeReader())).text === text).toBe(true);
    for (const bytes of [Buffer.from(text), gzipSync(new Uint8Array(8 * mebibyte))]) {
      expect(Math.max(...(await readInput(file('chunks', bytes), lengths())))).toBe(262_144);
    }
    // Two members one after the other are one content (RFC 1952, section 2.2).
    const members = Buffer.concat([gzipSync(text), gzipSync('end')]);
    const compressed = file('plain.csv.gz', members);
    expect((await readInput(compressed, wholeReader())).text === `${text}end`).toBe(true);
  });

  test('of no bytes, or one, is read', async () => {
    expect((await readInput(file('empty', ''), wholeReader())).text).toBe('');
    expect((await readInput(file('one', 'x'), wholeReader())).text).toBe('x');
  });

  test('comes from a stream as well, cut anywhere', async () => {
    for (const bytes of [Buffer.from(text), gzipSync(text), Buffer.from('x'), Buffer.from('')]) {
      const chunks = async function* () {
        yield bytes.subarray(0, 1);
        yield bytes.subarray(1, 1);
        yield bytes.subarray(1, 1_000);
        yield bytes.subarray(1_000);
      };
      const whole = bytes.length > 1 ? text : bytes.toString();
      expect((await readStream(chunks(), wholeReader())).text === whole).toBe(true);
      if (bytes.length < 2) continue;
      await expect(readStream(chunks(), wholeReader(), { bytesMax: 100 })).rejects.toThrow(
        'Standard input holds more than 0 MiB, which is the limit: raise it with --input-mib-max.',
      );
    }
  });

  test.each([
    ['a missing file', () => join(folder, 'none'), {}, 'there is no such file or folder'],
    ['a folder', () => folder, {}, 'it is a folder'],
    [
      'a large file',
      () => file('large', text),
      { bytesMax: mebibyte / 2 },
      'large" holds more than 0.5 MiB, which is the limit: raise it with --input-mib-max.',
    ],
    [
      'what is read as a whole, beyond an eighth of the limit,',
      () => file('whole', text),
      { bytesMax: mebibyte, isWhole: true },
      'whole" holds more than 0.125 MiB, which is the limit for what is read as a whole, an eighth of --input-mib-max: raise that.',
    ],
    [
      'a gzip bomb',
      () => file('bomb.gz', gzipSync(new Uint8Array(2 * mebibyte))),
      { bytesMax: mebibyte },
      'bomb.gz" holds more than 1 MiB, which is the limit: raise it with --input-mib-max.',
    ],
    [
      'damaged gzip',
      () => file('cut.gz', gzipSync(text).subarray(0, 90)),
      {},
      'its gzip data is damaged',
    ],
  ])('%s is refused with one sentence', async (_, pathOf, limits, message) => {
    const refused = await readInput(pathOf(), wholeReader(), limits).catch((error) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect(refused.message).toContain(message);
  });

  test('is waited for on non-blocking standard input', () => {
    const program = `
      import { readStream } from './src/host/input.ts';
      import { wholeReader } from './src/tools/input/lines.ts';
      process.stdin.on('readable', () => {}); // Makes the pipe non-blocking.
      process.stdout.write((await readStream(process.stdin, wholeReader())).text);`;
    const { stdout, stderr } = spawnSync(
      'sh',
      [
        '-c',
        '(printf "a"; sleep 0.3; printf "b") | node --import tsx --input-type=module -e "$0"',
        program,
      ],
      { encoding: 'utf8' },
    );
    expect([stdout, stderr]).toEqual(['ab', '']);
  });
});
