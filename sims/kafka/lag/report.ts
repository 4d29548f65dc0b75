/** The judgement of lag. */
import type { GroupStatus, PartitionStatus } from './burrow.ts';
import type { Count, Drain, Rate } from './rate.ts';
import type { Spread } from './spread.ts';

export interface PartitionReport {
  readonly topic: string;
  readonly partition: number;
  /** Undefined if there are too few samples, or no offset was ever committed. */
  readonly status: PartitionStatus | undefined;
  /** Why there is no status. */
  readonly unjudged?: string;
  readonly lag: number;
  readonly committed: number | undefined;
  readonly logEnd: number | undefined;
  readonly samples: number;
  readonly production: Rate | undefined;
  readonly consumption: Rate | undefined;
  /** How fast the lag grows; negative if it falls. */
  readonly change: Rate | undefined;
  readonly drain: Drain | undefined;
  readonly owner: string | null | undefined;
  /** How often another member took it over. */
  readonly ownerChanges: number;
  readonly lagOverTime: readonly Count[];
}

export interface GroupReport {
  readonly group: string;
  /** Undefined if no partition could be judged. */
  readonly status: GroupStatus | undefined;
  readonly lag: number;
  readonly spread: Spread;
  readonly production: Rate | undefined;
  readonly consumption: Rate | undefined;
  /** How fast the lag grows; negative if it falls. */
  readonly change: Rate | undefined;
  /** The smallest and the largest lag of the window. */
  readonly lagRange: { readonly min: number; readonly max: number };
  readonly drain: Drain | undefined;
  readonly partitions: readonly PartitionReport[];
  readonly cause: Cause;
}

export interface Judgement {
  readonly status: GroupStatus | undefined;
  readonly nowMs: number;
  readonly fromMs: number;
  readonly groups: readonly GroupReport[];
}

export type CauseId =
  | 'no-lag'
  | 'catching-up'
  | 'unknown'
  | 'constant-lag'
  | 'growing-lag'
  | 'no-members'
  | 'unassigned'
  | 'outage'
  | 'rewind'
  | 'rebalance-storm'
  | 'poison-message'
  | 'stuck-consumer'
  | 'hot-key'
  | 'slow-consumer'
  | 'too-slow'
  | 'all-stalled';

export interface Cause {
  readonly id: CauseId;
  /** The cause in one sentence, with the figures that support it. */
  readonly because: string;
  /** The scenario that shows it, if there is one. */
  readonly scenario: string | undefined;
}
