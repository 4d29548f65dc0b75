/**
 * Transactions (KIP-98, KIP-447): what a consumer writes and how far it has read become visible
 * together, or not at all. Aborted records stay in the log, and read_committed passes over them.
 */

import { type Process, sleep } from '../../src/kernel/process.ts';
import { hop } from './cluster.ts';
import { fence } from './membership.ts';
import type { Cluster, Consumer, Fetched, Producer } from './model.ts';
import { storeOffsets } from './offsets.ts';
import { endTransaction } from './partition.ts';
import { flush, newProducer, send } from './producer.ts';
import type { RecordId } from './records.ts';

/**
 * The consumer's name is its transactional.id: whoever starts under it ends what its predecessor left
 * open, and shuts it out.
 */
export function initTransactions(consumer: Consumer): void {
  const { cluster, name, work } = consumer;
  for (const producer of cluster.producers) {
    if (producer.name === name) shutOut(cluster, producer);
  }
  if (work.output === undefined)
    throw new Error(`${name} writes nothing that a transaction could hold`);
  consumer.producer = newProducer(cluster, work.output, name);
  consumer.producer.inTransaction = true;
}

function shutOut(cluster: Cluster, producer: Producer): void {
  producer.isStopped = true;
  end(cluster, producer, 'abort');
}

function end(cluster: Cluster, producer: Producer, outcome: 'commit' | 'abort'): void {
  for (const partition of producer.topic.partitions) {
    endTransaction(cluster, partition, producer.number, outcome);
  }
}

/** Writes what came of a record, within the transaction. */
export function writeOutput(consumer: Consumer, id: RecordId): void {
  const { producer, cluster } = consumer;
  if (producer === undefined || producer.isStopped) return;
  if (producer.transactionSinceMs === undefined) {
    producer.transactionSinceMs = cluster.nowMs;
    cluster.world.spawn(timeOut(cluster, producer, cluster.nowMs));
  }
  consumer.work.sources?.set(send(producer, cluster.records.key[id]), id);
}

/** The coordinator aborts a transaction that is open for longer than transaction.timeout.ms. */
function* timeOut(cluster: Cluster, producer: Producer, sinceMs: number): Process<void> {
  yield* sleep(cluster.config['transaction.timeout.ms']);
  if (producer.transactionSinceMs === sinceMs) shutOut(cluster, producer);
}

/** Commits what was written since the last time, and the offsets behind it, as one. */
export function* commitTransaction(consumer: Consumer, fetched: readonly Fetched[]): Process<void> {
  const { producer, cluster, group, memberId, generation } = consumer;
  if (producer === undefined) return;
  yield* flush(producer);
  yield* hop(cluster);
  const offsets = new Map(
    fetched.map(({ owned, firstOffset, ids }) => [owned.partition, firstOffset + ids.length]),
  );
  const error = producer.isStopped
    ? 'UNKNOWN_MEMBER_ID'
    : storeOffsets(group, memberId ?? '', generation, offsets);
  producer.transactionSinceMs = undefined;
  end(cluster, producer, error === undefined ? 'commit' : 'abort');
  yield* hop(cluster);
  if (error !== undefined) {
    fence(consumer, error);
    if (producer.isStopped) initTransactions(consumer);
    return;
  }
  for (const { owned } of fetched) owned.committed = owned.done;
}
