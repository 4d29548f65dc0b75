/**
 * The fetcher of a consumer: one fetch request at a time to each broker that leads partitions of
 * it. Results wait here until they are polled.
 */
import { must } from '../../../src/kernel/must.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { ConsumerFetch, ConsumerPart, FetchAnswer, FetchError } from '../broker/fetch.ts';
import { jump } from '../group/ownership.ts';
import type { Consumer } from '../model.ts';
import { ask } from '../network/machines.ts';
import type { Fetched, Owned } from './work.ts';

/**
 * Asks the leaders of all partitions without fetched records, unless a request is already pending.
 */
export function sendFetches(consumer: Consumer): void {
  const { owned, fetching, node } = consumer;
  const metadata = metadataOf(consumer);
  const wanted = [...owned.values()].filter(({ ahead }) => ahead === undefined);
  const byLeader = metadata.byLeader(wanted, ({ partition }) => partition.name);
  let led = 0;
  for (const [leader, partitions] of byLeader) {
    led += partitions.length;
    if (fetching.has(leader)) continue;
    fetching.add(leader);
    node?.spawn(fetchFrom(consumer, leader, partitions));
  }
  if (led < wanted.length && !consumer.looksUp) node?.spawn(lookUpLeaders(consumer));
}

function* fetchFrom(
  consumer: Consumer,
  leader: string,
  partitions: readonly Owned[],
): Process<void> {
  const { config, fetching } = consumer;
  const request: ConsumerFetch = {
    kind: 'fetch',
    positions: partitions.map(({ partition, position }) => ({
      partition: partition.name,
      offset: position,
    })),
    recordsMax: config['max.poll.records'],
    committedOnly: config['isolation.level'] === 'read_committed',
    minBytes: config['fetch.min.bytes'],
    maxWaitMs: config['fetch.max.wait.ms'],
  };
  const timeoutMs = config['request.timeout.ms'];
  const node = consumer.node as ServerContext;
  const answer = yield* ask<FetchAnswer<ConsumerPart>>(node, leader, request, timeoutMs);
  fetching.delete(leader);
  if (answer === 'REQUEST_TIMED_OUT') {
    for (const { partition } of partitions) metadataOf(consumer).doubt(partition.name);
  } else accept(consumer, request, partitions, answer);
  consumer.wake();
}

/** Keeps the fetched records, unless the partition or the position in it has changed since. */
function accept(
  consumer: Consumer,
  { positions }: ConsumerFetch,
  partitions: readonly Owned[],
  answer: FetchAnswer<ConsumerPart>,
): void {
  for (const part of answer) {
    const place = positions.findIndex(({ partition }) => partition === part.partition);
    const owned = must(partitions[place], 'partition in turn');
    if (owned.isLost || owned.position !== positions[place]?.offset) continue;
    if ('error' in part) recover(consumer, owned, part);
    else {
      owned.ahead = part.ids;
      for (const offset of part.aborted) owned.aborted.add(offset);
    }
  }
}

/**
 * The broker is not the leader, or does not have the offset: auto.offset.reset decides where to
 * continue.
 */
function recover(consumer: Consumer, owned: Owned, error: FetchError): void {
  const isBeyond =
    error.error === 'OFFSET_OUT_OF_RANGE' &&
    owned.position > error.end &&
    owned.doubtedEpoch !== error.epoch;
  if (error.error !== 'OFFSET_OUT_OF_RANGE' || isBeyond) {
    // A log that ends before the consumer's position is an old leader's, unless the brokers insist
    // on it.
    if (isBeyond) owned.doubtedEpoch = error.epoch;
    metadataOf(consumer).doubt(owned.partition.name);
    return;
  }
  const { startOffset, end } = error;
  const to = consumer.config['auto.offset.reset'] === 'earliest' ? startOffset : end;
  jump(consumer, owned, Math.max(startOffset, to));
}

/** Asks the brokers again which one leads, some time after that proved unknown. */
function* lookUpLeaders(consumer: Consumer): Process<void> {
  consumer.looksUp = true;
  yield* sleep(consumer.config['retry.backoff.ms']);
  yield* metadataOf(consumer).refresh();
  consumer.looksUp = false;
  consumer.wake();
}

/** Up to max.poll.records of the fetched records. Partitions that had some come last next time. */
export function take(consumer: Consumer): Fetched[] {
  const { config, owned, counts } = consumer;
  let room = config['max.poll.records'];
  const fetched: Fetched[] = [];
  for (const each of [...owned.values()]) {
    if (each.ahead === undefined || room === 0) continue;
    const ids = each.ahead.length > room ? each.ahead.slice(0, room) : each.ahead;
    each.ahead = each.ahead.length > room ? each.ahead.slice(room) : undefined;
    fetched.push({ owned: each, firstOffset: each.position, ids });
    each.position += ids.length;
    room -= ids.length;
    owned.delete(each.partition);
    owned.set(each.partition, each);
  }
  counts.records += config['max.poll.records'] - room;
  return fetched;
}

/** Whether a poll has something to return at once. */
export function hasFetched({ owned }: Consumer): boolean {
  for (const { ahead } of owned.values()) if (ahead !== undefined) return true;
  return false;
}

export function metadataOf({ metadata, name }: Consumer): NonNullable<Consumer['metadata']> {
  if (metadata === undefined) throw new Error(`${name} has not started`);
  return metadata;
}
