/**
 * Group commit in closed form: commits come at random (Poisson), an fsync takes a fixed time and
 * serves all that wait when it begins.
 *
 * From the end of one fsync to the end of the next the log is a renewal process: with probability
 * exp(-rate x fsync) no commit came during the last one, and the next is begun by a single commit
 * that finds the disk idle. Commits that come during an fsync wait for the rest of it, on average half,
 * for the delay and for their own; those that come during the delay, for the rest of that and for theirs.
 */
import { exp } from '../../src/kernel/elementary.ts';

export interface Group {
  readonly perSecond: number;
  readonly fsyncMs: number;
  readonly delayMs: number;
}

export function groupInTheory({ perSecond, fsyncMs, delayMs }: Group): {
  readonly perFsync: number;
  readonly meanMs: number;
} {
  const during = (ms: number) => (perSecond * ms) / 1_000;
  const [inFsync, inDelay, idle] = [during(fsyncMs), during(delayMs), exp(-during(fsyncMs))];
  const perFsync = inFsync + inDelay + idle;
  const waitedMs = inFsync * (fsyncMs / 2 + delayMs) + inDelay * (delayMs / 2) + idle * delayMs;
  return { perFsync, meanMs: fsyncMs + waitedMs / perFsync };
}
