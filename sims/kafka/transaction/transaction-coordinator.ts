/**
 * The transaction coordinator (KIP-98): which producer writes under a transactional.id, in which
 * epoch, and to which partitions it wrote in its open transaction. Once the outcome is decided, it
 * sends a marker to each of them, repeatedly until a leader has it on all in-sync replicas.
 *
 * Every end of a transaction raises the epoch (KIP-890), and the markers carry the new one: later
 * batches of the old epoch are refused.
 */

import { noEvent } from '../../../src/kernel/event-queue.ts';
import { must } from '../../../src/kernel/must.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { MarkerRequest, WriteError } from '../broker/partition.ts';
import type { Partition } from '../broker/replica.ts';
import type { GroupError } from '../group/group.ts';
import { type CommitRequest, offsetsIn, storeOffsets } from '../group/offsets.ts';
import type { Cluster, TransactionalId } from '../model.ts';
import { ask, isCoordinating } from '../network/machines.ts';
import type { Metadata } from '../network/metadata.ts';
import { sawAbort, sawOpenTransactions } from '../observer.ts';
import { Fate, mark, marker } from '../records.ts';

export type Outcome = 'commit' | 'abort';

export interface InitRequest {
  readonly kind: 'init-producer';
  readonly name: string;
}

/**
 * InitProducerId: a producer takes over a transactional.id. Its predecessor's open transaction is
 * aborted, and the predecessor fenced. Answers with the new epoch.
 */
export function* initProducer(cluster: Cluster, { name }: InitRequest): Process<number> {
  const id = cluster.transactionalIds.get(name) ?? newTransactionalId(cluster, name);
  if (id.partitions.size > 0) decide(cluster, id, 'abort');
  else id.epoch += 1;
  id.last = undefined;
  const { epoch } = id;
  while (id.pending.size > 0) yield* id.completed.wait();
  return epoch;
}

function newTransactionalId(cluster: Cluster, name: string): TransactionalId {
  const id: TransactionalId = {
    name,
    producerId: cluster.nextProducerId++,
    epoch: -1,
    partitions: new Set(),
    ids: [],
    pending: new Map(),
    last: undefined,
    completed: new Signal(),
    expiry: noEvent,
  };
  cluster.transactionalIds.set(name, id);
  return id;
}

export interface AddPartitionRequest {
  readonly kind: 'add-partition';
  readonly name: string;
  readonly epoch: number;
  readonly partition: string;
}

/** AddPartitionsToTxn: refused unless the producer is that of the present epoch. */
export function* addPartition(
  cluster: Cluster,
  { name, epoch, partition }: AddPartitionRequest,
): Process<'OK' | 'INVALID_PRODUCER_EPOCH'> {
  const id = must(cluster.transactionalIds.get(name), 'transactional id of that name');
  // The previous transaction must be complete first (CONCURRENT_TRANSACTIONS).
  while (id.pending.size > 0 && epoch === id.epoch) yield* id.completed.wait();
  if (epoch !== id.epoch) return 'INVALID_PRODUCER_EPOCH';
  if (id.partitions.size === 0) {
    const limitMs = cluster.config['transaction.timeout.ms'];
    id.expiry = cluster.world.kernel.schedule(limitMs, expire, { cluster, id });
  }
  id.partitions.add(must(cluster.partitions.get(partition), 'partition of that name'));
  return 'OK';
}

/**
 * A transaction that is open for longer than transaction.timeout.ms is aborted, and its producer
 * fenced.
 */
function expire({ cluster, id }: { cluster: Cluster; id: TransactionalId }): void {
  if (isCoordinating(cluster)) decide(cluster, id, 'abort');
  else id.expiry = cluster.world.kernel.schedule(expiryRetryMs, expire, { cluster, id });
}

/** While the coordinator is down or paused nothing expires. */
const expiryRetryMs = 1_000;

export interface EndRequest extends Omit<CommitRequest, 'kind'> {
  readonly kind: 'end-transaction';
  readonly name: string;
  readonly epoch: number;
  readonly outcome: Outcome;
}

