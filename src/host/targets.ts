/**
 * Files that a command writes. Each is refused, or found to be writable, before the work begins: a
 * sweep of ten hours does not end in a missing folder. A file is written beside its place, synced and
 * renamed, so that at every moment there is the old one or the whole new one (rename(2) is atomic).
 */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../lab/input-error.ts';
import { failure, writeFailure } from './failure.ts';

export interface Target {
  /** What asks for it on the command line, such as `--plot`. */
  readonly flag: string;
  /** `-` is standard output. */
  readonly path: string;
  /** Whether a file that holds this text may be overwritten without `--force`. */
  readonly mayReplace?: (text: string) => boolean;
}

export interface TargetOptions {
  /** What the command reads, by the names that the user gives: no target may be one of them. */
  readonly inputs: readonly string[];
  /** Overwrite files that exist. */
  readonly force: boolean;
}

/** Where paths start, and what standard input and output are, if they are open files. */
export interface Surroundings {
  readonly folder: string;
  readonly stdin?: number | undefined;
  readonly stdout?: number | undefined;
}

/** Replaces the file whole. Throws WriteError, and then the old file is still there. */
export type WriteTarget = (path: string, text: string) => void;

/** A file as it will be written, its symbolic links followed. */
interface Place {
  readonly path: string;
  /** What is there now. */
  readonly stats: Stats | undefined;
}

/**
 * Refuses, with an InputError, what could not be written afterwards: a missing folder, a file that
 * exists, an input of the command, two targets in one place. Nothing is left on the disk.
 */
export function openTargets(
  targets: readonly Target[],
  { inputs, force }: TargetOptions,
  { folder, stdin, stdout }: Surroundings,
): WriteTarget {
  const taken = new Map<string, string>();
  for (const input of inputs) {
    const stats = input === '-' ? statsOfOpen(stdin) : statsOfInput(resolve(folder, input));
    if (stats?.isFile()) taken.set(identity(stats), `"${input}", which is an input`);
  }
  const output = statsOfOpen(stdout);
  if (output?.isFile()) taken.set(identity(output), 'standard output');

  const places = new Map<string, Place>();
  for (const target of targets) {
    const { flag, path } = target;
    const place = path === '-' ? undefined : attempt(path, () => placeOf(resolve(folder, path)));
    const key = path === '-' ? '-' : keyOf(place as Place);
    const other = key === undefined ? undefined : taken.get(key);
    if (other !== undefined) {
      throw new InputError(`${flag} "${path}" would overwrite ${other}: name another file.`);
    }
    if (key !== undefined) taken.set(key, `the file of ${flag}`);
    if (place === undefined) continue;
    requireWritable(target, place, force);
    places.set(path, place);
  }
  return (path, text) => {
    const place = places.get(path);
    if (place === undefined) throw new Error(`"${path}" is not open for writing`);
    try {
      replaceFile(place, text);
    } catch (error) {
      throw writeFailure(`"${path}"`, error);
    }
  };
}

/** Devices can be written as often as one likes: they have no key. */
function keyOf({ path, stats }: Place): string | undefined {
  if (stats === undefined) return path;
  return stats.isCharacterDevice() ? undefined : identity(stats);
}

const identity = ({ dev, ino }: Stats): string => `${dev}:${ino}`;

/** Follows symbolic links to a file that need not exist. */
function placeOf(path: string): Place {
  const stats = statsAt(path);
  if (stats !== undefined) return { path: stats.isFile() ? realpathSync(path) : path, stats };
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    return placeOf(resolve(dirname(path), readlinkSync(path)));
  }
  return { path: join(realpathSync(dirname(path)), basename(path)), stats };
}

function requireWritable(target: Target, { path, stats }: Place, force: boolean): void {
  if (stats?.isDirectory()) throw failure(target.path, 'written', { code: 'EISDIR' });
  if (stats !== undefined) attempt(target.path, () => accessSync(path, constants.W_OK));
  if (stats !== undefined && !stats.isFile()) return;
  if (stats !== undefined && !force && !mayReplace(target, path)) {
    throw new InputError(
      `"${target.path}" exists: name another file, or overwrite it with --force.`,
    );
  }
  // A name beside it can be made only if the folder can be written.
  attempt(target.path, () => {
    const probe = temporaryPath(path);
    closeSync(openSync(probe, 'wx'));
    rmSync(probe);
  });
}

function mayReplace({ path, mayReplace: isOwn }: Target, place: string): boolean {
  return isOwn !== undefined && attempt(path, () => isOwn(readFileSync(place, 'utf8')));
}

function replaceFile({ path, stats }: Place, text: string): void {
  // A device or a named pipe is written where it is.
  if (stats !== undefined && !stats.isFile()) return writeFileSync(path, text);
  const temporary = temporaryPath(path);
  const file = openSync(temporary, 'wx');
  try {
    try {
      writeFileSync(file, text);
      if (stats !== undefined) fchmodSync(file, stats.mode & 0o7777);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Short, because the name of the file may be as long as names can be. */
function temporaryPath(path: string): string {
  return join(dirname(path), `.seedlab-${crypto.randomUUID()}.tmp`);
}

function statsAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** What is wrong with an input is said when it is read. */
function statsOfInput(path: string): Stats | undefined {
  try {
    return statsAt(path);
  } catch {
    return undefined;
  }
}

function statsOfOpen(file: number | undefined): Stats | undefined {
  try {
    return file === undefined ? undefined : fstatSync(file);
  } catch {
    // It was closed before the program started.
    return undefined;
  }
}

function attempt<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw failure(path, 'written', error);
  }
}
