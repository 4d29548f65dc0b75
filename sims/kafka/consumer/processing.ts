/**
 * What a consumer does with polled records: how long it takes, in what order, what happens to
 * failures, and when the offset is committed, which decides what a crash costs.
 */

import { all } from '../../../src/kernel/combinators.ts';
import { must } from '../../../src/kernel/must.ts';
import { join, type Process, spawn } from '../../../src/kernel/process.ts';
import type { Consumer } from '../model.ts';
import { sawEffect, sawHidden } from '../observer.ts';
import { compacted, Fate, has, noKey, type RecordId } from '../records.ts';
import { commitTransaction, writeOutput } from '../transaction/transactions.ts';
import { commitLater, commitNow } from './commit.ts';
import { spend } from './spend.ts';
import type { Failures, Fetched, Owned } from './work.ts';

/** Processes the records of a poll. */
export function* workOn(consumer: Consumer, fetched: readonly Fetched[]): Process<void> {
  const { work } = consumer;
  if (work.handsOn === true) {
    const previous = consumer.handedOn.at(-1);
    const task = yield* spawn(afterwards(previous, inOrder(consumer, fetched)));
    consumer.handedOn = [...consumer.handedOn.filter(({ ended }) => !ended), task];
    const [oldest] = consumer.handedOn;
    if (consumer.handedOn.length > 2 && oldest !== undefined) yield* join(oldest);
    return;
  }
  yield* (work.workers ?? 1) > 1 ? inParallel(consumer, fetched) : inOrder(consumer, fetched);
  if (work.commit === 'batch') yield* commitNow(consumer);
  if (work.commit === 'batch-async') commitLater(consumer);
  if (work.commit === 'transaction') yield* commitTransaction(consumer, fetched);
}

function* afterwards(previous: { ended: boolean } | undefined, next: Process<void>): Process<void> {
  if (previous !== undefined && !previous.ended) yield* join(previous as never);
  yield* next;
}

/** One record after the other, or one insert of several records after the other. */
function* inOrder(consumer: Consumer, fetched: readonly Fetched[]): Process<void> {
  const { work } = consumer;
  const { rows = 1, insertMs = 0, drawRecordMs, commit } = work;
  for (const { owned, firstOffset, ids } of fetched) {
    for (let from = 0; from < ids.length; from += rows) {
      const until = Math.min(from + rows, ids.length);
      let ms = insertMs;
      for (let place = from; place < until; place++) {
        if (ids[place] !== compacted) ms += drawRecordMs();
      }
      yield* spend(consumer, ms);
      for (let place = from; place < until; place++) {
        const id = must(ids[place], 'id of the record');
        if (needsCare(consumer, id)) yield* withRetries(consumer, owned, firstOffset + place, id);
        else finish(consumer, owned, firstOffset + place, id);
      }
      if (commit === 'each') yield* commitNow(consumer);
    }
  }
}

interface Item {
  readonly owned: Owned;
  readonly offset: number;
  readonly id: RecordId;
}

/** Several threads at once. Records of one key stay in order only if one thread has them all. */
function* inParallel(consumer: Consumer, fetched: readonly Fetched[]): Process<void> {
  const { work, cluster } = consumer;
  const workers = work.workers ?? 1;
  const shared: Item[] = [];
  const hasLanes = cluster.rules['one-lane-per-key'] && work.sharesLine !== true;
  const lanes = Array.from({ length: workers }, (): Item[] => (hasLanes ? [] : shared));
  for (const { owned, firstOffset, ids } of fetched) {
    for (const [place, id] of ids.entries()) {
      const key = cluster.records.key[id] ?? noKey;
      lanes[(key === noKey ? place : key) % workers]?.push({
        owned,
        offset: firstOffset + place,
        id,
      });
    }
  }
  yield* all(lanes.map((lane) => worker(consumer, lane)));
}

function* worker(consumer: Consumer, lane: Item[]): Process<void> {
  const { work } = consumer;
  // Threads that share a queue each take its first record.
  for (let item = lane.shift(); item !== undefined; item = lane.shift()) {
    yield* spend(consumer, work.drawRecordMs());
    yield* withRetries(consumer, item.owned, item.offset, item.id);
    if (work.commit === 'each') yield* commitNow(consumer);
  }
}

