/** A group's committed offset for a partition, and the end of its log, at one time. */
import type { PartitionStatus } from './burrow.ts';

export interface Sample {
  readonly atMs: number;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** Undefined if the group has committed nothing, or only the lag is known. */
  readonly committed: number | undefined;
  /** Undefined if the partition had no leader to ask, or only the lag is known. */
  readonly logEnd: number | undefined;
  /** The lag alone, from a source that gives no offsets. */
  readonly lag?: number | undefined;
  /**
   * The consumer that reads the partition; null if none does; undefined if the source does not say.
   */
  readonly owner: string | null | undefined;
  /** Burrow's own status for the window that ends here. */
  readonly stated?: PartitionStatus | undefined;
}

export interface Observed {
  /** In order of time. */
  readonly samples: readonly Sample[];
  /** How often the group was seen rebalancing. */
  readonly rebalances: number;
}

/** The partition of a group, as one word. */
export const seriesKey = ({ group, topic, partition }: Sample): string =>
  `${group}\n${topic}\n${partition}`;

/** Undefined if unknown. An offset beyond the log end counts as no lag. */
export function lagOf({ committed, logEnd, lag }: Sample): number | undefined {
  if (committed === undefined || logEnd === undefined) return lag;
  return Math.max(0, logEnd - committed);
}
