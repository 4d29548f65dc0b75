/**
 * How stale a read is in versions, if both quorums are random replicas and a write never spreads
 * further: Bailis et al., Probabilistically Bounded Staleness, VLDB 2012, §3.
 */
import { pow } from '../../../src/kernel/elementary.ts';

/** The number of replicas, and how many of them a read and a write wait for. */
export interface QuorumSizes {
  readonly replicas: number;
  readonly reads: number;
  readonly writes: number;
}

/** Probability that a read meets no replica of one write: C(N-W, R) / C(N, R). */
export function missesWrite({ replicas, reads, writes }: QuorumSizes): number {
  let share = 1;
  for (let read = 0; read < reads; read++)
    share *= Math.max(0, replicas - writes - read) / (replicas - read);
  return share;
}

/**
 * Probability that it meets none of the last k writes, whose quorums are independent: the read is
 * older than the last k versions.
 */
export const isOlderThan = (versions: number, sizes: QuorumSizes): number =>
  pow(missesWrite(sizes), versions);

/**
 * Probability that a client’s next read sees an older version than its last, given the number of
 * writes per read (§3.3): k-staleness with k = 1 + that ratio.
 */
export const readsBackwards = (writesPerRead: number, sizes: QuorumSizes): number =>
  pow(missesWrite(sizes), 1 + writesPerRead);

/** Every read quorum overlaps every write quorum. */
export const isStrict = ({ replicas, reads, writes }: QuorumSizes): boolean =>
  reads + writes > replicas;
