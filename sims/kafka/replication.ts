/**
 * Replication: followers fetch from the leader, who learns from each fetch how far the follower has
 * come. Who keeps up is in sync; when a leader is lost, one that is in sync takes over.
 */

import { type Process, sleep } from '../../src/kernel/process.ts';
import { publish } from './controller.ts';
import type { Observer, Property } from './effects.ts';
import { agreementOf, append, batchesBetween, idsBetween, logEnd, truncate } from './log.ts';
import type { Cluster, Partition, Replica } from './model.ts';
import { report, reportOf, sawElected } from './observer.ts';
import { moveHighWatermark, wakeReaders } from './partition.ts';
import { truncateAborted } from './producer-state.ts';
import { Fate, has, mark, type RecordId } from './records.ts';

export function startReplication(cluster: Cluster, partition: Partition): void {
  if (partition.replicas.length === 1) return;
  for (const replica of partition.replicas)
    cluster.world.spawn(follow(cluster, partition, replica));
  cluster.world.spawn(watchInSync(cluster, partition));
}

/** A fetch, or its answer, on its way. */
const hop = ({ drawLatencyMs }: Cluster): Process<void> => sleep(drawLatencyMs());

/** One replica's life as a follower; while it leads, it waits for the next leader. */
function* follow(cluster: Cluster, partition: Partition, replica: Replica): Process<void> {
  for (;;) {
    const { leader, epoch } = partition;
    const canFetch = leader?.broker.isUp === true && replica.broker.isUp && !replica.isHeld;
    if (!canFetch || leader === replica) {
      yield* partition.changed.wait();
      continue;
    }
    yield* hop(cluster);
    // The request has arrived: it says how far the follower is.
    if (partition.epoch !== epoch || !leader.broker.isUp || !replica.broker.isUp) continue;
    if (replica.epoch !== epoch) dropWhatNeverWas(cluster, partition, replica, leader);
    sawFetch(cluster, partition, replica);
    const from = logEnd(replica.log);
    const until = logEnd(leader.log);
    if (from === until && replica.highWatermark === leader.highWatermark) {
      yield* partition.changed.wait();
      continue;
    }
    const batches = batchesBetween(leader.log, from, until);
    const { highWatermark } = leader;
    cluster.bytesOut += (until - from) * partition.topic.recordBytes;
    yield* hop(cluster);
    if (partition.epoch !== epoch || !replica.broker.isUp) continue;
    for (const { leaderEpoch, batch } of batches) append(replica.log, batch, leaderEpoch);
    replica.highWatermark = Math.min(highWatermark, logEnd(replica.log));
  }
}

/** A follower of a new leader first drops what that leader does not have (KIP-101). */
function dropWhatNeverWas(
  cluster: Cluster,
  partition: Partition,
  replica: Replica,
  leader: Replica,
): void {
  const agreed = agreementOf(replica.log, leader.log);
  const dropped = truncate(replica.log, agreed);
  if (cluster.rules['truncate-aborted-index']) truncateAborted(replica.log.producers, agreed);
  replica.highWatermark = Math.min(replica.highWatermark, agreed);
  replica.epoch = partition.epoch;
  if (dropped.length > 0) {
    cluster.note(replica.broker.name, {
      kind: 'truncates',
      partition: partition.name,
      records: dropped.length,
    });
  }
}

/** The leader hears from a follower: it may be in sync again, and the high watermark may move. */
function sawFetch(cluster: Cluster, partition: Partition, replica: Replica): void {
  const { leader, isr } = partition;
  if (leader === undefined) return;
  if (logEnd(replica.log) === logEnd(leader.log)) replica.caughtUpAtMs = cluster.nowMs;
  if (!isr.includes(replica) && logEnd(replica.log) >= leader.highWatermark) {
    partition.isr = [...isr, replica];
    noteInSync(cluster, partition);
  }
  moveHighWatermark(cluster, partition);
}

/** Puts those out of the in-sync replicas who have not caught up for replica.lag.time.max.ms. */
function* watchInSync(cluster: Cluster, partition: Partition): Process<void> {
  const limitMs = cluster.config['replica.lag.time.max.ms'];
  for (;;) {
    yield* sleep(limitMs / 2);
    const { leader, isr } = partition;
    if (leader === undefined || !leader.broker.isUp) continue;
    const inSync = isr.filter((replica) => {
      const isBehind = logEnd(replica.log) < logEnd(leader.log) || !replica.broker.isUp;
      if (!isBehind) replica.caughtUpAtMs = cluster.nowMs;
      return replica === leader || cluster.nowMs - replica.caughtUpAtMs <= limitMs;
    });
    if (inSync.length === isr.length) continue;
    partition.isr = inSync;
    noteInSync(cluster, partition);
    moveHighWatermark(cluster, partition);
  }
}

