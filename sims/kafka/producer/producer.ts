/**
 * A producer: gathers records into batches, a few of which are in flight to each partition at a time,
 * and retries what was not acknowledged.
 *
 * A producer that gets no answer cannot know whether the batch was written. A retry may write it
 * twice, and may let a later batch overtake it. An idempotent producer numbers its records, so that the
 * broker can tell (KIP-98).
 */

import { must } from '../../../src/kernel/must.ts';
import { type Process, sleep, spawn } from '../../../src/kernel/process.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { ProduceRequest, WriteError } from '../broker/partition.ts';
import type { Partition, Topic } from '../broker/replica.ts';
import { type ProducerConfig, producerDefaults } from '../config.ts';
import type { Cluster, Consumer, Producer } from '../model.ts';
import { ask, coordinatorName } from '../network/machines.ts';
import { Metadata } from '../network/metadata.ts';
import { addRecord, Fate, type KeyId, mark, noKey, type RecordId } from '../records.ts';
import type { KafkaRule } from '../rules.ts';
import type { AddPartitionRequest } from '../transaction/transaction-coordinator.ts';
import { addToBatch, type Batch, close, type Lane, newLane } from './lane.ts';
import { partitionOfHash, StickyPartitioner } from './partitioner.ts';

export function newProducer(
  cluster: Cluster,
  topic: Topic,
  name: string,
  config: Partial<ProducerConfig> = {},
  within?: Consumer,
): Producer {
  const full = { ...producerDefaults, ...config };
  const coordinated = within && cluster.transactionalIds.get(within.name);
  const producer: Producer = {
    number: cluster.producers.length,
    metadata: within?.metadata,
    machine: within?.machine ?? addMachine(cluster, name, (node) => begin(producer, node)),
    node: within?.node,
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
  producer.machine.life === 'down' && producer.machine.start();
  return producer;
}

function addMachine(cluster: Cluster, name: string, start: (node: ServerContext) => void): Node {
  return cluster.world.addServer(name, client('producer', start), { startsUp: false });
}

/** A life of a producer begins: its unsent records are gone, and brokers know it by another id. */
function begin(producer: Producer, node: ServerContext): void {
  const { counts, cluster, lanes, config } = producer;
  if (producer.node !== undefined) producer.id = cluster.nextProducerId++;
  producer.node = node;
  producer.metadata = new Metadata(node, cluster.brokers, config['request.timeout.ms']);
  node.spawn(producer.metadata.refresh());
  counts.failed += unsettled(producer);
  lanes.clear();
}

/** Sends a record to the partition of its key, or to the one that the producer sticks to. */
export function send(producer: Producer, key: KeyId = noKey): RecordId {
  const { cluster, topic, sticky } = producer;
  const { partitions } = topic;
  const isKeyed = key !== noKey;
  const number = isKeyed
    ? partitionOfHash(
        must(cluster.records.hashes[key], 'hash of the key'),
        topic.keyedPartitions,
        cluster.rules,
      )
    : sticky.current(partitions.length);
  const partition = partitions[number];
  if (partition === undefined) {
    producer.counts.failed += 1;
    const text = cluster.records.keys[key];
    cluster.breaches.report(
      'partition-exists',
      `the key ${text} goes to partition ${number}, but the topic has partitions 0 to ${partitions.length - 1}`,
    );
    return addRecord(cluster.records, key, producer.number, -1, cluster.nowMs);
  }
  const lane = producer.lanes.get(partition) ?? openLane(producer, partition);
  const id = addRecord(cluster.records, key, producer.number, lane.nextSequence, cluster.nowMs);
  lane.nextSequence += 1;
  producer.counts.sent += 1;
  addToBatch(lane, id, producer.config, cluster.world.kernel);
  if (!isKeyed) {
    sticky.produced(topic.recordBytes, partitions.length, lane.open === undefined);
  }
  return id;
}

function openLane(producer: Producer, partition: Partition): Lane {
  const lane = newLane(partition, producer.config['max.in.flight.requests.per.connection']);
  producer.lanes.set(partition, lane);
  producer.node?.spawn(sendBatches(producer, lane));
  return lane;
}

function* sendBatches(producer: Producer, lane: Lane): Process<void> {
  for (;;) {
    const batch = yield* lane.ready.take();
    yield* lane.slots.acquire();
    // A producer that numbers its records sends nothing new while something older must be retried.
    while (isOrdered(producer) && lane.retrying > 0) yield* lane.settled.wait();
    if (producer.transaction !== undefined) yield* enlist(producer, lane.partition);
    lane.underWay.push(batch);
    yield* spawn(deliver(producer, batch));
  }
}

/**
 * Before the first batch to a partition the coordinator must know that the transaction includes it.
 */
function* enlist(producer: Producer, partition: Partition): Process<void> {
  const { transaction, epoch, config, node } = producer;
  if (transaction === undefined || transaction.partitions.has(partition)) return;
  const { name } = transaction.coordinated;
  const request: AddPartitionRequest = {
    kind: 'add-partition',
    name,
    epoch,
    partition: partition.name,
  };
  for (;;) {
    const timeoutMs = config['request.timeout.ms'];
    const answer = yield* ask<'OK' | 'INVALID_PRODUCER_EPOCH'>(
      node as ServerContext,
      coordinatorName,
      request,
      timeoutMs,
    );
    if (answer === 'OK') transaction.partitions.add(partition);
    if (answer === 'INVALID_PRODUCER_EPOCH') producer.isStopped = true;
    if (answer !== 'REQUEST_TIMED_OUT') return;
    yield* sleep(config['retry.backoff.ms']);
  }
}

const isOrdered = ({ config }: Producer): boolean => config['enable.idempotence'];

/** Sends a batch until it is acknowledged or given up. */
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
      sawRetry(producer, batch, attempt, error);
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

function sawRetry(
  { cluster, name }: Producer,
  { lane, ids }: Batch,
  attempt: number,
  error: WriteError,
): void {
  cluster.note(name, {
    kind: 'sends-again',
    partition: lane.partition.name,
    records: ids.length,
    attempt: attempt + 1,
    error,
    rule: refusedBy[error],
  });
}

/** Answers after which a producer asks again which broker leads. */
const doubtful: ReadonlySet<string> = new Set<WriteError>([
  'NOT_LEADER_OR_FOLLOWER',
  'REQUEST_TIMED_OUT',
  'KAFKA_STORAGE_ERROR',
]);

/** The rule by which a broker refuses a batch. */
const refusedBy: { readonly [Error in WriteError]?: KafkaRule } = {
  NOT_ENOUGH_REPLICAS: 'refuse-below-min-isr',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'refuse-below-min-isr',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'broker-checks-sequence',
  INVALID_PRODUCER_EPOCH: 'fence-old-producers',
};

/**
 * Waits before a retry; a producer that numbers its records also waits for the batch's turn among
 * those in flight.
 */
function* backOff(producer: Producer, batch: Batch): Process<void> {
  const { lane } = batch;
  lane.retrying += 1;
  yield* sleep(producer.config['retry.backoff.ms']);
  while (isOrdered(producer) && lane.underWay[0] !== batch) yield* lane.settled.wait();
  lane.retrying -= 1;
}

/** The batch is lost, and the producer tells its caller. */
function giveUp({ counts }: Producer, { ids }: Batch): void {
  counts.failed += ids.length;
}

/**
 * The first batch in flight is out of order: the one before it was given up, or the broker has lost
 * it. From here on the producer numbers in a new epoch. In a transaction that does not help: it
 * fails.
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
    counts.latencySumMs += cluster.nowMs - must(cluster.records.sentAtMs[id], 'time of sending');
  }
}

/** One attempt: to the broker, into the log, as far as `acks` requires, and back. */
function* request(producer: Producer, batch: Batch): Process<WriteError | undefined> {
  const { config } = producer;
  const node = producer.node as ServerContext;
  const { name } = batch.lane.partition;
  const metadata = producer.metadata as Metadata;
  if (metadata.leaderOf(name) === undefined) yield* metadata.refresh();
  const leader = metadata.leaderOf(name);
  if (leader === undefined) return 'NOT_LEADER_OR_FOLLOWER';
  const message = requestFor(producer, batch);
  if (config.acks === '0') {
    node.spawn(sendUnheard(producer, leader, message));
    return undefined;
  }
  const timeoutMs = config['request.timeout.ms'];
  const answer = yield* ask<WriteError | 'OK'>(node, leader, message, timeoutMs);
  if (doubtful.has(answer)) metadata.doubt(name);
  return answer === 'OK' ? undefined : answer;
}

/** acks=0 waits for no answer. But a broker that no longer leads closes the connection. */
function* sendUnheard(
  { node, metadata, config }: Producer,
  leader: string,
  message: ProduceRequest,
): Process<void> {
  const timeoutMs = config['request.timeout.ms'];
  const answer = yield* ask<WriteError | null>(node as ServerContext, leader, message, timeoutMs);
  if (answer !== null) metadata?.doubt(message.partition);
}

function requestFor(producer: Producer, { ids, firstSequence, lane }: Batch): ProduceRequest {
  const { id, epoch, config, transaction } = producer;
  return {
    kind: 'produce',
    partition: lane.partition.name,
    batch: {
      ids,
      producerId: id,
      producerEpoch: epoch + lane.epoch,
      firstSequence: firstSequence - lane.epochFirstSequence,
      isTransactional: transaction !== undefined,
    },
    isIdempotent: config['enable.idempotence'],
    needsAllInSync: config.acks === 'all',
    isUnheard: config.acks === '0',
  };
}

/** How many records wait or are in flight, neither acknowledged nor given up. */
export const unsettled = ({ counts }: Producer): number =>
  counts.sent - counts.acknowledged - counts.failed;

/** Waits until every record sent is acknowledged or given up. */
export function* flush(producer: Producer): Process<void> {
  for (const lane of producer.lanes.values()) if (lane.open !== undefined) close(lane.open);
  while (unsettled(producer) > 0) yield* sleep(1);
}
