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
  /** The user stopped it (128 + SIGINT), as shells have it. What was finished is printed. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

export function statusOf(verdict: Verdict): ExitStatus {
  return exitStatus[verdict];
}
