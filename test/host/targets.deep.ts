/**
 * Goal: kill -9 at any moment leaves the old file or the new one, whole. A process writes one large
 * text after the other over the same file; it is killed 200 times, each time at a random moment of the
 * second or third, whatever the machine's speed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { projectFolder } from '../../src/host/source.ts';
import { RandomStreams } from '../../src/kernel/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

const kills = 200;
const length = 4_000_000;

/** Texts of one letter each, a point after each: a torn file has two letters, or is short. */
const program = `
  import { openTargets } from './src/host/targets.ts';
  const [folder] = process.argv.slice(-1);
  process.stdout.write('.');
  for (let round = 0; ; round++) {
    const options = { inputs: [], force: true };
    const write = openTargets([{ flag: '--plot', path: 'x' }], options, { folder });
    write('x', String.fromCharCode(97 + (round % 26)).repeat(${length}));
    process.stdout.write('.');
  }`;

test('a file that is killed over and over is always whole', async () => {
  const random = new RandomStreams('kill').stream('delays');
  const letters = new Set<string>();
  writeFileSync(join(folder, 'x'), 'z'.repeat(length));
  for (let kill = 0; kill < kills; kill++) {
    const words = ['--import', 'tsx', '--input-type=module', '-e', program, folder];
    const child = spawn(process.execPath, words, { cwd: projectFolder });
    const closed = new Promise((resolve) => child.once('close', resolve));
    const heard = () => new Promise((resolve) => child.stdout.once('data', resolve));
    await heard();
    const startMs = performance.now();
    await heard();
    const writeMs = performance.now() - startMs;
    await new Promise((resolve) => setTimeout(resolve, random() * 2 * writeMs));
    child.kill('SIGKILL');
    await closed;
    const text = readFileSync(join(folder, 'x'), 'utf8');
    const letter = text.charAt(0);
    letters.add(letter);
    expect([text.length, text === letter.repeat(length)]).toEqual([length, true]);
  }
  // Otherwise the kills came too early to prove anything.
  expect(letters.size).toBeGreaterThan(1);
});
