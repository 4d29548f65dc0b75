/**
 * A partition: one log on several brokers. The leader takes every write and every read; followers fetch
 * from it. The high watermark (HW) is how far all in-sync replicas (ISR) have come: what is below it
 * survives the loss of any of them but the last.
 */

import type { Process } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { append, emptyLog, logEnd } from './log.ts';
import type { Broker, Cluster, Partition, Replica, Topic } from './model.ts';
import { report, sawFencedWrite, sawOpenTransactions } from './observer.ts';
import type { RecordBatch } from './record-batch.ts';

export function newPartition(topic: Topic, number: number, brokers: readonly Broker[]): Partition {
  const replicas = brokers.map(
    (broker): Replica => ({
      broker,
      log: emptyLog(),
      highWatermark: 0,
      caughtUpAtMs: 0,
      epoch: 0,
      isHeld: false,
    }),
  );
  return {
    topic,
    number,
    name: `${topic.name}-${number}`,
    replicas,
    leader: replicas[0],
    epoch: 0,
    isr: [...replicas],
    changed: new Signal(),
    advanced: new Signal(),
    waiting: new Set(),
  };
}

/** Where the log ends, as its leader has it; 0 without a leader. */
export const endOf = ({ leader }: Partition): number =>
  leader === undefined ? 0 : logEnd(leader.log);

/** The offset before which consumers may read. */
export function readableEnd(
  partition: Partition,
  cluster: Cluster,
  committedOnly: boolean,
): number {
  const { leader } = partition;
  if (leader === undefined) return 0;
  const { rules } = cluster;
  const end = rules['read-below-high-watermark'] ? leader.highWatermark : logEnd(leader.log);
  return committedOnly && rules['read-committed-only']
    ? Math.min(end, lastStableOffset(partition))
    : end;
}

/** The last stable offset (LSO): before it every transaction is decided. */
export function lastStableOffset({ leader }: Partition): number {
  if (leader === undefined) return 0;
  let end = leader.highWatermark;
  for (const firstOffset of leader.log.producers.open.values()) end = Math.min(end, firstOffset);
  return end;
}

/** Why a write is refused, in Kafka's words. All but the last are worth another try. */
export type WriteError =
  | 'NOT_LEADER_OR_FOLLOWER'
  | 'NOT_ENOUGH_REPLICAS'
  | 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'
  | 'OUT_OF_ORDER_SEQUENCE_NUMBER'
  | 'REQUEST_TIMED_OUT'
  | 'INVALID_PRODUCER_EPOCH';

export interface WriteRequest {
  readonly batch: RecordBatch;
  readonly isIdempotent: boolean;
  readonly needsAllInSync: boolean;
}

export interface ProduceRequest extends WriteRequest {
  readonly kind: 'produce';
  readonly partition: string;
  /** With acks=0 there is no answer. */
  readonly isUnheard: boolean;
}

export interface MarkerRequest {
  readonly kind: 'write-marker';
  readonly partition: string;
  readonly batch: RecordBatch;
}

/** Produce: answers when the batch is as safe as `acks` asks; with acks=0 with nothing, unless it fails. */
export function produce(
  cluster: Cluster,
  broker: Broker,
  request: ProduceRequest,
): WriteError | 'OK' | null | Process<WriteError | 'OK'> {
  const partition = cluster.partitions.get(request.partition) as Partition;
  if (partition.leader?.broker !== broker) return 'NOT_LEADER_OR_FOLLOWER';
  const end = write(cluster, partition, request);
  if (typeof end === 'string') return end;
  const waits = request.needsAllInSync && cluster.rules['acknowledge-when-replicated'];
  if (waits) return whenReplicated(cluster, partition, end);
  return request.isUnheard ? null : 'OK';
}

/** WriteTxnMarkers: answers when all in-sync replicas have the marker. */
export function writeMarkerTo(
  cluster: Cluster,
  broker: Broker,
  request: MarkerRequest,
): WriteError | Process<WriteError | 'OK'> {
  const partition = cluster.partitions.get(request.partition) as Partition;
  if (partition.leader?.broker !== broker) return 'NOT_LEADER_OR_FOLLOWER';
  appendToLeader(cluster, partition, request.batch);
  // The last stable offset moves, though the high watermark may not.
  wakeReaders(partition);
  return whenReplicated(cluster, partition, endOf(partition));
}

