/** Why a file of the user's cannot be read or written, in one sentence. */
import { InputError } from '../lab/input-error.ts';

const reasons = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission is denied'],
  ['EPERM', 'permission is denied'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'part of the path is not a folder'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EIO', 'the device reports an error'],
  ['EROFS', 'the disk is read-only'],
  ['ELOOP', 'its symbolic links go round in a circle'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ERR_INVALID_ARG_VALUE', 'the name holds a character that no name can have'],
]);

/** A file could not be written although it could be when the command began: the disk is full now. */
export class WriteError extends InputError {}

export function failure(path: string, done: 'read' | 'written', error: unknown): InputError {
  return new InputError(`${inputName(path)} cannot be ${done}: ${reasonOf(error)}.`);
}

export function writeFailure(name: string, error: unknown): WriteError {
  return new WriteError(`${name} cannot be written: ${reasonOf(error)}.`);
}

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons.get(code) ?? message;
}

/** At the beginning of a sentence. */
export function inputName(path: string): string {
  return path === '-' ? 'Standard input' : `"${path}"`;
}
