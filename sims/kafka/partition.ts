/**
 * A partition: one log on several brokers. The leader takes every write and every read; followers fetch
 * from it. The high watermark (HW) is how far all in-sync replicas (ISR) have come: what is below it
 * survives the loss of any of them but the last.
 */

import { Signal } from '../../src/kernel/signal.ts';
import { append, emptyLog, idsBetween, logEnd } from './log.ts';
import type { Broker, Cluster, Partition, Replica, Topic } from './model.ts';
import { report, sawAbort } from './observer.ts';
import { abortMarker, commitMarker, Fate, mark, type RecordId } from './records.ts';

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
    sequences: new Map(),
    transactions: new Map(),
    abortedOffsets: new Set(),
    changed: new Signal(),
    advanced: new Signal(),
    readers: new Set(),
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
export function lastStableOffset({ transactions, leader }: Partition): number {
  let end = leader?.highWatermark ?? 0;
  for (const { firstOffset } of transactions.values()) end = Math.min(end, firstOffset);
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
  readonly ids: readonly RecordId[];
  readonly producer: number;
  readonly firstSequence: number;
  readonly isIdempotent: boolean;
  readonly needsAllInSync: boolean;
  readonly isTransactional: boolean;
}

/** Whether fewer replicas are in sync than a write with acks=all needs. */
export function lacksReplicas({ rules }: Cluster, { isr, topic }: Partition): boolean {
  return rules['refuse-below-min-isr'] && isr.length < topic.config['min.insync.replicas'];
}

/** The leader writes a batch to its log. Returns the offset behind it, or why it will not. O(batch). */
export function write(
  cluster: Cluster,
  partition: Partition,
  request: WriteRequest,
): number | WriteError {
  const { leader, topic } = partition;
  if (leader === undefined || !leader.broker.isUp) return 'NOT_LEADER_OR_FOLLOWER';
  const { ids, producer, firstSequence } = request;
  if (request.needsAllInSync && lacksReplicas(cluster, partition)) return 'NOT_ENOUGH_REPLICAS';
  const expected = partition.sequences.get(producer) ?? 0;
  if (request.isIdempotent && cluster.rules['broker-checks-sequence']) {
    // A batch that is there already is acknowledged once more, and not written again.
    if (firstSequence < expected) return logEnd(leader.log);
    if (firstSequence > expected) return 'OUT_OF_ORDER_SEQUENCE_NUMBER';
  } else if (firstSequence !== expected && !topic.exempt.has('appended-once-in-order')) {
    const what = firstSequence < expected ? 'again, or late' : 'before an earlier one';
    report(
      cluster.observer,
      'appended-once-in-order',
      `${partition.name} got record ${firstSequence} of producer ${producer} ${what}`,
    );
  }
  const offset = logEnd(leader.log);
  append(leader.log, ids, partition.epoch);
  partition.sequences.set(producer, Math.max(expected, firstSequence + ids.length));
  if (request.isTransactional) {
    const open = partition.transactions.get(producer);
    if (open !== undefined) open.ids.push(...ids);
    else partition.transactions.set(producer, { producer, firstOffset: offset, ids: [...ids] });
  }
  cluster.bytesIn += ids.length * topic.recordBytes;
  moveHighWatermark(cluster, partition);
  partition.changed.fire();
  if (!cluster.rules['read-below-high-watermark']) wakeReaders(partition);
  return logEnd(leader.log);
}

/** Ends a producer's transaction here: a marker in the log, and what it wrote counts, or never will. */
export function endTransaction(
  cluster: Cluster,
  partition: Partition,
  producer: number,
  outcome: 'commit' | 'abort',
): void {
  const open = partition.transactions.get(producer);
  const { leader } = partition;
  if (open === undefined || leader === undefined) return;
  if (outcome === 'abort') {
    for (const [place, id] of idsBetween(
      leader.log,
      open.firstOffset,
      logEnd(leader.log),
    ).entries()) {
      if (!open.ids.includes(id)) continue;
      partition.abortedOffsets.add(open.firstOffset + place);
      mark(cluster.records, id, Fate.aborted);
    }
    sawAbort(cluster, open.ids);
  }
  partition.transactions.delete(producer);
  append(leader.log, [outcome === 'commit' ? commitMarker : abortMarker], partition.epoch);
  moveHighWatermark(cluster, partition);
  partition.changed.fire();
  wakeReaders(partition);
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

export function wakeReaders({ readers }: Partition): void {
  for (const reader of readers) reader.wake();
}
