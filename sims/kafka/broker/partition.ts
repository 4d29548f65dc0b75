/**
 * A partition: one log on several brokers. The leader takes every write and every read; followers
 * fetch from it. The high watermark (HW) is how far all in-sync replicas (ISR) have come: records
 * below it survive the loss of all but one of them.
 */

import type { Process } from '../../../src/kernel/process.ts';
import type { Cluster } from '../model.ts';
import { sawFencedWrite, sawOpenTransactions } from '../observer.ts';
import { type InSync, Leadership } from '../replication/leadership.ts';
import { append, emptyLog, logEnd } from './log.ts';
import type { RecordBatch } from './record-batch.ts';
import type { Broker, Partition, Replica, Topic } from './replica.ts';

export function newPartition(topic: Topic, number: number, brokers: readonly Broker[]): Partition {
  const name = `${topic.name}-${number}`;
  const partition = { topic, number, name, epoch: 0, isrVersion: 0 };
  const replicas: Replica[] = [];
  const whole: Partition = { ...partition, replicas, leader: undefined, isr: replicas };
  for (const broker of brokers) {
    const replica: Replica = {
      broker,
      partition: whole,
      log: emptyLog(),
      highWatermark: 0,
      epoch: -1,
      leader: undefined,
      leads: undefined,
    };
    replicas.push(replica);
    broker.replicas.set(name, replica);
  }
  whole.leader = replicas[0];
  return whole;
}

/** The end of the leader's log; 0 without a leader. */
export const endOf = ({ leader }: Partition): number =>
  leader === undefined ? 0 : logEnd(leader.log);

/** The offset up to which consumers may read. */
export function readableEnd({ rules }: Cluster, leader: Replica, committedOnly: boolean): number {
  const end = rules['read-below-high-watermark'] ? leader.highWatermark : logEnd(leader.log);
  return committedOnly && rules['read-committed-only']
    ? Math.min(end, lastStableOffset(leader))
    : end;
}

/** The last stable offset (LSO): every transaction before it is decided. */
export function lastStableOffset({ highWatermark, log }: Replica): number {
  let end = highWatermark;
  for (const firstOffset of log.producers.open.values()) end = Math.min(end, firstOffset);
  return end;
}

/** A broker learns that it leads a partition, in a new epoch. */
export function lead(cluster: Cluster, replica: Replica, inSync: InSync): void {
  const { broker, log, partition, epoch } = replica;
  const names = partition.replicas.map(({ broker: { name } }) => name);
  replica.leads = new Leadership(broker.name, names, {
    epoch,
    inSync,
    endOffset: logEnd(log),
    nowMs: cluster.nowMs,
  });
  replica.highWatermark = Math.min(replica.highWatermark, logEnd(log));
  moveHighWatermark(cluster, replica);
}

/** Why a write is refused, in Kafka's terms. All but the last can be retried. */
export type WriteError =
  | 'NOT_LEADER_OR_FOLLOWER'
  | 'NOT_ENOUGH_REPLICAS'
  | 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'
  | 'OUT_OF_ORDER_SEQUENCE_NUMBER'
  | 'REQUEST_TIMED_OUT'
  | 'KAFKA_STORAGE_ERROR'
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

/**
 * Produce: answers when the batch is as safe as `acks` requires; with acks=0 it answers only on
 * failure.
 */
export function produce(
  cluster: Cluster,
  broker: Broker,
  request: ProduceRequest,
): WriteError | 'OK' | null | Process<WriteError | 'OK'> {
  const replica = broker.replicas.get(request.partition);
  if (replica?.leads === undefined) return 'NOT_LEADER_OR_FOLLOWER';
  const end = write(cluster, replica, request);
  if (typeof end === 'string') return end;
  const waits = request.needsAllInSync && cluster.rules['acknowledge-when-replicated'];
  if (waits) return whenReplicated(cluster, replica, replica.leads, end);
  return request.isUnheard ? null : 'OK';
}

/**
 * WriteTxnMarkers: a write with acks=all, so it is refused below min.insync.replicas, and answers
 * when all in-sync replicas have the marker. The coordinator sends a refused marker again.
 */
export function writeMarkerTo(
  cluster: Cluster,
  broker: Broker,
  request: MarkerRequest,
): WriteError | Process<WriteError | 'OK'> {
  const replica = broker.replicas.get(request.partition);
  if (replica?.leads === undefined) return 'NOT_LEADER_OR_FOLLOWER';
  if (lacksReplicas(cluster, replica)) return 'NOT_ENOUGH_REPLICAS';
  if (!appendToLeader(cluster, replica, request.batch)) return 'KAFKA_STORAGE_ERROR';
  return whenReplicated(cluster, replica, replica.leads, logEnd(replica.log));
}

