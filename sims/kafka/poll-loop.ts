/**
 * The poll loop: a consumer polls for records, works on them, and commits how far it has come. Between
 * two polls it does what a rebalance asks of it; heartbeats go on beside that (`member.ts`).
 */

import { type Process, sleep } from '../../src/kernel/process.ts';
import type { ServerContext } from '../../src/world/server.ts';
import { commitNow, sayGoodbye } from './commit.ts';
import { hop } from './hop.ts';
import { batchesBetween, idsBetween, logEnd } from './log.ts';
import { applyAssignment, heartbeats, rejoin } from './member.ts';
import type { Consumer, Fetched, Owned, Partition } from './model.ts';
import { jump } from './ownership.ts';
import { endOf, readableEnd } from './partition.ts';
import { workOn } from './processing.ts';
import { abortedAmong } from './producer-state.ts';
import { spend } from './spend.ts';
import { initTransactions } from './transactions.ts';

/** A life of a consumer begins: it knows nothing of the last one. */
export function begin(consumer: Consumer, node: ServerContext): void {
  const { cluster } = consumer;
  Object.assign(consumer, {
    node,
    state: 'unjoined',
    memberId: undefined,
    generation: -1,
    needsJoin: true,
    joining: undefined,
    assigned: undefined,
    hungUntilMs: 0,
    handedOn: [],
    producer: undefined,
    isPolling: false,
    commitIsDue: false,
    lastPollMs: cluster.nowMs,
  });
  node.spawn(run(consumer));
  node.spawn(heartbeats(consumer));
  if (consumer.work.commit === 'auto') node.spawn(autoCommit(consumer));
}

/** Stops orderly: commits what is done; a member that is not static says that it leaves. */
export function stopConsumer(consumer: Consumer): void {
  if (consumer.machine.life === 'down') return;
  const { cluster, machine, group } = consumer;
  cluster.note(consumer.name, { kind: 'consumer-stops', group: group.name });
  sayGoodbye(consumer);
  machine.crash();
}

/** Its poll loop hangs for a while, and its heartbeat does not: the coordinator notices nothing. */
export function hangConsumer(consumer: Consumer, forMs: number): void {
  consumer.cluster.note(consumer.name, { kind: 'consumer-hangs', forMs });
  consumer.hungUntilMs = Math.max(consumer.hungUntilMs, consumer.cluster.nowMs + forMs);
}

/** The poll loop. */
function* run(consumer: Consumer): Process<void> {
  const { cluster, work } = consumer;
  if (work.commit === 'transaction') yield* initTransactions(consumer);
  for (;;) {
    // First what it was given: who joins again has to say what he reads.
    if (consumer.assigned !== undefined) yield* applyAssignment(consumer);
    if (consumer.needsJoin) yield* rejoin(consumer);
    consumer.lastPollMs = cluster.nowMs;
    if (consumer.commitIsDue) yield* commitNow(consumer);
    const fetched = yield* poll(consumer);
    if (fetched.length === 0) continue;
    const startedMs = cluster.nowMs;
    // Whoever commits first says that work is done which a crash can still undo.
    if (work.commit === 'before' || !cluster.rules['process-before-commit']) {
      for (const { owned, firstOffset, ids } of fetched) owned.done = firstOffset + ids.length;
      yield* commitNow(consumer);
    }
    yield* workOn(consumer, fetched);
    consumer.counts.busyMs += cluster.nowMs - startedMs;
  }
}

/** Asks for records, and waits where there are none, until there are or something else is to be done. */
function* poll(consumer: Consumer): Process<Fetched[]> {
  const { cluster, counts } = consumer;
  counts.polls += 1;
  consumer.isPolling = true;
  if (!hasRecords(consumer)) yield* consumer.awake.wait();
  yield* spend(consumer, cluster.drawLatencyMs());
  const fetched = take(consumer);
  yield* hop(cluster);
  consumer.isPolling = false;
  consumer.lastPollMs = cluster.nowMs;
  return fetched.filter(({ owned }) => !owned.isLost);
}

function hasRecords(consumer: Consumer): boolean {
  if (consumer.needsJoin || consumer.assigned !== undefined || consumer.commitIsDue) return true;
  for (const { partition, position } of consumer.owned.values()) {
    if (position < endFor(consumer, partition)) return true;
  }
  return false;
}

const endFor = ({ cluster, config }: Consumer, partition: Partition): number =>
  readableEnd(partition, cluster, config['isolation.level'] === 'read_committed');

/** Up to max.poll.records, partition after partition, beginning where the last poll left off. */
function take(consumer: Consumer): Fetched[] {
  const { config, turn, counts, cluster } = consumer;
  let room = config['max.poll.records'];
  const fetched: Fetched[] = [];
  for (let left = turn.length; left > 0 && room > 0; left--) {
    const owned = turn.shift() as Owned;
    if (owned.isLost) continue;
    turn.push(owned);
    const { partition } = owned;
    const { leader } = partition;
    if (leader?.broker.isUp !== true) continue;
    resetWhereGone(consumer, owned);
    const until = Math.min(endFor(consumer, partition), owned.position + room);
    if (until <= owned.position) continue;
    const ids = idsBetween(leader.log, owned.position, until);
    if (leader.log.producers.aborted.length > 0) {
      const batches = batchesBetween(leader.log, owned.position, until);
      for (const offset of abortedAmong(leader.log.producers, batches)) owned.aborted.add(offset);
    }
    fetched.push({ owned, firstOffset: owned.position, ids });
    cluster.bytesOut += ids.length * partition.topic.recordBytes;
    owned.position = until;
    room -= ids.length;
  }
  counts.records += config['max.poll.records'] - room;
  return fetched;
}

/** What it wanted to read next is dropped already, or was never there: auto.offset.reset decides. */
function resetWhereGone(consumer: Consumer, owned: Owned): void {
  const { partition, position } = owned;
  const { leader } = partition;
  if (leader === undefined) return;
  const { startOffset } = leader.log;
  if (position >= startOffset && position <= logEnd(leader.log)) return;
  const to = consumer.config['auto.offset.reset'] === 'earliest' ? startOffset : endOf(partition);
  jump(consumer, owned, Math.max(startOffset, to));
}

function* autoCommit(consumer: Consumer): Process<void> {
  for (;;) {
    yield* sleep(consumer.config['auto.commit.interval.ms']);
    consumer.commitIsDue = true;
    consumer.wake();
  }
}
