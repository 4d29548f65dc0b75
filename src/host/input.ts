/**
 * Input that the user names, in chunks: a file, or standard input as `-`; inflated as it comes if it
 * is gzip, whatever its name. It has a limit, and what goes wrong is one sentence.
 */
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../lab/input-error.ts';
import type { ChunkReader } from '../tools/input/chunk-reader.ts';
import { failure, inputName } from './failure.ts';

/** Bytes in chunks, such as standard input. */
export type ByteSource = AsyncIterable<Uint8Array>;

export interface InputLimits {
  /** Of the content: of a gzip file, which can be small and hold a lot, after it is inflated. */
  readonly bytesMax?: number;
  /** It is held as a whole, which takes several times its size: an eighth of `bytesMax` is the limit. */
  readonly isWhole?: boolean;
  /** Called for every chunk: what it throws ends the reading. */
  readonly onWay?: () => void;
}

const chunkBytes = 262_144;
export const mebibyte = 1_048_576;
export const inputMibMaxDefault = 256;
const wholeShare = 8;

/** Reads the file at `path`, from `folder`, to its end. Throws InputError. Memory: a few chunks. */
export function readInput<Result>(
  path: string,
  reader: ChunkReader<Result>,
  limits: InputLimits = {},
  folder = '',
): Promise<Result> {
  return readStream(chunksOf(resolve(folder, path)), reader, limits, path);
}

/** Opens the file once the first chunk is asked for, so that what is wrong with its name is seen there. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: chunkBytes });
}

/** Reads a stream, such as standard input, to its end. Throws InputError. Memory: a few chunks. */
export async function readStream<Result>(
  chunks: ByteSource,
  reader: ChunkReader<Result>,
  { bytesMax = inputMibMaxDefault * mebibyte, isWhole = false, onWay }: InputLimits = {},
  path = '-',
): Promise<Result> {
  const totalMax = isWhole ? bytesMax / wholeShare : bytesMax;
  let total = 0;
  for await (const chunk of contentOf(path, chunks)) {
    onWay?.();
    total += chunk.length;
    if (total > totalMax) throw tooLarge(path, totalMax, isWhole);
    reader.push(chunk);
  }
  return reader.end();
}

async function* contentOf(path: string, chunks: ByteSource): AsyncGenerator<Uint8Array> {
  const iterator = readable(path, chunks);
  const first = await iterator.next();
  if (first.done === true) return;
  const rest = (async function* () {
    yield first.value;
    yield* iterator;
  })();
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  yield* isGzip ? inflated(path, rest) : rest;
}

/** The first chunk has two bytes at least, which tell whether it is gzip, if there are as many. */
async function* readable(path: string, chunks: ByteSource): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  try {
    for await (const chunk of chunks) {
      const whole: Uint8Array = head === undefined ? chunk : Buffer.concat([head, chunk]);
      head = head !== undefined && whole.length < 2 ? whole : undefined;
      if (head === undefined) yield whole;
    }
  } catch (error) {
    throw failure(path, 'read', error);
  }
  if (head !== undefined && head.length > 0) yield head;
}

async function* inflated(path: string, chunks: ByteSource): AsyncGenerator<Uint8Array> {
  // Loaded only for what is compressed: most calls read nothing.
  const [{ Readable }, { pipeline }, { createGunzip }] = await Promise.all([
    import('node:stream'),
    import('node:stream/promises'),
    import('node:zlib'),
  ]);
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // What goes wrong on the way in comes out of the stream as well, and is seen there.
  const feeding = pipeline(Readable.from(chunks), gunzip).catch(() => {});
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { message } = error as Error;
    throw new InputError(
      `${inputName(path)} cannot be read: its gzip data is damaged (${message}).`,
    );
  }
  await feeding;
}

function tooLarge(path: string, bytesMax: number, isWhole: boolean): InputError {
  const mib = Number((bytesMax / mebibyte).toFixed(3));
  const how = isWhole
    ? `which is the limit for what is read as a whole, an eighth of --input-mib-max: raise that`
    : 'which is the limit: raise it with --input-mib-max';
  return new InputError(`${inputName(path)} holds more than ${mib} MiB, ${how}.`);
}