export interface Ended {
  readonly error: GroupError | 'INVALID_PRODUCER_EPOCH' | 'OK';
  /** The epoch of the next transaction. */
  readonly epoch: number;
}

/**
 * TxnOffsetCommit and EndTxn: the offsets are stored if the transaction is committed. A producer
 * that missed the answer may ask again.
 */
export function endTransaction(cluster: Cluster, request: EndRequest): Ended {
  const { name, epoch, outcome, memberId, generation } = request;
  const id = must(cluster.transactionalIds.get(name), 'transactional id of that name');
  if (epoch === id.epoch - 1 && id.last === outcome) return { error: 'OK', epoch: id.epoch };
  if (epoch !== id.epoch) return { error: 'INVALID_PRODUCER_EPOCH', epoch: id.epoch };
  if (outcome === 'abort') {
    decide(cluster, id, 'abort');
    return { error: 'OK', epoch: id.epoch };
  }
  const group = must(cluster.groups.get(request.group), 'group of that name');
  const offsets = offsetsIn(cluster, request.offsets);
  const error = storeOffsets(group, memberId, generation, offsets);
  decide(cluster, id, error === undefined ? 'commit' : 'abort');
  return { error: error ?? 'OK', epoch: id.epoch };
}

/** EndTxn: the outcome is now final, whatever happens to brokers and producers. */
export function decide(cluster: Cluster, id: TransactionalId, outcome: Outcome): void {
  const partitions = [...id.partitions];
  cluster.world.kernel.cancel(id.expiry);
  cluster.note(id.name, {
    kind: 'transaction-ends',
    outcome,
    epoch: id.epoch,
    partitions: partitions.map(({ name }) => name),
  });
  if (outcome === 'abort') {
    for (const record of id.ids) mark(cluster.records, record, Fate.aborted);
    sawAbort(cluster, id.ids);
  }
  id.epoch += 1;
  id.last = outcome;
  id.ids = [];
  id.partitions.clear();
  for (const partition of partitions) {
    id.pending.set(partition, outcome);
    cluster.coordinator?.spawn(writeMarker(cluster, id, partition, outcome));
  }
}

/** WriteTxnMarkers, to one partition. */
function* writeMarker(
  cluster: Cluster,
  id: TransactionalId,
  partition: Partition,
  outcome: Outcome,
): Process<void> {
  const { epoch: producerEpoch, producerId } = id;
  const batch = {
    ids: [marker],
    producerId,
    producerEpoch,
    firstSequence: 0,
    isTransactional: true,
    marker: outcome,
  };
  const node = cluster.coordinator as ServerContext;
  const metadata = cluster.coordinatorMetadata as Metadata;
  for (;;) {
    if (metadata.leaderOf(partition.name) === undefined) yield* metadata.refresh();
    const leader = metadata.leaderOf(partition.name);
    const request: MarkerRequest = { kind: 'write-marker', partition: partition.name, batch };
    const isWritten =
      leader !== undefined &&
      (yield* ask<'OK' | WriteError>(node, leader, request, markerTimeoutMs)) === 'OK';
    if (isWritten || !cluster.rules['repeat-markers']) break;
    metadata.doubt(partition.name);
    yield* sleep(markerRetryMs);
  }
  id.pending.delete(partition);
  sawOpenTransactions(cluster, partition);
  if (id.pending.size === 0) id.completed.fire();
}

/** The coordinator restarts: it continues with the markers that were not yet written. */
export function resumeMarkers(cluster: Cluster, id: TransactionalId): void {
  for (const [partition, outcome] of id.pending) {
    cluster.coordinator?.spawn(writeMarker(cluster, id, partition, outcome));
  }
}

/** Between two attempts: the time it takes the coordinator to look up the current leader. */
const markerRetryMs = 100;

/** How long it waits for the replicas to have a marker. A duplicate marker does no harm. */
const markerTimeoutMs = 1_000;
