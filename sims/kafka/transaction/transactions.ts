/**
 * Transactions (KIP-98, KIP-447): a consumer's output and its read position become visible
 * together, or not at all. Aborted records stay in the log, and read_committed consumers skip them.
 */

import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { Fetched } from '../consumer/work.ts';
import { askCoordinator } from '../group/ask-coordinator.ts';
import { fence } from '../group/membership.ts';
import { offsetsFrom } from '../group/offsets.ts';
import type { Consumer, Producer, ProducerTransaction } from '../model.ts';
import { flush, newProducer, send } from '../producer/producer.ts';
import { Fate, mark, type RecordId } from '../records.ts';
import type { Ended, EndRequest, InitRequest } from './transaction-coordinator.ts';

/**
 * The consumer's name is its transactional.id: a producer that starts under it ends its
 * predecessor's open transaction, and fences the predecessor.
 */
export function* initTransactions(consumer: Consumer): Process<void> {
  const { cluster, name, work } = consumer;
  if (work.output === undefined)
    throw new Error(`${name} writes nothing that a transaction could hold`);
  const request: InitRequest = { kind: 'init-producer', name };
  const epoch = yield* untilAnswered<number>(consumer, request);
  const producer = newProducer(cluster, work.output, name, {}, consumer);
  producer.epoch = epoch;
  consumer.producer = producer;
}

/** Asks the coordinator until it answers. */
function* untilAnswered<Reply>(consumer: Consumer, request: object): Process<Reply> {
  for (;;) {
    const answer = yield* askCoordinator<Reply>(consumer, request);
    if (answer !== 'REQUEST_TIMED_OUT') return answer as Reply;
    yield* sleep(consumer.config['retry.backoff.ms']);
  }
}

/** Writes the result of a record, within the transaction. */
export function writeOutput(consumer: Consumer, id: RecordId): void {
  const { producer, cluster, work } = consumer;
  const transaction = producer?.transaction;
  if (producer === undefined || transaction === undefined || producer.isStopped) return;
  const output = send(producer, cluster.records.key[id]);
  work.sources?.set(output, id);
  const { coordinated } = transaction;
  // The records of a fenced producer are not part of any transaction that will be committed.
  if (producer.epoch < coordinated.epoch) mark(cluster.records, output, Fate.aborted);
  else coordinated.ids.push(output);
}

/** Commits everything written since the last time, and the offsets behind it, as one. */
export function* commitTransaction(consumer: Consumer, fetched: readonly Fetched[]): Process<void> {
  const { producer, group, memberId, generation } = consumer;
  const transaction = producer?.transaction;
  if (producer === undefined || transaction === undefined) return;
  yield* flush(producer);
  const hasFailed = producer.isStopped || producer.counts.failed > transaction.failedBefore;
  const offsets = new Map(
    fetched.map(({ owned, firstOffset, ids }) => [owned.partition, firstOffset + ids.length]),
  );
  const request: EndRequest = {
    kind: 'end-transaction',
    name: consumer.name,
    epoch: producer.epoch,
    outcome: hasFailed ? 'abort' : 'commit',
    group: group.name,
    memberId: memberId ?? '',
    generation,
    offsets: offsetsFrom(offsets),
  };
  const { error, epoch } = yield* untilAnswered<Ended>(consumer, request);
  if (producer.isStopped || error === 'INVALID_PRODUCER_EPOCH') yield* initTransactions(consumer);
  else beginNext(producer, transaction, epoch);
  if (error === 'INVALID_PRODUCER_EPOCH' || hasFailed) rewind(consumer);
  else if (error !== 'OK') fence(consumer, error);
  else for (const { owned } of fetched) owned.committed = owned.done;
}

/** The input of an aborted transaction must be read again. */
function rewind({ owned }: Consumer): void {
  for (const each of owned.values()) {
    each.position = each.committed;
    each.ahead = undefined;
    each.done = each.committed;
    each.doneAhead.clear();
  }
}

/** The next transaction has an epoch of its own, in which records are numbered from 0 (KIP-890). */
function beginNext(producer: Producer, transaction: ProducerTransaction, epoch: number): void {
  const { partitions } = transaction;
  producer.epoch = epoch;
  transaction.failedBefore = producer.counts.failed;
  partitions.clear();
  for (const lane of producer.lanes.values()) lane.nextSequence = 0;
}