/** Whether fewer replicas are in sync than a write with acks=all needs. */
export function lacksReplicas({ rules }: Cluster, { isr, topic }: Partition): boolean {
  return rules['refuse-below-min-isr'] && isr.length < topic.config['min.insync.replicas'];
}

/** The leader writes a batch to its log. Returns the offset behind it, or why it will not. O(batch). */
export function write(
  cluster: Cluster,
  partition: Partition,
  { batch, isIdempotent, needsAllInSync }: WriteRequest,
): number | WriteError {
  const { leader, topic } = partition;
  if (leader === undefined || !leader.broker.isUp) return 'NOT_LEADER_OR_FOLLOWER';
  const { ids, producerId, producerEpoch, firstSequence } = batch;
  if (needsAllInSync && lacksReplicas(cluster, partition)) return 'NOT_ENOUGH_REPLICAS';
  const known = leader.log.producers.known.get(producerId);
  if (known !== undefined && producerEpoch < known.epoch) {
    // Its transaction is ended, and another producer may write under its id by now.
    if (cluster.rules['fence-old-producers']) return 'INVALID_PRODUCER_EPOCH';
    sawFencedWrite(cluster, partition, batch, known.epoch);
  } else {
    const expected = known?.epoch === producerEpoch ? known.nextSequence : 0;
    if (isIdempotent && cluster.rules['broker-checks-sequence']) {
      // A batch that is there already is acknowledged once more, and not written again.
      if (firstSequence < expected) return logEnd(leader.log);
      if (firstSequence > expected) return 'OUT_OF_ORDER_SEQUENCE_NUMBER';
    } else if (firstSequence < expected && !topic.exempt.has('appended-once-in-order')) {
      report(
        cluster.observer,
        'appended-once-in-order',
        `${partition.name} got record ${firstSequence} of producer ${producerId} again, or late`,
      );
    }
  }
  appendToLeader(cluster, partition, batch);
  cluster.bytesIn += ids.length * topic.recordBytes;
  if (!cluster.rules['read-below-high-watermark']) wakeReaders(partition);
  return logEnd(leader.log);
}

/** Control batches come of the coordinator, and are refused by no rule but a missing leader. */
export function appendToLeader(cluster: Cluster, partition: Partition, batch: RecordBatch): void {
  const { leader, epoch, changed } = partition;
  if (leader === undefined) throw new Error(`${partition.name} has no leader`);
  append(leader.log, batch, epoch);
  if (batch.isTransactional) sawOpenTransactions(cluster, partition);
  moveHighWatermark(cluster, partition);
  changed.fire();
}

/** Waits until the high watermark has reached an offset. */
function* whenReplicated(
  cluster: Cluster,
  partition: Partition,
  end: number,
): Process<WriteError | 'OK'> {
  const { epoch } = partition;
  const isSafe = () => partition.leader !== undefined && partition.leader.highWatermark >= end;
  while (!isSafe() && partition.epoch === epoch) yield* partition.advanced.wait();
  // Another leader has come in between: whether it has the batch is not for this one to say.
  if (partition.epoch !== epoch) return 'NOT_LEADER_OR_FOLLOWER';
  return lacksReplicas(cluster, partition) ? 'NOT_ENOUGH_REPLICAS_AFTER_APPEND' : 'OK';
}

/** The high watermark is the least log end of the in-sync replicas, and never goes back. */
export function moveHighWatermark(cluster: Cluster, partition: Partition): void {
  const { leader, isr } = partition;
  if (leader === undefined) return;
  let safe = logEnd(leader.log);
  if (cluster.rules['watermark-waits-for-isr']) {
    for (const { log } of isr) safe = Math.min(safe, logEnd(log));
  }
  if (safe <= leader.highWatermark) return;
  leader.highWatermark = safe;
  const behind = isr.find(({ log }) => logEnd(log) < safe);
  if (behind !== undefined) {
    report(
      cluster.observer,
      'watermark-is-replicated',
      `the high watermark of ${partition.name} is ${safe}, and ${behind.broker.name} holds ${logEnd(behind.log)}`,
    );
  }
  partition.advanced.fire();
  wakeReaders(partition);
}

/** There may be something to answer for the fetches that wait. */
export function wakeReaders({ waiting }: Partition): void {
  for (const fetch of waiting) fetch.fire();
}
