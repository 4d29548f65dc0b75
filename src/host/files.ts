/**
 * Files that the user names. What goes wrong with them is the user's to mend, so it is said in one
 * sentence.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../lab/input-error.ts';
import type { ChunkReader } from '../tools/input/chunk-reader.ts';
import { lineLengthMaxDefault, wholeReader } from '../tools/input/lines.ts';
import { inputName } from './failure.ts';
import { type ByteSource, type InputLimits, readInput, readStream } from './input.ts';
import {
  openTargets,
  type Surroundings,
  type Target,
  type TargetOptions,
  type WriteTarget,
} from './targets.ts';

export interface Files {
  /** An input in chunks, inflated if it is gzip. Throws InputError. */
  readonly read: <Result>(
    path: string,
    reader: ChunkReader<Result>,
    limits?: InputLimits,
  ) => Promise<Result>;
  /** The text of an input as a whole, exact: bytes that are no text are refused. Throws InputError. */
  readonly readText: (path: string, limits?: InputLimits) => Promise<string>;
  /** See `openTargets`. Throws InputError. */
  readonly targets: (targets: readonly Target[], options: TargetOptions) => WriteTarget;
  readonly exists: (path: string) => boolean;
  /** The whole path. */
  readonly pathOf: (path: string) => string;
}

/** Files by paths from a folder; `-` is standard input. */
export function filesIn(surroundings: Surroundings, stdin: ByteSource): Files {
  const { folder } = surroundings;
  const read: Files['read'] = (path, reader, limits = {}) =>
    path === '-' ? readStream(stdin, reader, limits) : readInput(path, reader, limits, folder);
  return {
    read,
    async readText(path, limits) {
      return (await read(path, named(path, wholeReader()), { ...limits, isWhole: true })).text;
    },
    targets: (targets, options) => openTargets(targets, options, surroundings),
    exists: (path) => existsSync(resolve(folder, path)),
    pathOf: (path) => resolve(folder, path),
  };
}

/** Says of which input it is that it cannot be read as text. */
function named<Result>(path: string, reader: ChunkReader<Result>): ChunkReader<Result> {
  const attempt = <Value>(action: () => Value): Value => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${inputName(path)} cannot be read. ${error.message}`);
    }
  };
  return {
    push: (bytes) => attempt(() => reader.push(bytes)),
    end: () => attempt(() => reader.end()),
  };
}

/** The lines of a text that comes in chunks, as they come. Throws InputError for an endless one. */
export async function* linesOf(chunks: ByteSource): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > lineLengthMaxDefault) {
      throw new InputError(
        `Standard input has a line of more than ${lineLengthMaxDefault} characters, which is the limit.`,
      );
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
