/**
 * A producer: gathers records into batches, a few of which are under way to each partition at a time,
 * and tries again what was not acknowledged.
 *
 * Whoever does not hear that a batch is written cannot know whether it is. Trying again may write it
 * twice, and let a later batch overtake it. An idempotent producer numbers its records, so that the
 * broker can tell (KIP-98).
 */

import { type Process, sleep } from '../../src/kernel/process.ts';
import { Queue } from '../../src/kernel/queue.ts';
import { chance } from '../../src/kernel/random.ts';
import { Resource } from '../../src/kernel/resource.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { type ProducerConfig, producerDefaults } from './config.ts';
import { hop } from './hop.ts';
import type { Batch, Cluster, Lane, Partition, Producer, Topic, TransactionalId } from './model.ts';
import { report } from './observer.ts';
import {
  lacksReplicas,
  replicated,
  type WriteError,
  type WriteRequest,
  write,
} from './partition.ts';
import { partitionOfHash, StickyPartitioner } from './partitioner.ts';
import { addRecord, Fate, type KeyId, mark, noKey, type RecordId } from './records.ts';
import { addPartition } from './transaction-coordinator.ts';

export function newProducer(
  cluster: Cluster,
  topic: Topic,
  name: string,
  config: Partial<ProducerConfig> = {},
  coordinated?: TransactionalId,
): Producer {
  const full = { ...producerDefaults, ...config };
  const producer: Producer = {
    number: cluster.producers.length,
    name,
    cluster,
    topic,
    config: full,
    lanes: new Map(),
    sticky: new StickyPartitioner(
      full['batch.size'],
      cluster.world.kernel.random.stream(`partitioner/${name}`),
    ),
    counts: { sent: 0, acknowledged: 0, failed: 0, batches: 0, retries: 0, latencySumMs: 0 },
    id: coordinated?.producerId ?? cluster.nextProducerId++,
    epoch: coordinated?.epoch ?? 0,
    transaction:
      coordinated === undefined
        ? undefined
        : { coordinated, partitions: new Set(), failedBefore: 0 },
    isStopped: false,
  };
  cluster.producers.push(producer);
  return producer;
}

/** Sends a record to the partition of its key, or to the one that the producer sticks to. */
export function send(producer: Producer, key: KeyId = noKey): RecordId {
  const { cluster, topic, sticky } = producer;
  const { partitions } = topic;
  const isKeyed = key !== noKey;
  const number = isKeyed
    ? partitionOfHash(cluster.records.hashes[key] as number, topic.keyedPartitions, cluster.rules)
    : sticky.current(partitions.length);
  const partition = partitions[number];
  if (partition === undefined) {
    producer.counts.failed += 1;
    const text = cluster.records.keys[key];
    report(
      cluster.observer,
      'partition-exists',
      `the key ${text} goes to partition ${number} of ${partitions.length}`,
    );
    return addRecord(cluster.records, key, producer.number, -1, cluster.nowMs);
  }
  const lane = producer.lanes.get(partition) ?? openLane(producer, partition);
  const id = addRecord(cluster.records, key, producer.number, lane.nextSequence, cluster.nowMs);
  lane.nextSequence += 1;
  producer.counts.sent += 1;
  addToBatch(producer, lane, id);
  if (!isKeyed) {
    sticky.produced(topic.recordBytes, partitions.length, lane.open === undefined);
  }
  return id;
}

function openLane(producer: Producer, partition: Partition): Lane {
  const inFlightMax = producer.config['max.in.flight.requests.per.connection'];
  const lane: Lane = {
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
    lastArrivalMs: 0,
  };
  producer.lanes.set(partition, lane);
  producer.cluster.world.spawn(sendBatches(producer, lane));
  return lane;
}

function addToBatch(producer: Producer, lane: Lane, id: RecordId): void {
  const { cluster, config, topic } = producer;
  const full = (batch: Batch) => batch.bytes + topic.recordBytes > config['batch.size'];
  if (lane.open !== undefined && full(lane.open)) close(lane.open);
  if (lane.open === undefined) {
    lane.open = {
      lane,
      ids: [],
      firstSequence: lane.nextSequence - 1,
      createdAtMs: cluster.nowMs,
      bytes: 0,
      isClosed: false,
    };
    cluster.world.kernel.schedule(config['linger.ms'], close, lane.open);
  }
  lane.open.ids.push(id);
  lane.open.bytes += topic.recordBytes;
  if (full(lane.open)) close(lane.open);
}

/** A batch is ready to go: it is full, or has waited for linger.ms. */
function close(batch: Batch): void {
  if (batch.isClosed) return;
  batch.isClosed = true;
  if (batch.lane.open === batch) batch.lane.open = undefined;
  batch.lane.ready.offer(batch);
}

function* sendBatches(producer: Producer, lane: Lane): Process<void> {
  for (;;) {
    const batch = yield* lane.ready.take();
    yield* lane.slots.acquire();
    // Who numbers sends nothing new while something older has to be sent again.
    while (isOrdered(producer) && lane.retrying > 0) yield* lane.settled.wait();
    if (producer.transaction !== undefined) yield* enlist(producer, lane.partition);
    lane.underWay.push(batch);
    producer.cluster.world.spawn(deliver(producer, batch));
  }
}

/** Before the first batch to a partition the coordinator must know that the transaction goes there. */
function* enlist(producer: Producer, partition: Partition): Process<void> {
  const { cluster, transaction, epoch } = producer;
  if (transaction === undefined || transaction.partitions.has(partition)) return;
  const isPresent = yield* addPartition(cluster, transaction.coordinated, epoch, partition);
  if (isPresent) transaction.partitions.add(partition);
  else producer.isStopped = true;
}

