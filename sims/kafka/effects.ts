/** What the observer keeps: the properties that it checks, and what each group did. */
import type { RecordId } from './records.ts';

/** The ids of the properties that it checks. */
export type Property =
  | 'partition-exists'
  | 'appended-once-in-order'
  | 'watermark-is-replicated'
  | 'acknowledged-is-kept'
  | 'read-stays-written'
  | 'aborted-is-not-read'
  | 'committed-is-visible'
  | 'stable-follows-watermark'
  | 'fenced-is-refused'
  | 'one-owner'
  | 'owners-commit'
  | 'commits-go-forward'
  | 'committed-is-processed'
  | 'effects-once'
  | 'keys-in-order'
  | 'unmoved-go-on'
  | 'members-have-work'
  | 'alarms-are-true'
  | 'lag-is-not-negative'
  | 'latest-is-kept'
  | 'deletes-are-seen'
  | 'head-is-whole'
  | 'in-order-is-counted'
  | 'allowed-is-counted'
  | 'results-come'
  | 'results-only-grow';

/** What a group did with the records, over all its members. */
export interface Effects {
  /** By record: how often it was processed to the end. */
  readonly count: number[];
  /** Records that were processed and count as another one: the event that they carry. */
  readonly asAnother: Set<RecordId>;
  /** Records of transactions that were processed, whatever the outcome of the transaction. */
  readonly ofTransactions: Set<RecordId>;
  /** By key: the latest turn that was processed. */
  readonly latestTurn: number[];
  processed: number;
  repeated: number;
  /** Records whose first effect came after that of a later record of the same key. */
  outOfOrder: number;
  /** Records that no member will ever process: the committed offset has passed them. */
  missed: number;
  deadLettered: number;
  /** Records that were dropped, or skipped, before any member read them. */
  skipped: number;
  /** Redelivered records that were recognised, and had no second effect. */
  deduplicated: number;
}
