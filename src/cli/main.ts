#!/usr/bin/env node
/** The process around the command line: its words, streams, signals and exit status. */
import { writeFailure } from '../host/failure.ts';
import { isBuilt } from '../host/source.ts';
import { exitStatus, signalStatuses } from './exit-status.ts';
import { type LabIo, programCalled, userFolder } from './io.ts';
import { lab } from './lab.ts';

const io: LabIo = {
  program: programCalled(process.env, isBuilt),
  stdout: process.stdout,
  stderr: process.stderr,
  // Only a command that reads it opens it.
  stdin: {
    fd: 0,
    get isTTY() {
      return process.stdin.isTTY;
    },
    [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator](),
  },
  environment: process.env,
  folder: isBuilt ? process.cwd() : userFolder(process.env, process.cwd()),
  async interruptible(work) {
    const stop = new AbortController();
    const onSignal = (name: NodeJS.Signals): void => stop.abort(name);
    const names = [...signalStatuses.keys()] as NodeJS.Signals[];
    for (const name of names) process.once(name, onSignal);
    try {
      return await work(stop.signal);
    } finally {
      for (const name of names) process.off(name, onSignal);
    }
  },
  nowMs: () => performance.now(),
  heapUsedBytes: () => process.memoryUsage().heapUsed,
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that stops reading, such as `head`, ends the output without an error.
  if (error.code === 'EPIPE') process.exit(process.exitCode);
  process.stderr.write(`${writeFailure('Standard output', error).message}\n`);
  process.exit(exitStatus.broken);
});
// A closed stderr is not a reason to stop: results go elsewhere.
process.stderr.on('error', () => {});

process.exitCode = await lab(process.argv.slice(2), io);