/** Control records, and records that may fail, take more than one line. */
function needsCare({ cluster, work }: Consumer, id: RecordId): boolean {
  return id < 0 || has(cluster.records, id, Fate.poison) || work.failures?.fails !== undefined;
}

/** Tries a record until it succeeds or is given up. */
function* withRetries(
  consumer: Consumer,
  owned: Owned,
  offset: number,
  id: RecordId,
): Process<void> {
  const { cluster, work, group } = consumer;
  const { failures } = work;
  if (id < 0 || failures === undefined) {
    finish(consumer, owned, offset, id);
    return;
  }
  const isPoison = has(cluster.records, id, Fate.poison);
  for (let attempt = 1; isPoison || failures.fails?.(id, attempt) === true; attempt++) {
    const isGivenUp = attempt > failures.retriesMax && failures.hasDeadLetterTopic;
    if (isGivenUp && cluster.rules['dead-letter-after-retries']) {
      group.effects.deadLettered += 1;
      cluster.note(consumer.name, {
        kind: 'dead-letter',
        partition: owned.partition.name,
        offset,
        rule: 'dead-letter-after-retries',
      });
      break;
    }
    const inPlace = cluster.rules['retry-in-place'];
    cluster.note(consumer.name, {
      kind: 'tries-again',
      partition: owned.partition.name,
      offset,
      attempt,
      rule: inPlace ? 'retry-in-place' : undefined,
    });
    if (!inPlace) {
      yield* spawn(retryElsewhere(consumer, id, failures, attempt));
      isDone(owned, offset);
      return;
    }
    yield* spend(consumer, failures.retryMs + work.drawRecordMs());
  }
  finish(consumer, owned, offset, id);
}

/** With a retry topic the records behind it do not wait, and so may overtake it. */
function* retryElsewhere(
  consumer: Consumer,
  id: RecordId,
  failures: Failures,
  attempts: number,
): Process<void> {
  for (let attempt = attempts; failures.fails?.(id, attempt) === true; attempt++) {
    yield* spend(consumer, failures.retryMs + consumer.work.drawRecordMs());
  }
  effect(consumer, id);
}

/** The record is processed: its effect has happened, and it counts as done. */
function finish(consumer: Consumer, owned: Owned, offset: number, id: RecordId): void {
  const { work, group, cluster } = consumer;
  isDone(owned, offset);
  if (id < 0) return;
  if (work.commit === 'with-results') {
    // The offset is part of the result's transaction, which fails if another result was there
    // before.
    const next = group.storedOffsets.get(owned.partition) ?? 0;
    if (cluster.rules['store-offset-with-result']) {
      if (offset < next) return;
      group.storedOffsets.set(owned.partition, offset + 1);
    }
    effect(consumer, id);
    if (!cluster.rules['store-offset-with-result']) {
      cluster.world.kernel.schedule(1, storeOffset, { group, owned, offset });
    }
    return;
  }
  if (owned.aborted.delete(offset) && isReadCommitted(consumer)) {
    sawHidden(cluster, owned.partition, offset, id);
    return;
  }
  if (work.output !== undefined) writeOutput(consumer, id);
  effect(consumer, id);
}

function storeOffset({
  group,
  owned,
  offset,
}: {
  group: Consumer['group'];
  owned: Owned;
  offset: number;
}) {
  if (owned.isLost) return;
  group.storedOffsets.set(
    owned.partition,
    Math.max(group.storedOffsets.get(owned.partition) ?? 0, offset + 1),
  );
}

const isReadCommitted = ({ config, cluster }: Consumer): boolean =>
  config['isolation.level'] === 'read_committed' && cluster.rules['read-committed-only'];

function effect(consumer: Consumer, id: RecordId): void {
  const { work, group, cluster, name } = consumer;
  const identity = group.identityOf(id);
  if (work.remembersIds === true && cluster.rules['deduplicate-by-id']) {
    if (group.stored.has(identity)) {
      group.effects.deduplicated += 1;
      return;
    }
    group.stored.add(identity);
  }
  sawEffect(cluster.records, group, name, id);
}

/** Moves the mark of processed records past all that were processed ahead of it. O(1) amortised. */
function isDone(owned: Owned, offset: number): void {
  if (offset !== owned.done) {
    if (offset > owned.done) owned.doneAhead.add(offset);
    return;
  }
  owned.done += 1;
  while (owned.doneAhead.delete(owned.done)) owned.done += 1;
}