function noteInSync(cluster: Cluster, partition: Partition): void {
  publish(cluster, [partition]);
  cluster.note(undefined, {
    kind: 'in-sync',
    partition: partition.name,
    brokers: partition.isr.map(({ broker }) => broker.name),
  });
}

/** The controller has lost a broker: it is in sync no longer, and others lead where it led. */
export function brokerLost(cluster: Cluster, partition: Partition, name: string): void {
  const { leader } = partition;
  const isOf = ({ broker }: Replica) => broker.name === name;
  // The last one in sync stays on the list: only it is known to have everything.
  const others = partition.isr.filter((replica) => !isOf(replica));
  if (others.length > 0 && others.length < partition.isr.length) {
    partition.isr = others;
    noteInSync(cluster, partition);
  }
  if (leader !== undefined && isOf(leader)) elect(cluster, partition, leader);
  else moveHighWatermark(cluster, partition);
}

/** Makes a live replica the leader: the first that is in sync; any, if unclean elections are allowed. */
export function elect(cluster: Cluster, partition: Partition, old: Replica | undefined): void {
  const live = partition.replicas.filter(({ broker }) => broker.isUp);
  const clean = live.find((replica) => partition.isr.includes(replica));
  const uncleanAllowed =
    partition.topic.config['unclean.leader.election.enable'] ||
    !cluster.rules['elect-in-sync-only'];
  const next = clean ?? (uncleanAllowed ? live[0] : undefined);
  partition.leader = next;
  partition.epoch += 1;
  if (next !== undefined) {
    next.epoch = partition.epoch;
    if (clean === undefined) partition.isr = [next];
    next.highWatermark = Math.min(next.highWatermark, logEnd(next.log));
    if (old !== undefined && old !== next) sawLeaderChange(cluster, partition, old, next);
    sawElected(cluster, partition);
    moveHighWatermark(cluster, partition);
  }
  cluster.note(next?.broker.name, {
    kind: next === undefined ? 'leaderless' : 'leads',
    partition: partition.name,
    epoch: partition.epoch,
    clean: clean !== undefined,
  });
  publish(cluster, [partition]);
  partition.changed.fire();
  partition.advanced.fire();
  wakeReaders(partition);
}

/** Writes down what is lost: what the old leader held and the new one does not. */
function sawLeaderChange(
  cluster: Cluster,
  partition: Partition,
  old: Replica,
  next: Replica,
): void {
  const agreed = agreementOf(old.log, next.log);
  const lost = idsBetween(old.log, Math.max(agreed, old.log.startOffset), logEnd(old.log));
  const kept = new Set(idsBetween(next.log, Math.min(agreed, logEnd(next.log)), logEnd(next.log)));
  sawLoss(
    cluster,
    partition,
    lost.filter((id) => !kept.has(id)),
    `its leader ${old.broker.name}`,
  );
}

/** A disk is gone: what no other replica holds is lost. */
export function sawDiskLost(cluster: Cluster, partition: Partition, replica: Replica): void {
  const others = partition.replicas.filter((other) => other !== replica);
  const kept = new Set(others.flatMap(({ log }) => log.ids));
  const lost = replica.log.ids.filter((id) => !kept.has(id));
  sawLoss(cluster, partition, lost, `the disk of ${replica.broker.name}`);
}

function sawLoss(
  { records, observer, groups }: Cluster,
  partition: Partition,
  lost: readonly RecordId[],
  withWhat: string,
): void {
  for (const id of lost) {
    if (id < 0 || has(records, id, Fate.lost)) continue;
    mark(records, id, Fate.lost);
    if (has(records, id, Fate.acknowledged)) {
      observer.acknowledgedLost += 1;
      partition.topic.acknowledgedLost += 1;
      reportAt(
        partition,
        observer,
        'acknowledged-is-kept',
        `${partition.name} lost record ${id}, which was acknowledged, with ${withWhat}`,
      );
    }
    for (const group of groups.values()) {
      if ((group.effects.count[group.identityOf(id)] ?? 0) === 0) continue;
      reportOf(
        group,
        'read-stays-written',
        `${group.name} processed record ${id} of ${partition.name}, which is in no log any more`,
      );
    }
  }
}

function reportAt({ topic }: Partition, observer: Observer, property: Property, how: string): void {
  if (!topic.exempt.has(property)) report(observer, property, how);
}