/** Whether fewer replicas are in sync than a write with acks=all requires. */
function lacksReplicas({ rules }: Cluster, { leads, partition: { topic } }: Replica): boolean {
  const inSync = leads?.inSync.isr.length ?? 0;
  return rules['refuse-below-min-isr'] && inSync < topic.config['min.insync.replicas'];
}

/**
 * The leader writes a batch to its log. Returns the offset after it, or the reason for refusal.
 * O(batch).
 */
export function write(
  cluster: Cluster,
  leader: Replica,
  { batch, isIdempotent, needsAllInSync }: WriteRequest,
): number | WriteError {
  const { partition } = leader;
  const { topic } = partition;
  const { ids, producerId, producerEpoch, firstSequence } = batch;
  if (needsAllInSync && lacksReplicas(cluster, leader)) return 'NOT_ENOUGH_REPLICAS';
  const known = leader.log.producers.known.get(producerId);
  if (known !== undefined && producerEpoch < known.epoch) {
    // Its transaction has ended, and another producer may already write under its id.
    if (cluster.rules['fence-old-producers']) return 'INVALID_PRODUCER_EPOCH';
    sawFencedWrite(cluster, partition, batch, known.epoch);
  } else {
    const expected = known?.epoch === producerEpoch ? known.nextSequence : 0;
    if (isIdempotent && cluster.rules['broker-checks-sequence']) {
      // A batch that is already there is acknowledged again, but not written again.
      if (firstSequence < expected) return logEnd(leader.log);
      if (firstSequence > expected) return 'OUT_OF_ORDER_SEQUENCE_NUMBER';
    } else if (firstSequence < expected && !topic.exempt.has('appended-once-in-order')) {
      cluster.breaches.report(
        'appended-once-in-order',
        `partition ${partition.name} wrote record ${firstSequence} of producer ${producerId} a second time, or after a later one`,
      );
    }
  }
  if (!appendToLeader(cluster, leader, batch)) return 'KAFKA_STORAGE_ERROR';
  cluster.bytesIn += ids.length * topic.recordBytes;
  return logEnd(leader.log);
}

/** Returns whether the disk has taken it. If not, the broker halts. */
function appendToLeader(cluster: Cluster, leader: Replica, batch: RecordBatch): boolean {
  const { leads } = leader;
  if (leads === undefined) throw new Error(`${leader.broker.name} does not lead`);
  if (!leader.broker.disk.writeCached()) return false;
  append(leader.log, batch, leads.epoch);
  if (batch.isTransactional) sawOpenTransactions(cluster, leader.partition);
  moveHighWatermark(cluster, leader);
  leads.wakeFetches();
  return true;
}

/** Waits until the high watermark has reached an offset. */
function* whenReplicated(
  cluster: Cluster,
  leader: Replica,
  leads: Leadership,
  end: number,
): Process<WriteError | 'OK'> {
  while (leader.highWatermark < end && leader.leads === leads) yield* leads.advanced.wait();
  // Another leader took over in between, so this one cannot tell whether that leader has the batch.
  if (leader.leads !== leads) return 'NOT_LEADER_OR_FOLLOWER';
  return lacksReplicas(cluster, leader) ? 'NOT_ENOUGH_REPLICAS_AFTER_APPEND' : 'OK';
}

/** The high watermark is the smallest log end of the in-sync replicas, and never goes back. */
export function moveHighWatermark(cluster: Cluster, leader: Replica): void {
  const { leads, log, partition } = leader;
  if (leads === undefined) return;
  const end = logEnd(log);
  const safe = cluster.rules['watermark-waits-for-isr'] ? leads.safeEnd(end) : end;
  if (safe <= leader.highWatermark) return;
  leader.highWatermark = safe;
  // Once another broker leads, the old leader's view is out of date.
  const inSync = partition.leader === leader ? partition.isr : [];
  const behind = inSync.find(({ broker, log }) => broker.isRegistered && logEnd(log) < safe);
  if (behind !== undefined) {
    cluster.breaches.report(
      'watermark-is-replicated',
      `the high watermark of partition ${partition.name} is ${safe}, but the in-sync replica ${behind.broker.name} holds records only up to ${logEnd(behind.log)}`,
    );
  }
  leads.advanced.fire();
  leads.wakeFetches();
}
