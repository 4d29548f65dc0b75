/** The records that a consumer has in progress, and how it processes them. */

import type { Partition, Topic } from '../broker/replica.ts';
import type { RecordId } from '../records.ts';

/** A partition that a consumer reads. */
export interface Owned {
  readonly partition: Partition;
  /** The next offset that a poll returns. */
  position: number;
  /** The records from there on that are already fetched. */
  ahead: readonly RecordId[] | undefined;
  /** The epoch of a leader whose log ended before the position. */
  doubtedEpoch: number | undefined;
  /** Everything before this offset is processed: it is what may be committed. */
  done: number;
  /** Offsets beyond `done` that are already processed, if several workers run at once. */
  readonly doneAhead: Set<number>;
  committed: number;
  /** Offsets of aborted records that were fetched, which a read_committed consumer skips. */
  readonly aborted: Set<number>;
  /** Revoked since; its records in progress now belong to another member. */
  isLost: boolean;
}

/** Some records of one partition, in order. */
export interface Fetched {
  readonly owned: Owned;
  readonly firstOffset: number;
  readonly ids: readonly RecordId[];
}

/**
 * When the offset is committed.
 * - `auto`: every auto.commit.interval.ms, by the poll loop (enable.auto.commit)
 * - `before`: after the poll and before any record is processed: at most once
 * - `each`: after every record, waiting for the answer (commitSync)
 * - `batch`: after all records of a poll, waiting; `batch-async`: without waiting (commitAsync)
 * - `with-results`: in the database transaction of the result; the coordinator is not asked
 * - `transaction`: in the Kafka transaction that writes the output (sendOffsetsToTransaction)
 */
export type CommitPolicy =
  | 'auto'
  | 'before'
  | 'each'
  | 'batch'
  | 'batch-async'
  | 'with-results'
  | 'transaction';

export interface Work {
  readonly commit: CommitPolicy;
  /** Time for one record. */
  readonly drawRecordMs: () => number;
  /** Records that are handled together, as rows of one insert (default: 1). */
  readonly rows?: number;
  /** Time for each such insert, whatever its size. */
  readonly insertMs?: number;
  /** Threads that process the records of one poll (default: 1). */
  readonly workers?: number;
  /** Whether all threads take from one queue, instead of keeping each key on one thread. */
  readonly sharesLine?: boolean;
  /** Whether records are handed to another thread, while this one keeps polling. */
  readonly handsOn?: boolean;
  /** Whether processed ids are stored, with a unique key, in the transaction of the effect. */
  readonly remembersIds?: boolean;
  readonly failures?: Failures;
  /** Where results go, for consumers that write to Kafka. */
  readonly output?: Topic;
  /** For the observer: the input record of each of those results. */
  readonly sources?: Map<RecordId, RecordId>;
}

export interface Failures {
  /** Whether this attempt, counted from 1, fails. Poison always fails. */
  readonly fails?: (id: RecordId, attempt: number) => boolean;
  readonly retryMs: number;
  /** After that many retries a record goes to the dead-letter topic, if there is one. */
  readonly retriesMax: number;
  readonly hasDeadLetterTopic: boolean;
}
