/** The path from one producer to one partition: records are gathered into batches, in order. */
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { Queue } from '../../../src/kernel/queue.ts';
import { Resource } from '../../../src/kernel/resource.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { Partition } from '../broker/replica.ts';
import type { ProducerConfig } from '../config.ts';
import type { RecordId } from '../records.ts';

export interface Lane {
  readonly partition: Partition;
  readonly ready: Queue<Batch>;
  readonly slots: Resource;
  /** Batches in flight that were neither acknowledged nor given up, in the order of sending. */
  readonly underWay: Batch[];
  /** How many of them wait to be retried. */
  retrying: number;
  /** Fires when a batch is acknowledged or given up. */
  readonly settled: Signal;
  open: Batch | undefined;
  nextSequence: number;
  /**
   * An idempotent producer that gave up a batch numbers the next one from 0 in a new epoch;
   * otherwise the broker would wait for the missing numbers for ever (KIP-360).
   */
  epoch: number;
  epochFirstSequence: number;
}

export interface Batch {
  readonly lane: Lane;
  readonly ids: RecordId[];
  readonly firstSequence: number;
  readonly createdAtMs: number;
  bytes: number;
  isClosed: boolean;
}

export const newLane = (partition: Partition, inFlightMax: number): Lane => ({
  partition,
  ready: new Queue(),
  slots: new Resource(inFlightMax),
  underWay: [],
  retrying: 0,
  settled: new Signal(),
  open: undefined,
  nextSequence: 0,
  epoch: 0,
  epochFirstSequence: 0,
});

/** Adds the latest record of a lane to its open batch, or opens one. O(1). */
export function addToBatch(lane: Lane, id: RecordId, config: ProducerConfig, kernel: Kernel): void {
  const { recordBytes } = lane.partition.topic;
  const full = (batch: Batch) => batch.bytes + recordBytes > config['batch.size'];
  if (lane.open !== undefined && full(lane.open)) close(lane.open);
  if (lane.open === undefined) {
    lane.open = {
      lane,
      ids: [],
      firstSequence: lane.nextSequence - 1,
      createdAtMs: kernel.nowMs,
      bytes: 0,
      isClosed: false,
    };
    kernel.schedule(config['linger.ms'], close, lane.open);
  }
  lane.open.ids.push(id);
  lane.open.bytes += recordBytes;
  if (full(lane.open)) close(lane.open);
}

/** A batch is ready to send: it is full, or has waited for linger.ms. */
export function close(batch: Batch): void {
  if (batch.isClosed) return;
  batch.isClosed = true;
  if (batch.lane.open === batch) batch.lane.open = undefined;
  batch.lane.ready.offer(batch);
}
