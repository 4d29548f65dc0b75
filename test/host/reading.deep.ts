/**
 * Goal: 200 MB of history, lag or metrics stay below 600 MiB of memory, or are refused in a sentence.
 * Method: each format is made as it is read, in a process of its own, whose peak is taken; gzip, too.
 * Part of it, just below the limits, is read to the end, which is where most memory is held.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { InputKind } from '../support/made-input.ts';
import type { Reading } from '../support/reading-memory.ts';

const program = fileURLToPath(new URL('../support/reading-memory.ts', import.meta.url));

function read(
  command: string,
  kind: InputKind,
  mib: number,
  packing = '',
  more: readonly string[] = [],
): Reading {
  const words = ['--import', 'tsx', program, command, kind, String(mib), packing, ...more];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
}

const rssMiBMax = 600;
const refusal = /which is the limit|is the limit: raise it/;

test.each<[string, InputKind, string?]>([
  ['check', 'history.jsonl'],
  ['check', 'history.jsonl', 'gz'],
  ['check', 'one-key.jsonl'],
  ['check', 'history.json'],
  ['check', 'history.edn'],
  ['check', 'porcupine.json'],
  ['check', 'jepsen.log'],
  ['lag', 'described.txt'],
  ['lag', 'described.txt', 'gz'],
  ['lag', 'lag.csv'],
  ['lag', 'lag.jsonl'],
  ['lag', 'lag.prom'],
  ['lag', 'lag-prometheus.json'],
  ['lag', 'lag-prometheus.json', 'gz'],
  ['judge', 'metrics.csv'],
  ['judge', 'metrics-wide.csv', 'gz'],
  ['judge', 'metrics-prometheus.json'],
  ['judge', 'metrics.json'],
  ['text', 'trace.json'],
  ['text', 'trace.json', 'gz'],
  ['text', 'one-word'],
  ['merge', 'one-word'],
  ['replay', 'one-word'],
  ['replay', 'trace.jsonl'],
])('%s refuses 200 MiB of %s %s before it takes too much', (command, kind, packing) => {
  const { status, stderr, rssMiB } = read(command, kind, 200, packing);
  expect({ status, stderr, rssMiB }).toSatisfy(() => rssMiB < rssMiBMax);
  expect([status, stderr]).toEqual([2, expect.stringMatching(refusal)]);
});

const run = ['raft/first-election', '--seed', '1'];
test.each<[InputKind, string, string[]]>([
  ['plan.json', 'run', [...run, '--plan', '-']],
  ['one-word', 'run', [...run, '--plan', '-']],
  ['one-word', 'sweep', ['raft/first-election', '--seeds', '1', '--plan', '-']],
  ['numbers.csv', 'run', ['resilience/retry-after', '--seed', '1', '--set', 'serviceMs=@-']],
])('200 MiB of %s are refused by %s %s', (kind, command, words) => {
  const { status, stderr, rssMiB } = read(command, kind, 200, '', words);
  expect({ status, stderr, rssMiB }).toSatisfy(() => rssMiB < rssMiBMax);
  expect([status, stderr]).toEqual([2, expect.stringMatching(refusal)]);
});

test.each<[string, InputKind, number]>([
  ['check', 'history.jsonl', 30],
  ['check', 'one-key.jsonl', 30],
  ['check', 'history.edn', 28],
  ['check', 'porcupine.json', 52],
  ['lag', 'described.txt', 35],
  ['lag', 'lag.csv', 12],
  ['lag', 'lag.jsonl', 33],
  ['lag', 'lag-prometheus.json', 5],
  ['judge', 'metrics.csv', 6.9],
  ['judge', 'metrics-wide.csv', 6.9],
  ['judge', 'metrics-prometheus.json', 6.9],
  ['judge', 'metrics.json', 6.9],
  ['text', 'trace.json', 19],
  ['replay', 'trace.jsonl', 31],
  ['merge', 'one-word', 31],
])('%s reads %s of %f MiB, which is near its limit', (command, kind, mib) => {
  const { status, stderr, rssMiB } = read(command, kind, mib);
  expect({ status, stderr, rssMiB }).toSatisfy(() => !refusal.test(stderr) && rssMiB < rssMiBMax);
});
