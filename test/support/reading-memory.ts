/**
 * Reads so many MiB of made-up input with a command, in a process of its own, and prints what came of
 * it: `<command> <kind of input> <MiB> [gz] [more words]`. The input is made as it is read, so that
 * what is measured is the reader.
 */
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Ended } from './lab-process.ts';
import { labWith } from './lab-process.ts';
import { type InputKind, madeInput } from './made-input.ts';
import { peakMemoryKiB } from './peak-memory.ts';

export interface Reading extends Pick<Ended, 'status' | 'stderr'> {
  readonly stdoutLength: number;
  /** The most memory that the process had. */
  readonly rssMiB: number;
}

const [, , command = '', kind = '', mib = '1', packing = '', ...more] = process.argv;

const plain = Readable.from(madeInput(kind as InputKind, Number(mib) * 2 ** 20));
const stdin = packing === 'gz' ? plain.pipe(createGzip({ level: 1 })) : plain;
const words = more.length > 0 ? more : ['-'];
const { status, stdout, stderr } = await labWith({ stdin }, command, ...words);
const rssMiB = peakMemoryKiB() / 1024;
const reading: Reading = { status, stderr, stdoutLength: stdout.length, rssMiB };
process.stdout.write(JSON.stringify(reading));
