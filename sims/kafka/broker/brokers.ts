/**
 * Brokers: each runs on the node of its name, serves produce and fetch for partitions that it leads, and
 * follows other brokers for the rest. It learns who leads from the controller alone.
 *
 * A crash is that of the process: what it had written to its logs is in the page cache of its machine, which
 * survives, so a crash loses no record, and a write does not wait for the disk (flush.messages is not set):
 * a slow or hung disk has no effect. A lost disk loses all its records. A full disk refuses the write, and
 * the broker halts, like one whose only log directory has failed (LogDirFailureChannel).
 */
import { type Process, sleep } from '../../../src/kernel/process.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { startCleaner } from '../compaction/cleaner.ts';
import type { Cluster } from '../model.ts';
import { ask, controllerName } from '../network/machines.ts';
import {
  type ClusterMetadata,
  type MetadataRequest,
  noMetadata,
  type PartitionMetadata,
} from '../network/metadata.ts';
import { sawDiskLost } from '../observer.ts';
import {
  type HeartbeatOfBroker,
  type MetadataUpdate,
  openSession,
} from '../replication/controller.ts';
import { watchInSync } from '../replication/in-sync.ts';
import { followLeaders } from '../replication/replication.ts';
import { type FetchRequest, fetch } from './fetch.ts';
import { type ListOffsetsRequest, listOffsets } from './list-offsets.ts';
import { emptyLog } from './log.ts';
import {
  lead,
  type MarkerRequest,
  moveHighWatermark,
  type ProduceRequest,
  produce,
  writeMarkerTo,
} from './partition.ts';
import type { Broker, Replica } from './replica.ts';
import { retain } from './retention.ts';

export type BrokerRequest =
  | ProduceRequest
  | MarkerRequest
  | FetchRequest
  | ListOffsetsRequest
  | MetadataRequest;

/** What a broker's disk holds besides its logs (meta.properties). */
type Formatted = 'formatted';

/** Adds the machine of a broker, which the controller knows from the start. */
export function addBroker(cluster: Cluster, name: string): void {
  const { world } = cluster;
  const broker: Broker = {
    name,
    get isUp() {
      return world.node(name).life === 'up';
    },
    get disk() {
      return world.node(name).disk;
    },
    replicas: new Map(),
    node: undefined,
    isRegistered: true,
    metadata: noMetadata,
    fetchers: new Map(),
  };
  cluster.brokers.push(broker);
  let lives = 0;
  const server: Server<Broker, BrokerRequest, Formatted> = {
    kind: 'broker',
    start(node, { journal }) {
      lives += 1;
      if (journal.length === 0) {
        if (lives > 1) loseLogs(cluster, broker);
        node.persist('formatted');
      }
      begin(cluster, broker, node as ServerContext, lives);
      return broker;
    },
    serve: (_, request) => serve(cluster, broker, request),
    receive: (_, message) => {
      if (broker.isRegistered) learn(cluster, broker, (message as MetadataUpdate).metadata);
    },
    shown: ({ replicas }) => {
      const leads = [...replicas.values()].filter((replica) => replica.leads !== undefined);
      return { leads: leads.map(({ partition }) => partition.name) };
    },
  };
  world.addServer(name, server, { whenDown: 'resets' });
  openSession(cluster, broker);
}

/** A life of a broker begins: until the controller answers, it neither leads nor follows. */
function begin(cluster: Cluster, broker: Broker, node: ServerContext, life: number): void {
  broker.node = node;
  broker.isRegistered = life === 1;
  broker.metadata = noMetadata;
  broker.fetchers.clear();
  for (const replica of broker.replicas.values()) {
    replica.leader = undefined;
    replica.leads = undefined;
  }
  node.spawn(sendHeartbeats(cluster, broker, node, life));
  node.spawn(watchInSync(cluster, broker));
  node.spawn(retain(cluster, broker));
  for (const { partition } of broker.replicas.values()) startCleaner(cluster, broker, partition);
}

function serve(cluster: Cluster, broker: Broker, request: BrokerRequest): unknown {
  switch (request.kind) {
    case 'produce':
      return produce(cluster, broker, request);
    case 'write-marker':
      return writeMarkerTo(cluster, broker, request);
    case 'fetch':
      return fetch(cluster, broker, request);
    case 'list-offsets':
      return listOffsets(broker, request);
    case 'metadata':
      return broker.metadata;
  }
}

/** Heartbeats to the controller; the first one of a life registers it. */
function* sendHeartbeats(
  cluster: Cluster,
  broker: Broker,
  node: ServerContext,
  life: number,
): Process<void> {
  const everyMs = cluster.config['broker.heartbeat.interval.ms'];
  for (;;) {
    const { version } = broker.metadata;
    const request: HeartbeatOfBroker = {
      kind: 'broker-heartbeat',
      broker: broker.name,
      life,
      version,
    };
    const answer = yield* ask<ClusterMetadata | null>(node, controllerName, request, everyMs);
    if (answer !== 'REQUEST_TIMED_OUT') {
      broker.isRegistered = true;
      if (answer !== null) learn(cluster, broker, answer);
    }
    yield* sleep(everyMs);
  }
}

/** Leads and follows as the controller has decided. */
export function learn(cluster: Cluster, broker: Broker, metadata: ClusterMetadata): void {
  if (metadata.version <= broker.metadata.version) return;
  broker.metadata = metadata;
  for (const replica of broker.replicas.values()) {
    const told = metadata.partitions[replica.partition.name];
    if (told !== undefined) follow(cluster, replica, told);
  }
  followLeaders(cluster, broker);
}

function follow(cluster: Cluster, replica: Replica, told: PartitionMetadata): void {
  const { broker, leads } = replica;
  if (told.epoch < replica.epoch) return;
  if (told.epoch === replica.epoch && leads !== undefined) {
    leads.learn(told);
    moveHighWatermark(cluster, replica);
    return;
  }
  replica.epoch = told.epoch;
  replica.leader = told.leader;
  replica.leads = undefined;
  if (told.leader === broker.name) lead(cluster, replica, told);
  leads?.end();
}

function loseLogs(cluster: Cluster, broker: Broker): void {
  for (const replica of broker.replicas.values()) {
    sawDiskLost(cluster, replica);
    Object.assign(replica.log, emptyLog());
    replica.highWatermark = 0;
    replica.epoch = -1;
  }
}

export function brokerNamed(cluster: Cluster, name: string): Broker | undefined {
  return cluster.brokers.find((broker) => broker.name === name);
}
