/** A search that goes on in turns until it is over, or a signal or the clock stops it. */
import { type ExitStatus, exitStatus, signalStatuses } from './exit-status.ts';
import type { CommandIo } from './io.ts';
import { type SecondsFlags, secondsFrom } from './limits.ts';
import { duration } from './render/progress.ts';

export interface Searching {
  /** Takes a turn; false if the search is over. */
  readonly advance: () => boolean;
  /** How far it has come, on a line. */
  readonly progress: (tookMs: number) => string;
}

const clearLine = '\r\x1b[2K';

/** The exit status of what stopped it; undefined if it came to its end. */
export function searchUntilStopped(
  { nowMs, say, stderr, interruptible }: CommandIo,
  flags: SecondsFlags,
  { advance, progress }: Searching,
): Promise<ExitStatus | undefined> {
  const seconds = secondsFrom(flags);
  const startMs = nowMs();
  const show = (text: string) => {
    if (stderr.isTTY === true) stderr.write(clearLine + text);
  };
  return interruptible(async (signal) => {
    while (advance()) {
      // Lets signals in.
      await new Promise((resolve) => setImmediate(resolve));
      const tookMs = nowMs() - startMs;
      show(progress(tookMs));
      const isLate = seconds !== undefined && tookMs >= 1000 * seconds;
      if (!signal.aborted && !isLate) continue;
      show('');
      if (signal.aborted) return signalStatuses.get(signal.reason) ?? exitStatus.interrupted;
      say(`Stopped by --seconds-max ${seconds}: raise it to search more.`);
      return exitStatus.inconclusive;
    }
    show('');
    say(`searched for ${duration(nowMs() - startMs)}`);
    return undefined;
  });
}
