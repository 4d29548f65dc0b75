/**
 * Files that the user names. What goes wrong with them is the user's to mend, so it is said in one
 * sentence.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../lab/input-error.ts';

/** Bytes in chunks, such as standard input. */
export type ByteSource = AsyncIterable<Uint8Array>;

export interface Files {
  /** The text of a file. Throws InputError. */
  readonly readText: (path: string) => Promise<string>;
  /** The text of a file that may be compressed with gzip, whatever its name. Throws InputError. */
  readonly readCompressedText: (path: string) => Promise<string>;
  /** Throws InputError. */
  readonly writeText: (path: string, text: string) => void;
  readonly exists: (path: string) => boolean;
}

/** Files by paths from a folder; `-` is standard input. */
export function filesIn(folder: string, stdin: ByteSource): Files {
  const at = (path: string): string => resolve(folder, path);
  const bytesOf = (path: string): Promise<Uint8Array> =>
    path === '-' ? allOf(stdin) : readFile(at(path));
  return {
    readText: (path) =>
      attempt(path, 'read', async () => Buffer.from(await bytesOf(path)).toString('utf8')),
    readCompressedText: (path) =>
      attempt(path, 'read', async () => {
        const bytes = await bytesOf(path);
        const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
        return new TextDecoder('utf-8', { fatal: true }).decode(
          isCompressed ? gunzipSync(bytes) : bytes,
        );
      }),
    writeText(path, text) {
      try {
        writeFileSync(at(path), text);
      } catch (error) {
        throw failure(path, 'written', error);
      }
    },
    exists: (path) => existsSync(at(path)),
  };
}

/** The lines of a text that comes in chunks, as they come. */
export async function* linesOf(chunks: ByteSource): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

async function allOf(chunks: ByteSource): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

const reasons = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission is denied'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'part of the path is not a folder'],
  ['ENOSPC', 'the disk is full'],
  ['EROFS', 'the disk is read-only'],
]);

async function attempt<Result>(
  path: string,
  done: string,
  action: () => Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw failure(path, done, error);
  }
}

function failure(path: string, done: string, error: unknown): InputError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new InputError(`"${path}" cannot be ${done}: ${reasons.get(code) ?? message}.`);
}
