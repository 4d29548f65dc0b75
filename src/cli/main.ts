#!/usr/bin/env node
/** The process around the command line: its words, streams, signals and exit status. */
import type { LabIo } from './io.ts';
import { lab } from './lab.ts';

const io: LabIo = {
  program: 'npm run lab --',
  stdout: process.stdout,
  stderr: process.stderr,
  // Only a command that reads it opens it.
  stdin: {
    get isTTY() {
      return process.stdin.isTTY;
    },
    [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator](),
  },
  environment: process.env,
  folder: process.cwd(),
  async interruptible(work) {
    const stop = new AbortController();
    const onInterrupt = (): void => stop.abort();
    process.once('SIGINT', onInterrupt);
    try {
      return await work(stop.signal);
    } finally {
      process.off('SIGINT', onInterrupt);
    }
  },
  nowMs: () => performance.now(),
  heapUsedBytes: () => process.memoryUsage().heapUsed,
};

// A reader that stops reading, such as `head`, ends the output without an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode);
  throw error;
});

process.exitCode = await lab(process.argv.slice(2), io);
