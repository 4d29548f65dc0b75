/** What became of the jobs of a command. */
import type { Swept } from '../host/sweep.ts';
import type { ExitStatus } from './exit-status.ts';

export interface Performed {
  readonly swept: readonly Swept[];
  /** The exit status, if it was stopped early. */
  readonly stopped: ExitStatus | undefined;
}
