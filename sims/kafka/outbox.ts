/** A transactional outbox: rows that were stored with the orders, and the relays that send them. */

import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { chance } from '../../src/kernel/random.ts';
import type { World } from '../../src/world/world.ts';
import type { Cluster, HasCluster, Producer } from './model.ts';
import { flush, send } from './producer/producer.ts';
import { addKey, type RecordId } from './records.ts';

export interface Row {
  readonly event: number;
  /** When its transaction was committed. */
  readonly atMs: number;
}

export interface Outbox {
  readonly cluster: Cluster;
  readonly producer: Producer;
  /** Not yet marked as sent, oldest first. */
  readonly rows: Row[];
  /** By record: its event. */
  readonly eventOf: Map<RecordId, number>;
  /** By event: the first record that carried it. */
  readonly firstRecord: Map<number, RecordId>;
  sentAgain: number;
  crashes: number;
  readonly onSent: (event: number, waitedMs: number) => void;
}

export function newOutbox(
  cluster: Cluster,
  producer: Producer,
  onSent: (event: number, waitedMs: number) => void,
): Outbox {
  return {
    cluster,
    producer,
    rows: [],
    eventOf: new Map(),
    firstRecord: new Map(),
    sentAgain: 0,
    crashes: 0,
    onSent,
  };
}

/** What a record counts as: the first record that carried the same event. */
export function identityIn({ eventOf, firstRecord }: Outbox): (id: RecordId) => RecordId {
  return (id) => firstRecord.get(eventOf.get(id) ?? -1) ?? id;
}

export interface HasOutbox extends HasCluster {
  readonly outbox: Outbox;
  /** How many events there have been. */
  written: number;
}

/** That many events, one after the other, at random times. */
export function* arrivals(
  { kernel }: World,
  count: number,
  meanGapMs: number,
  arrive: (event: number) => void,
): Process<void> {
  const drawGapMs = sampler(exponential(meanGapMs), kernel.random.stream('arrivals'));
  for (let event = 0; event < count; event++) {
    yield* sleep(drawGapMs());
    arrive(event);
  }
}

export interface RelayOptions {
  readonly pollMs: number;
  /** Rows per poll. */
  readonly limit: number;
  /** Probability that it crashes, each time, after sending and before marking what it sent. */
  readonly crash: number;
  readonly restartMs: number;
}

/** Polls the table, sends what it finds, and then marks it as sent. */
export function* relay(outbox: Outbox, options: RelayOptions): Process<void> {
  const { cluster, producer, rows } = outbox;
  const stream = cluster.world.kernel.random.stream('relay');
  const key = addKey(cluster.records, 'outbox');
  for (;;) {
    yield* sleep(options.pollMs);
    const batch = rows.slice(0, options.limit);
    if (batch.length === 0) continue;
    for (const { event, atMs } of batch) {
      const id = send(producer, key);
      outbox.eventOf.set(id, event);
      if (outbox.firstRecord.has(event)) outbox.sentAgain += 1;
      else {
        outbox.firstRecord.set(event, id);
        outbox.onSent(event, cluster.nowMs - atMs);
      }
    }
    yield* flush(producer);
    if (chance(stream, options.crash)) {
      outbox.crashes += 1;
      yield* sleep(options.restartMs);
    } else rows.splice(0, batch.length);
  }
}

/** By the last id, `where id > :last order by id`: misses a row that is committed after a larger id was read. */
export const afterLastId = (visible: readonly number[], sent: readonly number[]): number[] =>
  visible.filter((row) => row > (sent.at(-1) ?? -1));

/** By a mark on each row, `where not sent order by id`: finds a late row too, after those that were committed later. */
export function unmarked(visible: readonly number[], marked: Set<number>): number[] {
  const found = visible.filter((row) => !marked.has(row));
  for (const row of found) marked.add(row);
  return found;
}

/** From the database's log: commits in the order in which they happened. */
export const inCommitOrder = (committed: readonly number[], sent: readonly number[]): number[] =>
  committed.slice(sent.length);
