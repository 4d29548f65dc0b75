/**
 * Replication, at the follower: a fetcher for each broker that leads one of its partitions. If a
 * log diverges from its leader's, the follower first drops what the leader does not have (KIP-101,
 * KIP-595).
 */

import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { FetchAnswer, FetchRequest, FollowerPart } from '../broker/fetch.ts';
import { append, emptyLogAt, epochEnd, lastEpoch, logEnd, truncate } from '../broker/log.ts';
import { truncateAborted } from '../broker/producer-state.ts';
import type { Broker, Replica } from '../broker/replica.ts';
import type { Cluster } from '../model.ts';
import { ask } from '../network/machines.ts';
import { sawTruncation } from '../observer.ts';
import type { FollowerPosition } from './in-sync.ts';

/** Follows every leader that there is something to fetch from, and no other. */
export function followLeaders(cluster: Cluster, broker: Broker): void {
  const { node, fetchers } = broker;
  if (node === undefined) return;
  const leaders = new Set<string>();
  for (const { leader, leads } of broker.replicas.values()) {
    if (leader !== undefined && leads === undefined) leaders.add(leader);
  }
  for (const [leader, fetcher] of fetchers) {
    if (leaders.has(leader)) continue;
    fetcher.cancel();
    fetchers.delete(leader);
  }
  for (const leader of leaders) {
    if (!fetchers.has(leader)) fetchers.set(leader, node.spawn(follow(cluster, broker, leader)));
  }
}

/** One request at a time, for all partitions that the other broker leads. */
function* follow(cluster: Cluster, broker: Broker, leader: string): Process<void> {
  const { config } = cluster;
  for (;;) {
    const followed = [...broker.replicas.values()].filter(
      (replica) => replica.leader === leader && replica.leads === undefined,
    );
    const request: FetchRequest = {
      kind: 'fetch',
      follower: broker.name,
      positions: followed.map(positionOf),
      maxWaitMs: config['replica.fetch.wait.max.ms'],
    };
    const timeoutMs = config['replica.socket.timeout.ms'];
    if (broker.node === undefined) return;
    const answer = yield* ask<FetchAnswer<FollowerPart>>(broker.node, leader, request, timeoutMs);
    const isWell = answer !== 'REQUEST_TIMED_OUT' && take(cluster, broker, request, answer);
    if (!isWell) yield* sleep(config['replica.fetch.backoff.ms']);
  }
}

const positionOf = ({ partition: { name }, log, epoch }: Replica): FollowerPosition => ({
  partition: name,
  offset: logEnd(log),
  epoch,
  lastEpoch: lastEpoch(log),
});

/** Applies a leader's answer. Returns whether it leads all requested partitions. */
function take(
  cluster: Cluster,
  broker: Broker,
  request: { readonly positions: readonly FollowerPosition[] },
  answer: FetchAnswer<FollowerPart>,
): boolean {
  let leadsAll = true;
  for (const part of answer) {
    const asked = request.positions.find(({ partition }) => partition === part.partition);
    const replica = broker.replicas.get(part.partition);
    // Another leader, or another epoch of it, took over in between.
    if (replica === undefined || replica.epoch !== asked?.epoch) continue;
    if ('error' in part) {
      if (part.error === 'OFFSET_OUT_OF_RANGE') beginAt(replica, part.startOffset);
      else leadsAll = false;
    } else if (part.diverging !== undefined) {
      dropWhatNeverWas(cluster, replica, part.diverging);
    } else if (part.batches.length === 0 || broker.disk.writeCached()) {
      for (const { leaderEpoch, batch } of part.batches) append(replica.log, batch, leaderEpoch);
      replica.highWatermark = Math.min(part.highWatermark, logEnd(replica.log));
    }
  }
  return leadsAll;
}

/** Earlier records are gone at the leader as well. */
function beginAt(replica: Replica, startOffset: number): void {
  Object.assign(replica.log, emptyLogAt(startOffset));
  replica.highWatermark = startOffset;
}

function dropWhatNeverWas(
  cluster: Cluster,
  replica: Replica,
  diverging: { readonly epoch: number; readonly endOffset: number },
): void {
  const { log, partition, broker } = replica;
  const own = epochEnd(log, diverging.epoch);
  const agreed = Math.min(diverging.endOffset, own.endOffset);
  const dropped = truncate(log, agreed);
  if (cluster.rules['truncate-aborted-index']) truncateAborted(log.producers, agreed);
  replica.highWatermark = Math.min(replica.highWatermark, agreed);
  if (dropped.length === 0) return;
  sawTruncation(cluster, partition, dropped);
  const note = { kind: 'truncates', partition: partition.name, records: dropped.length } as const;
  cluster.note(broker.name, note);
}
