/** Why a file of the user's cannot be read or written, in one sentence. */
import { InputError } from '../lab/input-error.ts';

const reasons = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission is denied'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'part of the path is not a folder'],
  ['ENOSPC', 'the disk is full'],
  ['EROFS', 'the disk is read-only'],
]);

export function failure(path: string, done: 'read' | 'written', error: unknown): InputError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new InputError(`${inputName(path)} cannot be ${done}: ${reasons.get(code) ?? message}.`);
}

/** At the beginning of a sentence. */
export function inputName(path: string): string {
  return path === '-' ? 'Standard input' : `"${path}"`;
}
