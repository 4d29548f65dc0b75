/** The end of a worker's process that is in the pool. */

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { must } from '../kernel/must.ts';
import { bytesPerPlace, type FromWorker, placePipe, type ToWorker } from './pool-messages.ts';

export interface WorkerListener {
  readonly onMessage: (message: FromWorker) => void;
  /** The worker is at that place, or still there. */
  readonly onPlace: (place: number) => void;
  /** The worker has ended, and all that it told has been heard. */
  readonly onEnd: (why: string) => void;
}

export interface WorkerProcess {
  readonly tell: (message: ToWorker) => void;
  /** Ends it, whatever it is doing. */
  readonly kill: () => Promise<void>;
}

export interface WorkerOptions {
  /** The module that the worker loads: see `serveBatches`. */
  readonly program: URL;
  readonly heapMiBMax: number;
}

/** What a process says last is enough to tell why it died. */
const lastWordsMax = 20_000;

export function startWorker(
  { program, heapMiBMax }: WorkerOptions,
  { onMessage, onPlace, onEnd }: WorkerListener,
): WorkerProcess {
  // A worker loads TypeScript as the command line does, whatever started that.
  const loader = program.pathname.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  const child = fork(fileURLToPath(program), {
    execArgv: [...loader, `--max-old-space-size=${heapMiBMax}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
  });
  let [lastWords, thrown, failure]: [string, string | undefined, string | undefined] = [
    '',
    undefined,
    undefined,
  ];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsMax);
  });
  readPlaces(child, onPlace);
  child.on('message', (message: FromWorker) => {
    if (message.kind === 'crashed') thrown = message.why;
    else onMessage(message);
  });
  child.on('error', (error) => {
    failure = error.message;
  });
  const ended = new Promise<void>((resolve) => {
    child.on('close', (status, signal) => {
      resolve();
      onEnd(failure ?? thrown ?? whyEnded(status, signal, lastWords));
    });
  });
  return {
    tell(message) {
      // That it is gone already is told by its end.
      if (child.connected) child.send(message, () => {});
    },
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function readPlaces(child: ChildProcess, onPlace: (place: number) => void): void {
  const pipe = must(child.stdio[placePipe] ?? undefined, 'pipe of the process');
  let rest = Buffer.alloc(0);
  pipe.on('data', (chunk: Buffer) => {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % bytesPerPlace);
    rest = bytes.subarray(whole);
    if (whole > 0) onPlace(bytes.readUInt32LE(whole - bytesPerPlace));
  });
  // A worker that is killed may leave its end in disorder; its end is told otherwise.
  pipe.on('error', () => {});
}

function whyEnded(status: number | null, signal: string | null, lastWords: string): string {
  if (/out of memory/i.test(lastWords)) return 'it ran out of memory';
  const error = /^\w*Error.*$/m.exec(lastWords)?.[0];
  if (error !== undefined) return error;
  return signal === null ? `it exited with status ${status}` : `it was killed by ${signal}`;
}
