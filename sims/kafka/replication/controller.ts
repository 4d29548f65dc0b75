/**
 * The controller: it decides which broker leads each partition and which replicas are in sync, and
 * tells the brokers. A broker is lost when no heartbeat of it has come for
 * broker.session.timeout.ms, or when it reports that it has restarted. The controller's state is a
 * replicated log (KRaft), so a crash loses none of it.
 */

import { noEvent } from '../../../src/kernel/event-queue.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Server } from '../../../src/world/server.ts';
import type { Broker, Partition, Session } from '../broker/replica.ts';
import type { Cluster } from '../model.ts';
import { controllerName } from '../network/machines.ts';
import type { ClusterMetadata, PartitionMetadata } from '../network/metadata.ts';
import { elect, lose, noteInSync } from './election.ts';
import type { InSync } from './leadership.ts';

/** BrokerRegistration and BrokerHeartbeat in one. */
export interface HeartbeatOfBroker {
  readonly kind: 'broker-heartbeat';
  readonly broker: string;
  /** The number of its present life. */
  readonly life: number;
  /** The version of its metadata. */
  readonly version: number;
}

/** Proposes other in-sync replicas for a partition. */
export interface AlterRequest extends InSync {
  readonly kind: 'alter-partition';
  readonly broker: string;
  readonly partition: string;
  readonly epoch: number;
}

export interface MetadataUpdate {
  readonly kind: 'update-metadata';
  readonly metadata: ClusterMetadata;
}

export function addController(cluster: Cluster): void {
  const server: Server<Cluster, HeartbeatOfBroker | AlterRequest> = {
    kind: 'controller',
    start(node) {
      cluster.controller = node;
      for (const session of cluster.sessions.values()) if (session.isAlive) renew(cluster, session);
      return cluster;
    },
    serve: (_, request) =>
      request.kind === 'alter-partition' ? alter(cluster, request) : heardFrom(cluster, request),
    shown: ({ metadata: { version }, sessions }) => ({
      version,
      alive: [...sessions.values()].flatMap(({ broker, isAlive }) => (isAlive ? broker.name : [])),
    }),
  };
  cluster.world.addServer(controllerName, server, { whenDown: 'resets' });
}

// Brokers

export function openSession(cluster: Cluster, broker: Broker): void {
  const session: Session = { broker, life: 1, isAlive: true, expiry: noEvent };
  cluster.sessions.set(broker.name, session);
  renew(cluster, session);
}

/** Answers with the metadata if the broker does not have the latest. */
function heardFrom(
  cluster: Cluster,
  { broker, life, version }: HeartbeatOfBroker,
): ClusterMetadata | null {
  const session = must(cluster.sessions.get(broker), 'session of the broker');
  // Its leaderships from before the crash are over, even if no node has noticed the crash.
  if (session.isAlive && session.life !== life) loseBroker(cluster, session);
  session.life = life;
  renew(cluster, session);
  if (!session.isAlive) {
    session.isAlive = true;
    const leaderless = partitionsOf(cluster).filter(({ leader }) => leader === undefined);
    publish(
      cluster,
      leaderless.filter((partition) => elect(cluster, partition, undefined)),
    );
  }
  return cluster.metadata.version > version ? cluster.metadata : null;
}

function renew(cluster: Cluster, session: Session): void {
  const { kernel } = cluster.world;
  kernel.cancel(session.expiry);
  const limitMs = cluster.config['broker.session.timeout.ms'];
  session.expiry = kernel.schedule(limitMs, expire, { cluster, session });
}

/** While the controller itself is down or paused, no broker is declared lost. */
function expire({ cluster, session }: { cluster: Cluster; session: Session }): void {
  if (cluster.world.node(controllerName).life === 'up') loseBroker(cluster, session);
  else renew(cluster, session);
}

function loseBroker(cluster: Cluster, session: Session): void {
  session.isAlive = false;
  publish(
    cluster,
    partitionsOf(cluster).filter((partition) => lose(cluster, partition, session.broker)),
  );
}

const partitionsOf = ({ partitions }: Cluster): Partition[] => [...partitions.values()];

// AlterPartition

/** Answers with the state that now counts: the change, or what the leader had missed. */
function alter(cluster: Cluster, request: AlterRequest): InSync {
  const partition = must(cluster.partitions.get(request.partition), 'partition of that name');
  const { leader, epoch, isrVersion } = partition;
  const isCurrent =
    leader?.broker.name === request.broker &&
    epoch === request.epoch &&
    isrVersion === request.isrVersion &&
    // A replica that is lost by now cannot be in sync.
    request.isr.every((name) => cluster.sessions.get(name)?.isAlive === true);
  if (isCurrent) {
    partition.isr = partition.replicas.filter(({ broker }) => request.isr.includes(broker.name));
    noteInSync(cluster, partition);
    publish(cluster, [partition]);
  }
  return metadataOf(partition);
}

// Metadata

/** Records decisions about some partitions. O(partitions). */
export function decide(cluster: Cluster, changed: readonly Partition[]): ClusterMetadata {
  const { version, partitions } = cluster.metadata;
  const news = changed.map((partition) => [partition.name, metadataOf(partition)] as const);
  const metadata = {
    version: version + 1,
    partitions: { ...partitions, ...Object.fromEntries(news) },
  };
  cluster.metadata = metadata;
  return metadata;
}

/** Tells every broker of it, too. A broker that misses it learns of it by its next heartbeat. */
export function publish(cluster: Cluster, changed: readonly Partition[]): void {
  if (changed.length === 0) return;
  const metadata = decide(cluster, changed);
  const update: MetadataUpdate = { kind: 'update-metadata', metadata };
  for (const { name } of cluster.brokers) cluster.controller?.send(name, update);
}

function metadataOf({ leader, epoch, isr, isrVersion }: Partition): PartitionMetadata {
  return {
    leader: leader?.broker.name,
    epoch,
    isr: isr.map(({ broker }) => broker.name),
    isrVersion,
  };
}
