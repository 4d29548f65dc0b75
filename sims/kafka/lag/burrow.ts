/**
 * When lag is a problem, by the rules of Burrow (linkedin/Burrow, core/internal/evaluator/caching.go).
 *
 * The commits of a window decide, not a threshold: a consumer that drains its lag is healthy however
 * large the lag is, and one that commits nothing is not, however small.
 */
import { must } from '../../../src/kernel/must.ts';

/** One commit of a group for a partition. */
export interface Commit {
  readonly atMs: number;
  readonly offset: number;
  /** Log end minus offset at that time; undefined if unknown. */
  readonly lag: number | undefined;
}

export type PartitionStatus = 'OK' | 'WARN' | 'STALL' | 'STOP' | 'REWIND';
export type GroupStatus = 'OK' | 'WARN' | 'ERR';

export interface Evidence {
  /** The window: the last commits, oldest first. Burrow keeps 10 (`intervals`). */
  readonly commits: readonly Commit[];
  /** The last known log ends, in any order. */
  readonly logEnds: readonly number[];
  readonly currentLag: number;
  readonly nowMs: number;
  /** Lag up to this much counts as none (`allowed-lag`). */
  readonly allowedLag?: number;
}

/** The status of one partition. OK if there is no commit to judge by. */
export function evaluate(evidence: Evidence): PartitionStatus {
  const { commits, logEnds, currentLag, nowMs, allowedLag = 0 } = evidence;
  if (commits.length === 0 || currentLag <= allowedLag) return 'OK';
  // First, because a window may be old: a moment without lag in it says nothing about now.
  if (hasStopped(commits, nowMs) && !wasCaughtUp(commits, logEnds)) return 'STOP';
  // Before the lag is examined: a consumer that rewinds to the beginning had no lag until then.
  if (isRewound(commits)) return 'REWIND';
  if (commits.some(({ lag }) => lag !== undefined && lag <= allowedLag)) return 'OK';
  if (hasStalled(commits)) return 'STALL';
  return lagNeverFalls(commits) ? 'WARN' : 'OK';
}

/**
 * The status as far as the lag alone shows it; undefined for a constant lag: only offsets show
 * whether the consumer stands still or keeps up with arrivals.
 */
export function evaluateLagAlone(
  lags: readonly number[],
  allowedLag = 0,
): PartitionStatus | undefined {
  if (lags.some((lag) => lag <= allowedLag)) return 'OK';
  if (lags.some((lag, place) => lag < (lags[place - 1] ?? 0))) return 'OK';
  return lags.every((lag) => lag === lags[0]) ? undefined : 'WARN';
}

/** Nothing was committed for longer than the whole window lasted. */
export function hasStopped(commits: readonly Commit[], nowMs: number): boolean {
  const firstMs = commits[0]?.atMs ?? nowMs;
  const lastMs = commits.at(-1)?.atMs ?? nowMs;
  return nowMs - lastMs > lastMs - firstMs;
}

/** By one of the last log ends, the last commit had reached the end. */
export function wasCaughtUp(commits: readonly Commit[], logEnds: readonly number[]): boolean {
  const last = commits.at(-1)?.offset ?? 0;
  return logEnds.some((logEnd) => logEnd <= last);
}

/**
 * An offset fell, and the earlier position has not been reached since. A short step back that was
 * made good, as after a rebalance, does not count. (Burrow examines only the first fall of the
 * window; here every fall counts.)
 */
export function isRewound(commits: readonly Commit[]): boolean {
  return commits.some(({ offset }, place) => {
    const before = commits[place - 1]?.offset ?? offset;
    return offset < before && !commits.slice(place).some((later) => later.offset >= before);
  });
}

/** The same offset over and over. */
export function hasStalled(commits: readonly Commit[]): boolean {
  return commits.every(({ offset }) => offset === commits[0]?.offset);
}

/** Lag never fell from one commit to the next: the consumer is too slow. */
export function lagNeverFalls(commits: readonly Commit[]): boolean {
  const lags = commits.flatMap(({ lag }) => (lag === undefined ? [] : [lag]));
  return lags.every((lag, place) => place === 0 || lag >= must(lags[place - 1], 'lag before'));
}

/** The worst of the partitions; anything worse than a warning is an error. */
export function groupStatus(partitions: readonly PartitionStatus[]): GroupStatus {
  if (partitions.some(isError)) return 'ERR';
  return partitions.includes('WARN') ? 'WARN' : 'OK';
}

export const isError = (status: PartitionStatus): boolean => status !== 'OK' && status !== 'WARN';
