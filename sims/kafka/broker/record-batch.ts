import type { RecordId } from '../records.ts';

/** Records as a producer sends them, with their header (Kafka's RecordBatch). */
export interface RecordBatch {
  readonly ids: readonly RecordId[];
  readonly producerId: number;
  readonly producerEpoch: number;
  /** The number of the first record among those of its producer and epoch in this partition. */
  readonly firstSequence: number;
  readonly isTransactional: boolean;
  /** Set in a control batch, which ends the producer's transaction. */
  readonly marker?: 'commit' | 'abort';
  /** Until when its tombstones stay: delete.retention.ms after the first cleaning that met them (KIP-534). */
  readonly deleteHorizonMs?: number;
}

/** A batch in a log, with the epoch of the leader that wrote it. */
export interface LoggedBatch {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly batch: RecordBatch;
}
