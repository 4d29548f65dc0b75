/** What a consumer has in hand, and how it works on it. */

import type { Partition, Topic } from '../broker/replica.ts';
import type { RecordId } from '../records.ts';

/** A partition that a consumer reads. */
export interface Owned {
  readonly partition: Partition;
  /** The next offset that a poll returns. */
  position: number;
  /** The records from there on that were fetched already. */
  ahead: readonly RecordId[] | undefined;
  /** The epoch of a leader whose log ended before the position. */
  doubtedEpoch: number | undefined;
  /** All before this offset is done: it is what may be committed. */
  done: number;
  /** Offsets beyond `done` that are done already, where several workers work at once. */
  readonly doneAhead: Set<number>;
  committed: number;
  /** Offsets of aborted records in hand, which a read_committed consumer passes over. */
  readonly aborted: Set<number>;
  /** Taken away since; what is still in hand of it is somebody else's now. */
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
  /** Records that are handled together, as rows of one insert; 1 without it. */
  readonly rows?: number;
  /** Time for each such insert, whatever its size. */
  readonly insertMs?: number;
  /** Threads that work on the records of one poll; 1 without it. */
  readonly workers?: number;
  /** Whether they all take from one line, and do not keep each key to one of them. */
  readonly sharesLine?: boolean;
  /** Whether records are handed to another thread, while this one polls on. */
  readonly handsOn?: boolean;
  /** Whether processed ids are kept, with a unique key, in the transaction of the effect. */
  readonly remembersIds?: boolean;
  readonly failures?: Failures;
  /** Where results go, for consumers that write to Kafka. */
  readonly output?: Topic;
  /** For the observer: of which record each of those results came. */
  readonly sources?: Map<RecordId, RecordId>;
}

export interface Failures {
  /** Whether this attempt, counted from 1, fails. Poison fails always. */
  readonly fails?: (id: RecordId, attempt: number) => boolean;
  readonly retryMs: number;
  /** After so many retries a record goes to the dead-letter topic, if there is one. */
  readonly retriesMax: number;
  readonly hasDeadLetterTopic: boolean;
}
