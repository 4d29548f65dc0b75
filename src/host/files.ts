/**
 * Files that the user names. What goes wrong with them is the user's to mend, so it is said in one
 * sentence.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../lab/input-error.ts';

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission is denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is not a folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

/** The text of a file; `-` is standard input. Throws InputError. */
export function readText(path: string): string {
  return attempt(`"${path}" cannot be read`, () => readFileSync(path === '-' ? 0 : path, 'utf8'));
}

/** The text of a file that may be compressed with gzip, whatever its name. Throws InputError. */
export function readCompressedText(path: string): string {
  return attempt(`"${path}" cannot be read`, () => {
    const bytes = readFileSync(path === '-' ? 0 : path);
    const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return new TextDecoder('utf-8', { fatal: true }).decode(
      isCompressed ? gunzipSync(bytes) : bytes,
    );
  });
}

/** Throws InputError. */
export function writeText(path: string, text: string): void {
  attempt(`"${path}" cannot be written`, () => writeFileSync(path, text));
}

/** Throws InputError: the failure and its reason. */
export function attempt<Result>(failure: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new InputError(`${failure}: ${reasons[code] ?? (error as Error).message}.`);
  }
}
