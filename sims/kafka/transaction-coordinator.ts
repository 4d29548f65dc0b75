/**
 * The transaction coordinator (KIP-98): which producer writes under a transactional.id, in which
 * epoch, and to which partitions it wrote in its open transaction. Once the outcome is decided, a marker goes
 * to each of them, and again until a leader has it on all in-sync replicas.
 *
 * Every end of a transaction raises the epoch (KIP-890), and the markers carry the new one: what comes
 * later in the old epoch is refused.
 */
import { noEvent } from '../../src/kernel/event-queue.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { hop } from './hop.ts';
import { logEnd } from './log.ts';
import type { Cluster, Partition, TransactionalId } from './model.ts';
import { sawAbort, sawOpenTransactions } from './observer.ts';
import { appendToLeader, replicated, wakeReaders } from './partition.ts';
import { Fate, mark, marker } from './records.ts';

export type Outcome = 'commit' | 'abort';

/**
 * InitProducerId: a producer takes a transactional.id over. What its predecessor left open is aborted,
 * and the predecessor fenced. Answers with the new epoch.
 */
export function* initProducer(cluster: Cluster, name: string): Process<TransactionalId> {
  yield* hop(cluster);
  const id = cluster.transactionalIds.get(name) ?? newTransactionalId(cluster, name);
  if (id.partitions.size > 0) decide(cluster, id, 'abort');
  else id.epoch += 1;
  while (id.pending.size > 0) yield* id.completed.wait();
  yield* hop(cluster);
  return id;
}

function newTransactionalId(cluster: Cluster, name: string): TransactionalId {
  const id: TransactionalId = {
    name,
    producerId: cluster.nextProducerId++,
    epoch: -1,
    partitions: new Set(),
    ids: [],
    pending: new Set(),
    completed: new Signal(),
    expiry: noEvent,
  };
  cluster.transactionalIds.set(name, id);
  return id;
}

/** AddPartitionsToTxn: answers whether the producer is the one of the present epoch. */
export function* addPartition(
  cluster: Cluster,
  id: TransactionalId,
  epoch: number,
  partition: Partition,
): Process<boolean> {
  yield* hop(cluster);
  // The transaction before has to be complete first (CONCURRENT_TRANSACTIONS).
  while (id.pending.size > 0 && epoch === id.epoch) yield* id.completed.wait();
  const isPresent = epoch === id.epoch;
  if (isPresent) {
    if (id.partitions.size === 0) {
      const limitMs = cluster.config['transaction.timeout.ms'];
      id.expiry = cluster.world.kernel.schedule(limitMs, expire, { cluster, id });
    }
    id.partitions.add(partition);
  }
  yield* hop(cluster);
  return isPresent;
}

/** A transaction that is open for longer than transaction.timeout.ms is aborted, and its producer fenced. */
function expire({ cluster, id }: { cluster: Cluster; id: TransactionalId }): void {
  decide(cluster, id, 'abort');
}

/** EndTxn: the outcome stands from now on, whatever happens to brokers and producers. */
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
  id.ids = [];
  id.partitions.clear();
  for (const partition of partitions) {
    id.pending.add(partition);
    cluster.world.spawn(writeMarker(cluster, id, partition, outcome));
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
  for (;;) {
    yield* hop(cluster);
    const { leader, epoch } = partition;
    if (leader?.broker.isUp === true) {
      appendToLeader(cluster, partition, batch);
      // The last stable offset moves, though the high watermark may not.
      wakeReaders(partition);
      if (yield* replicated(partition, { end: logEnd(leader.log), epoch })) break;
    }
    if (!cluster.rules['repeat-markers']) break;
    yield* sleep(markerRetryMs);
  }
  id.pending.delete(partition);
  sawOpenTransactions(cluster, partition);
  if (id.pending.size === 0) id.completed.fire();
}

/** Between two tries: as long as the coordinator takes to look up who leads by now. */
const markerRetryMs = 100;
