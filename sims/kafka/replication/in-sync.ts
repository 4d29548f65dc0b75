/**
 * Which replicas are in sync, at the leader: those that keep fetching up to the end of its log. It
 * proposes each change to the controller (AlterPartition), which alone decides.
 */
import { type Process, sleep } from '../../../src/kernel/process.ts';
import { divergence, logEnd } from '../broker/log.ts';
import { moveHighWatermark } from '../broker/partition.ts';
import type { Broker, Replica } from '../broker/replica.ts';
import type { Cluster } from '../model.ts';
import { ask, controllerName } from '../network/machines.ts';
import type { AlterRequest } from './controller.ts';
import type { InSync, Leadership } from './leadership.ts';

/** How far a follower is, by its fetch. */
export interface FollowerPosition {
  readonly partition: string;
  /** The next offset. */
  readonly offset: number;
  /** The epoch of the leader that it follows. */
  readonly epoch: number;
  /** The epoch of the last record that it has. */
  readonly lastEpoch: number;
}

/**
 * A fetch shows how far a follower is: it may be in sync again, and the high watermark may move.
 */
export function sawFollower(
  cluster: Cluster,
  broker: Broker,
  follower: string,
  positions: readonly FollowerPosition[],
): void {
  for (const { partition, offset, epoch, lastEpoch } of positions) {
    const replica = broker.replicas.get(partition);
    const leads = replica?.leads;
    if (replica === undefined || leads?.epoch !== epoch) continue;
    // Records beyond the leader's log, or of another history, do not count.
    if (divergence(replica.log, lastEpoch, offset) !== undefined) continue;
    leads.sawFetch(follower, offset, logEnd(replica.log), cluster.nowMs);
    const isr = leads.withCaughtUp(follower, replica.highWatermark);
    if (isr !== undefined) propose(cluster, replica, leads, isr);
    moveHighWatermark(cluster, replica);
  }
}

/** Removes from the in-sync replicas those that have not caught up for replica.lag.time.max.ms. */
export function* watchInSync(cluster: Cluster, broker: Broker): Process<void> {
  const limitMs = cluster.config['replica.lag.time.max.ms'];
  for (;;) {
    yield* sleep(limitMs / 2);
    for (const replica of broker.replicas.values()) {
      const { leads, log } = replica;
      const isr = leads?.withoutLaggards(logEnd(log), cluster.nowMs, limitMs);
      if (leads !== undefined && isr !== undefined) propose(cluster, replica, leads, isr);
    }
  }
}

/** One change at a time. */
function propose(
  cluster: Cluster,
  replica: Replica,
  leads: Leadership,
  isr: readonly string[],
): void {
  if (leads.proposed !== undefined) return;
  leads.proposed = isr;
  replica.broker.node?.spawn(alterPartition(cluster, replica, leads, isr));
}

/**
 * AlterPartition: until the controller answers, the leader does not know whether it has confirmed
 * the change.
 */
function* alterPartition(
  cluster: Cluster,
  replica: Replica,
  leads: Leadership,
  isr: readonly string[],
): Process<void> {
  const { broker, partition } = replica;
  const { isrVersion } = leads.inSync;
  const request: AlterRequest = {
    kind: 'alter-partition',
    broker: broker.name,
    partition: partition.name,
    epoch: leads.epoch,
    isr,
    isrVersion,
  };
  while (replica.leads === leads && broker.node !== undefined) {
    const answer = yield* ask<InSync>(broker.node, controllerName, request, alterTimeoutMs);
    if (answer === 'REQUEST_TIMED_OUT') {
      yield* sleep(alterRetryMs);
      continue;
    }
    leads.proposed = undefined;
    leads.learn(answer);
    moveHighWatermark(cluster, replica);
    return;
  }
}

const alterTimeoutMs = 1_000;
const alterRetryMs = 100;
