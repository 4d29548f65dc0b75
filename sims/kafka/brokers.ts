/** Brokers that crash, pause, start, and fall behind, and what the controller makes of it. */

import { type Process, sleep } from '../../src/kernel/process.ts';
import type { Server } from '../../src/world/server.ts';
import { type FetchRequest, fetch, type ListOffsetsRequest, listOffsets } from './fetch.ts';
import { emptyLog } from './log.ts';
import type { MetadataRequest } from './metadata.ts';
import type { Broker, Cluster, Partition, Replica } from './model.ts';
import { type MarkerRequest, type ProduceRequest, produce, writeMarkerTo } from './partition.ts';
import { brokerLost, elect, sawDiskLost } from './replication.ts';

export type BrokerRequest =
  | ProduceRequest
  | MarkerRequest
  | FetchRequest
  | ListOffsetsRequest
  | MetadataRequest;

function serve(cluster: Cluster, broker: Broker, request: BrokerRequest): unknown {
  switch (request.kind) {
    case 'produce':
      return produce(cluster, broker, request);
    case 'write-marker':
      return writeMarkerTo(cluster, broker, request);
    case 'fetch':
      return fetch(cluster, broker, request);
    case 'list-offsets':
      return listOffsets(cluster, broker, request);
    case 'metadata':
      return cluster.metadata;
  }
}

/** What stands on the disk of a broker beside its logs (meta.properties). */
type Formatted = 'formatted';

/** Adds the machine of a broker. Its logs survive a crash, unless the disk is lost as well. */
export function addBroker(cluster: Cluster, name: string): Broker {
  const { world } = cluster;
  const broker: Broker = {
    name,
    get isUp() {
      return world.node(name).life === 'up';
    },
  };
  let hasRun = false;
  const server: Server<Broker, BrokerRequest, Formatted> = {
    kind: 'broker',
    start(node, { journal }) {
      if (journal.length === 0) {
        if (hasRun) loseLogs(cluster, broker);
        node.persist('formatted');
      }
      hasRun = true;
      world.kernel.schedule(0, isBack, { cluster, broker });
      return broker;
    },
    serve: (_, request) => serve(cluster, broker, request),
    shown: () => ({ leads: ledBy(cluster, broker) }),
  };
  world.addServer(name, server, { whenDown: 'resets' });
  return broker;
}

/** The names of the partitions that a broker leads. */
const ledBy = (cluster: Cluster, broker: Broker): string[] =>
  partitionsOf(cluster).flatMap(({ name, leader }) => (leader?.broker === broker ? [name] : []));

const partitionsOf = ({ topics }: Cluster): Partition[] =>
  [...topics.values()].flatMap(({ partitions }) => partitions);

/** The controller hears nothing of a broker any more: it finds out after broker.session.timeout.ms. */
export function brokerFellSilent(cluster: Cluster, broker: Broker): void {
  cluster.world.spawn(learnOfLoss(cluster, broker));
}

function* learnOfLoss(cluster: Cluster, broker: Broker): Process<void> {
  yield* sleep(cluster.config['broker.session.timeout.ms']);
  if (broker.isUp) return;
  for (const partition of partitionsOf(cluster)) brokerLost(cluster, partition, broker.name);
}

/** It answers again, after a start or a pause. */
export function isBack({ cluster, broker }: { cluster: Cluster; broker: Broker }): void {
  if (!broker.isUp) return;
  for (const partition of partitionsOf(cluster)) {
    if (partition.leader === undefined) elect(cluster, partition, undefined);
    partition.changed.fire();
  }
}

function loseLogs(cluster: Cluster, broker: Broker): void {
  forEachReplica(cluster, broker, (replica, partition) => {
    sawDiskLost(cluster, partition, replica);
    Object.assign(replica.log, emptyLog());
    replica.highWatermark = 0;
  });
}

export function brokerNamed(cluster: Cluster, name: string): Broker | undefined {
  return cluster.brokers.find((broker) => broker.name === name);
}

/** Keeps a broker from fetching, or lets it fetch again. */
export function holdReplication(cluster: Cluster, broker: Broker, isHeld: boolean): void {
  cluster.note(broker.name, { kind: isHeld ? 'stops-fetching' : 'fetches-again' });
  forEachReplica(cluster, broker, (replica, partition) => {
    replica.isHeld = isHeld;
    partition.changed.fire();
  });
}

function forEachReplica(
  cluster: Cluster,
  broker: Broker,
  action: (replica: Replica, partition: Partition) => void,
): void {
  for (const partition of partitionsOf(cluster)) {
    for (const replica of partition.replicas) {
      if (replica.broker === broker) action(replica, partition);
    }
  }
}
