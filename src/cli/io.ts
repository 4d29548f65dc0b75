/** Everything of the world that the command line touches, so that it needs no process of its own. */
import { type Files, filesIn } from '../host/files.ts';
import type { ByteSource } from '../host/input.ts';
import { ownScenarios } from '../host/own-scenarios.ts';
import type { Pool } from '../host/pool.ts';
import type { OpenQueue } from '../host/queue/queue.ts';
import type { SweepPoolOptions } from '../host/sweep.ts';
import type { OwnScenarios } from '../lab/catalogue.ts';
import { type Environment, type Output, outputTo, type Writer } from './output.ts';

export interface LabIo {
  /** What the program was called by, as printed command lines repeat it: `seedlab`, or `npm run lab --`. */
  readonly program: string;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly stdin: ByteSource & {
    readonly isTTY?: boolean | undefined;
    /** Its file descriptor, if it has one. */
    readonly fd?: number | undefined;
  };
  readonly environment: Environment;
  /** The folder that relative paths of the user start from. */
  readonly folder: string;
  /**
   * Does work that can be interrupted: SIGINT (Ctrl-C), SIGTERM and SIGHUP abort the signal, with
   * their name as the reason, and the work ends itself.
   */
  readonly interruptible: <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
  ) => Promise<Result>;
  /** Wall-clock time, for progress and rates. No result depends on it. */
  readonly nowMs: () => number;
  readonly heapUsedBytes: () => number;
  /** Makes what runs the seeds of sweeps and hunts (default: worker processes). */
  readonly createPool?: ((options: SweepPoolOptions) => Pool) | undefined;
  /** Opens the queue of sweeps beyond one machine (default: on Redis). */
  readonly openQueue?: OpenQueue | undefined;
}

/** What a command works with. */
export interface CommandIo extends Omit<LabIo, 'environment' | 'folder'>, Output {
  /** Files by the names that the user gives them; `-` is standard input. */
  readonly files: Files;
  /** Scenarios in files of the user's own. */
  readonly own: OwnScenarios;
}

export function commandIo(io: LabIo): CommandIo {
  const { stdout, stderr, stdin, environment, folder } = io;
  const surroundings = { folder, stdin: stdin.fd, stdout: stdout.fd };
  return {
    ...io,
    ...outputTo(stdout, stderr, environment),
    files: filesIn(surroundings, stdin),
    own: ownScenarios(folder),
  };
}

/**
 * The folder in which the user stands. npm runs a script in the folder of the package, and says in
 * INIT_CWD where it was called: `npm --prefix ../seedlab run lab`. Programs that the script starts
 * inherit the variable, so it counts only for the scripts that are the command line itself.
 */
export function userFolder({ INIT_CWD, npm_lifecycle_event }: Environment, cwd: string): string {
  const isOwnScript = npm_lifecycle_event === 'lab' || npm_lifecycle_event === 'start';
  return isOwnScript && INIT_CWD !== undefined ? INIT_CWD : cwd;
}

/** The words that call the program again. npm says in the environment how it was called itself. */
export function programCalled(environment: Environment, isBuilt: boolean): string {
  const { npm_lifecycle_event: script, npm_config_loglevel: level } = environment;
  if (isBuilt) return script === 'npx' ? 'npx seedlab' : 'seedlab';
  return level === 'silent' ? 'npm run -s lab --' : 'npm run lab --';
}
