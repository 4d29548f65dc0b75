/** What the exit status of `lab` means. */
import type { Verdict } from '../check/verdict.ts';

export const exitStatus = {
  pass: 0,
  /** A property failed. */
  fail: 1,
  /** The command line, or a file that it names, is wrong. */
  badInput: 2,
  /** The run proves nothing. */
  inconclusive: 3,
  /** The lab itself failed. */
  broken: 70,
  /** It was stopped by a signal: 128 + its number, as shells have it. What was finished is printed. */
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** The signals that end a command early, which then prints what was finished. */
export const signalStatuses: ReadonlyMap<unknown, ExitStatus> = new Map<unknown, ExitStatus>([
  ['SIGHUP', exitStatus.hungUp],
  ['SIGINT', exitStatus.interrupted],
  ['SIGTERM', exitStatus.terminated],
]);

export function statusOf(verdict: Verdict): ExitStatus {
  return exitStatus[verdict];
}
