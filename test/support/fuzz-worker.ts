/** Runs fuzz cases in a process of its own, which a case may hang or kill; see `fuzz.deep.ts`. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveBatches } from '../../src/host/pool-worker.ts';
import { type CaseMaker, casesFrom, type FuzzCase } from './fuzz-cases.ts';
import { labWith } from './lab-process.ts';

/** A case that did what none may. */
export interface Fault {
  readonly place: number;
  readonly words: readonly string[];
  readonly what: string;
}

const cpuSecondsMax = 10;
const rssMiBMax = 512;

await serveBatches(async (data) => {
  const { seed, from: first } = data as { seed: string; from: number };
  const caseAt = await casesFrom(seed);
  return async ({ from, to }, { atPlace }) => {
    const faults: Fault[] = [];
    for (let place = from; place < to; place++) {
      atPlace(place);
      faults.push(...(await faultsOf(first + place, caseAt)));
    }
    return faults;
  };
});

async function faultsOf(place: number, caseAt: CaseMaker): Promise<Fault[]> {
  const made = caseAt(place);
  const folder = mkdtempSync(join(tmpdir(), 'seedlab-fuzz-'));
  const before = process.cpuUsage();
  try {
    const found = await perform(made, folder);
    const seconds = process.cpuUsage(before).user / 1e6;
    if (seconds > cpuSecondsMax) found.push(`${seconds} s of CPU`);
    const rssMiB = process.memoryUsage().rss / 2 ** 20;
    if (rssMiB > rssMiBMax) found.push(`${rssMiB} MiB`);
    return found.map((what) => ({ place, words: made.words, what }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function perform({ words, stdin, files }: FuzzCase, folder: string): Promise<string[]> {
  const own = join(folder, 'own');
  mkdirSync(own);
  for (const [name, content] of files) writeFileSync(join(own, name), content);
  const io = { folder: own, stdin: once(stdin) };
  const { status, stdout, stderr } = await labWith(io, ...words);
  const found: string[] = [];
  if (![0, 1, 2, 3].includes(status)) found.push(`status ${status}: ${stderr.slice(0, 300)}`);
  if (status === 2 && stderr.trim() === '') found.push('status 2 without a sentence');
  const made = readdirSync(own).filter((name) => !files.has(name));
  const written = made.map((name) => readFileSync(join(own, name), 'utf8'));
  const text = [stdout, stderr, ...written].join('\n');
  if (/^\s+at .*[:(].*\d+:\d+\)?$/m.test(text)) found.push(`a stack trace: ${text.slice(0, 300)}`);
  const control = controlCharacter.exec(text);
  if (control !== null) {
    const around = text.slice(Math.max(0, control.index - 60), control.index + 20);
    found.push(`a raw control character: ${JSON.stringify(around)}`);
  }
  return found;
}

/** All but the ends of lines and tabs: C0, DEL, C1, and what turns the direction of a line round. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlCharacter = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
