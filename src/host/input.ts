/**
 * Input that the user names, in chunks: a file, or standard input as `-`; inflated if it is gzip,
 * whatever its name. Everything has a limit, and what goes wrong is one sentence.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { InputError } from '../lab/input-error.ts';
import { type ChunkReader, readFrom } from '../tools/input/chunk-reader.ts';
import { failure, inputName } from './failure.ts';

export interface InputLimits {
  /** Of the input itself. */
  readonly bytesMax?: number;
  /** Of a gzip file's content: a small file can hold a very large one. */
  readonly inflatedBytesMax?: number;
  /** Where relative paths start. */
  readonly folder?: string;
}

const chunkBytes = 262_144;
const mebibyte = 1_048_576;
const bytesMaxDefault = 4096 * mebibyte;
const inflatedBytesMaxDefault = 256 * mebibyte;

/** Reads the input at `path` to its end. Throws InputError. Memory: one chunk; a gzip file whole. */
export function readInput<Result>(
  path: string,
  reader: ChunkReader<Result>,
  limits: InputLimits = {},
): Result {
  return readFrom(inputChunks(path, limits), reader);
}

/** The bytes of an input; a chunk is valid until the next one is asked for. Throws InputError. */
export function* inputChunks(path: string, limits: InputLimits = {}): Generator<Uint8Array> {
  const { bytesMax = bytesMaxDefault, folder = '' } = limits;
  const isStandardInput = path === '-';
  const file = isStandardInput ? 0 : attempt(path, () => openSync(resolve(folder, path), 'r'));
  try {
    const chunks = limited(path, chunksOf(path, file), bytesMax, 'input');
    const first = chunks.next();
    if (first.done) return;
    if (first.value[0] === 0x1f && first.value[1] === 0x8b) {
      yield inflated(path, [first.value.slice(), ...copies(chunks)], limits);
      return;
    }
    yield first.value;
    yield* chunks;
  } finally {
    if (!isStandardInput) closeSync(file);
  }
}

function attempt<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw failure(path, 'read', error);
  }
}

/** Reads a stream, such as standard input, to its end; inflated if it is gzip. Throws InputError. */
export async function readStream<Result>(
  chunks: AsyncIterable<Uint8Array>,
  reader: ChunkReader<Result>,
  limits: InputLimits = {},
): Promise<Result> {
  const { bytesMax = bytesMaxDefault } = limits;
  const kept: Uint8Array[] = [];
  let total = 0;
  let isGzip: boolean | undefined;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > bytesMax) throw tooLarge('-', 'input', bytesMax);
    if (isGzip !== false) kept.push(chunk.slice());
    // Two bytes at least are needed to tell whether it is gzip.
    if (isGzip === undefined && total >= 2) {
      const [first, second] = Buffer.concat(kept);
      isGzip = first === 0x1f && second === 0x8b;
      if (!isGzip) for (const part of kept.splice(0)) reader.push(part);
    } else if (isGzip === false) reader.push(chunk);
  }
  if (isGzip) reader.push(inflated('-', kept, limits));
  else for (const part of kept) reader.push(part);
  return reader.end();
}

function* chunksOf(path: string, file: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(chunkBytes);
  let filled = 0;
  for (;;) {
    const length = attempt(path, () => readWhenReady(file, buffer, filled));
    filled += length;
    // A pipe gives what it has: two bytes at least are needed to tell whether it is gzip.
    if (length > 0 && filled < 2) continue;
    if (filled > 0) yield buffer.subarray(0, filled);
    if (length === 0) return;
    filled = 0;
  }
}

const waiting = new Int32Array(new SharedArrayBuffer(4));
const waitMs = 10;

/** Standard input that another program left non-blocking has nothing yet: EAGAIN, so wait. */
function readWhenReady(file: number, buffer: Uint8Array, offset: number): number {
  for (;;) {
    try {
      return readSync(file, buffer, offset, buffer.length - offset, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(waiting, 0, 0, waitMs);
    }
  }
}

function* limited(
  path: string,
  chunks: Iterable<Uint8Array>,
  bytesMax: number,
  what: string,
): Generator<Uint8Array, void> {
  let total = 0;
  for (const chunk of chunks) {
    total += chunk.length;
    if (total > bytesMax) throw tooLarge(path, what, bytesMax);
    yield chunk;
  }
}

function* copies(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const chunk of chunks) yield chunk.slice();
}

function inflated(path: string, parts: readonly Uint8Array[], limits: InputLimits): Uint8Array {
  const { inflatedBytesMax = inflatedBytesMaxDefault } = limits;
  try {
    return gunzipSync(Buffer.concat(parts), {
      maxOutputLength: inflatedBytesMax,
      finishFlush: constants.Z_FINISH,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path, 'content', inflatedBytesMax);
    throw new InputError(
      `${inputName(path)} cannot be read: its gzip data is damaged (${message}).`,
    );
  }
}

function tooLarge(path: string, what: string, bytesMax: number): InputError {
  return new InputError(
    `${inputName(path)}: its ${what} is larger than ${Math.floor(bytesMax / mebibyte)} MiB, which is the limit.`,
  );
}
