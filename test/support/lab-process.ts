/**
 * The command line with its output captured: in this process, which is quick, or in one of its own,
 * which shows what only a process can. Sweeps and hunts run in this thread, unless a test asks for
 * workers.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { LabIo } from '../../src/cli/io.ts';
import { lab as labWithIo } from '../../src/cli/lab.ts';
import { projectFolder } from '../../src/host/source.ts';
import { createPoolHere } from './pool-here.ts';

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function lab(...words: string[]): Promise<Ended> {
  return labWith({}, ...words);
}

/** With a text on its standard input. */
export function labReading(input: string, ...words: string[]): Promise<Ended> {
  return labWith({ stdin: chunksOf(input) }, ...words);
}

/** With some of its io as a test needs it. */
export async function labWith(io: Partial<LabIo>, ...words: string[]): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  const status = await labWithIo(words, {
    program: 'npm run lab --',
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin: chunksOf(''),
    environment: {},
    folder: projectFolder,
    interruptible: (work) => work(new AbortController().signal),
    nowMs: () => performance.now(),
    heapUsedBytes: () => 0,
    createPool: createPoolHere,
    ...io,
  });
  return { status, stdout, stderr };
}

export async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

export const programWords = ['--import', 'tsx', join(projectFolder, 'src/cli/main.ts')];

/** In a process of its own, with a text on its standard input. */
export function labProcess(input: string, ...words: string[]): Promise<Ended> {
  return ended([...programWords, ...words], input);
}

/** What becomes of a process of Node with these words. */
export function ended(words: readonly string[], input: string): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: projectFolder, maxBuffer: 2 ** 26 };
    const child = execFile(process.execPath, words, options, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
