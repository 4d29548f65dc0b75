/** Everything of the world that the command line touches, so that it needs no process of its own. */
import { type ByteSource, type Files, filesIn } from '../host/files.ts';
import { type Environment, type Output, outputTo, type Writer } from './output.ts';

export interface LabIo {
  /** What the program was called by, as printed command lines repeat it: `npm run lab --`. */
  readonly program: string;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly stdin: ByteSource & { readonly isTTY?: boolean | undefined };
  readonly environment: Environment;
  /** The folder that relative paths of the user start from. */
  readonly folder: string;
  /** Does work that the user can interrupt: Ctrl-C aborts the signal, and the work ends itself. */
  readonly interruptible: <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
  ) => Promise<Result>;
  /** Wall-clock time, for progress and rates. No result depends on it. */
  readonly nowMs: () => number;
  readonly heapUsedBytes: () => number;
}

/** What a command works with. */
export interface CommandIo extends Omit<LabIo, 'environment' | 'folder'>, Output {
  /** Files by the names that the user gives them; `-` is standard input. */
  readonly files: Files;
}

export function commandIo(io: LabIo): CommandIo {
  const { stdout, stderr, stdin, environment, folder } = io;
  return { ...io, ...outputTo(stdout, stderr, environment), files: filesIn(folder, stdin) };
}