const isOrdered = ({ config }: Producer): boolean => config['enable.idempotence'];

/** Sends a batch until it is acknowledged, or given up. */
function* deliver(producer: Producer, batch: Batch): Process<void> {
  const { cluster, config, counts } = producer;
  const deadlineMs = batch.createdAtMs + config['delivery.timeout.ms'];
  counts.batches += 1;
  try {
    for (let attempt = 0; attempt <= config.retries && !producer.isStopped; attempt++) {
      if (attempt > 0) counts.retries += 1;
      const error = yield* request(producer, batch);
      if (error === undefined) {
        acknowledge(producer, batch);
        return;
      }
      if (error === 'INVALID_PRODUCER_EPOCH' && producer.transaction !== undefined) {
        producer.isStopped = true;
        break;
      }
      if (error === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && batch.lane.underWay[0] === batch) {
        numberAnew(producer, batch);
      }
      yield* backOff(producer, batch);
      if (cluster.nowMs >= deadlineMs) break;
    }
    giveUp(producer, batch);
  } finally {
    const { lane } = batch;
    lane.underWay.splice(lane.underWay.indexOf(batch), 1);
    lane.slots.release();
    lane.settled.fire();
  }
}

/** Waits before another try; who numbers also waits for its turn among the batches under way. */
function* backOff(producer: Producer, batch: Batch): Process<void> {
  const { lane } = batch;
  lane.retrying += 1;
  yield* sleep(producer.config['retry.backoff.ms']);
  while (isOrdered(producer) && lane.underWay[0] !== batch) yield* lane.settled.wait();
  lane.retrying -= 1;
}

/** The batch is lost, and the producer says so to its caller. */
function giveUp({ counts }: Producer, { ids }: Batch): void {
  counts.failed += ids.length;
}

/**
 * The first batch under way is out of order: the one before it was given up, or the broker has lost
 * it. From here on the producer numbers in a new epoch. In a transaction that is no remedy: it fails.
 */
function numberAnew({ transaction }: Producer, { lane, firstSequence }: Batch): void {
  if (transaction !== undefined) return;
  lane.epoch += 1;
  lane.epochFirstSequence = firstSequence;
}

function acknowledge({ cluster, counts }: Producer, { ids }: Batch): void {
  counts.acknowledged += ids.length;
  for (const id of ids) {
    mark(cluster.records, id, Fate.acknowledged);
    counts.latencySumMs += cluster.nowMs - (cluster.records.sentAtMs[id] as number);
  }
}

/** One attempt: there, into the log, as far as `acks` asks, and back. */
function* request(producer: Producer, batch: Batch): Process<WriteError | undefined> {
  const { cluster, config } = producer;
  const { partition } = batch.lane;
  const isLost = () => cluster.loss > 0 && chance(cluster.lossRandom, cluster.loss);
  if (config.acks === '0') {
    // Who waits for no answer learns of no failure.
    yield* onConnection(cluster, batch.lane);
    if (!isLost()) write(cluster, partition, requestFor(producer, batch));
    return undefined;
  }
  if (isLost()) return yield* timeOut(config);
  yield* onConnection(cluster, batch.lane);
  const { leader, epoch } = partition;
  const end = write(cluster, partition, requestFor(producer, batch));
  if (typeof end === 'string') {
    if (leader !== undefined && !leader.broker.isUp) return yield* refuse(cluster);
    yield* hop(cluster);
    return end;
  }
  if (config.acks === 'all' && cluster.rules['acknowledge-when-replicated']) {
    // Another leader has come in between: whether it has the batch is not for this one to say.
    if (!(yield* replicated(partition, { end, epoch }))) return 'NOT_LEADER_OR_FOLLOWER';
    if (lacksReplicas(cluster, partition)) return 'NOT_ENOUGH_REPLICAS_AFTER_APPEND';
  }
  if (leader?.broker.isUp !== true || isLost()) return yield* timeOut(config);
  yield* hop(cluster);
  return undefined;
}

/** A request on its way over one connection, where none overtakes another. */
function onConnection(cluster: Cluster, lane: Lane): Process<void> {
  const arrivalMs = Math.max(cluster.nowMs + cluster.drawLatencyMs(), lane.lastArrivalMs);
  lane.lastArrivalMs = arrivalMs;
  return sleep(arrivalMs - cluster.nowMs);
}

/** Nobody answers. */
function* timeOut(config: ProducerConfig): Process<WriteError> {
  yield* sleep(config['request.timeout.ms']);
  return 'REQUEST_TIMED_OUT';
}

/** The broker is down: the connection is refused at once. */
function* refuse(cluster: Cluster): Process<WriteError> {
  yield* hop(cluster);
  return 'NOT_LEADER_OR_FOLLOWER';
}

function requestFor(producer: Producer, { ids, firstSequence, lane }: Batch): WriteRequest {
  const { id, epoch, config, transaction } = producer;
  return {
    batch: {
      ids,
      producerId: id,
      producerEpoch: epoch + lane.epoch,
      firstSequence: firstSequence - lane.epochFirstSequence,
      isTransactional: transaction !== undefined,
    },
    isIdempotent: config['enable.idempotence'],
    needsAllInSync: config.acks === 'all',
  };
}

/** How many records wait, or are under way, that were not acknowledged nor given up. */
export const unsettled = ({ counts }: Producer): number =>
  counts.sent - counts.acknowledged - counts.failed;

/** Waits until everything that was sent is acknowledged or given up. */
export function* flush(producer: Producer): Process<void> {
  for (const lane of producer.lanes.values()) if (lane.open !== undefined) close(lane.open);
  while (unsettled(producer) > 0) yield* sleep(1);
}
