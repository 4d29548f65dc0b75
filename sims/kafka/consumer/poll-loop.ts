/**
 * The poll loop: a consumer polls for records, processes them, and commits its position. Between
 * two polls it does its part in a rebalance; heartbeats run concurrently (`member.ts`).
 */

import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { applyAssignment, heartbeats, rejoin } from '../group/member.ts';
import type { Consumer } from '../model.ts';
import { Metadata } from '../network/metadata.ts';
import { initTransactions } from '../transaction/transactions.ts';
import { commitNow, sayGoodbye } from './commit.ts';
import { hasFetched, metadataOf, sendFetches, take } from './fetcher.ts';
import { workOn } from './processing.ts';
import { spend } from './spend.ts';
import type { Fetched } from './work.ts';

/** A life of a consumer begins: it knows nothing of the previous one. */
export function begin(consumer: Consumer, node: ServerContext): void {
  const { cluster, config } = consumer;
  Object.assign(consumer, {
    node,
    state: 'unjoined',
    memberId: undefined,
    generation: -1,
    needsJoin: true,
    joining: undefined,
    assigned: undefined,
    handedOn: [],
    producer: undefined,
    isPolling: false,
    commitIsDue: false,
    lastPollMs: cluster.nowMs,
    metadata: new Metadata(node, cluster.brokers, config['request.timeout.ms']),
    looksUp: false,
  });
  consumer.fetching.clear();
  node.spawn(metadataOf(consumer).refresh());
  node.spawn(run(consumer));
  node.spawn(heartbeats(consumer));
  if (consumer.work.commit === 'auto') node.spawn(autoCommit(consumer));
}

/** Stops orderly: commits what is processed; a member that is not static says that it leaves. */
export function stopConsumer(consumer: Consumer): void {
  if (consumer.machine.life === 'down') return;
  const { cluster, machine, group } = consumer;
  cluster.note(consumer.name, { kind: 'consumer-stops', group: group.name });
  sayGoodbye(consumer);
  machine.crash();
}

/** The poll loop. */
function* run(consumer: Consumer): Process<void> {
  const { cluster, work } = consumer;
  if (work.commit === 'transaction') yield* initTransactions(consumer);
  for (;;) {
    // First acts on its assignment: a member that joins again must say what it reads.
    if (consumer.assigned !== undefined) yield* applyAssignment(consumer);
    if (consumer.needsJoin) yield* rejoin(consumer);
    consumer.lastPollMs = cluster.nowMs;
    if (consumer.commitIsDue) yield* commitNow(consumer);
    const fetched = yield* poll(consumer);
    if (fetched.length === 0) continue;
    const records = fetched.reduce((sum, { ids }) => sum + ids.length, 0);
    cluster.note(consumer.name, { kind: 'polls', records, partitions: fetched.length });
    const startedMs = cluster.nowMs;
    // A commit before the work claims work that a crash can still undo.
    if (work.commit === 'before' || !cluster.rules['process-before-commit']) {
      for (const { owned, firstOffset, ids } of fetched) owned.done = firstOffset + ids.length;
      yield* commitNow(consumer);
    }
    yield* workOn(consumer, fetched);
    consumer.counts.busyMs += cluster.nowMs - startedMs;
  }
}

/** Asks for records, and waits until there are some or there is something else to do. */
function* poll(consumer: Consumer): Process<Fetched[]> {
  const { cluster, counts } = consumer;
  counts.polls += 1;
  consumer.isPolling = true;
  sendFetches(consumer);
  if (!isNeeded(consumer) && !hasFetched(consumer)) yield* consumer.awake.wait();
  const fetched = take(consumer);
  consumer.isPolling = false;
  consumer.lastPollMs = cluster.nowMs;
  yield* spend(consumer, 0);
  return fetched.filter(({ owned }) => !owned.isLost);
}

/** Whether the poll loop has something else to do. */
const isNeeded = ({ needsJoin, assigned, commitIsDue }: Consumer): boolean =>
  needsJoin || assigned !== undefined || commitIsDue;

function* autoCommit(consumer: Consumer): Process<void> {
  for (;;) {
    yield* sleep(consumer.config['auto.commit.interval.ms']);
    consumer.commitIsDue = true;
    consumer.wake();
  }
}
