/** Brokers that crash, start, and fall behind, and what the controller makes of it. */

import { type Process, sleep } from '../../src/kernel/process.ts';
import { emptyLog } from './log.ts';
import type { Broker, Cluster, Partition, Replica } from './model.ts';
import { brokerLost, elect, sawDiskLost } from './replication.ts';

export function brokerNamed(cluster: Cluster, name: string): Broker | undefined {
  return cluster.brokers.find((broker) => broker.name === name);
}

/**
 * Stops a broker. What its logs hold stays on its disk, unless the disk is lost too. The controller
 * learns of it after broker.session.timeout.ms.
 */
export function crashBroker(cluster: Cluster, broker: Broker, loseDisk = false): void {
  if (!broker.isUp) return;
  broker.isUp = false;
  cluster.note(broker.name, { kind: 'broker-crashes', loseDisk });
  if (loseDisk) {
    forEachReplica(cluster, broker, (replica, partition) => {
      sawDiskLost(cluster, partition, replica);
      Object.assign(replica.log, emptyLog());
      replica.highWatermark = 0;
    });
  }
  cluster.world.spawn(learnOfLoss(cluster, broker));
}

function* learnOfLoss(cluster: Cluster, broker: Broker): Process<void> {
  yield* sleep(cluster.config['broker.session.timeout.ms']);
  if (broker.isUp) return;
  for (const { partitions } of cluster.topics.values()) {
    for (const partition of partitions) brokerLost(cluster, partition, broker.name);
  }
}

export function startBroker(cluster: Cluster, broker: Broker): void {
  if (broker.isUp) return;
  broker.isUp = true;
  cluster.note(broker.name, { kind: 'broker-starts' });
  for (const { partitions } of cluster.topics.values()) {
    for (const partition of partitions) {
      if (partition.leader === undefined) elect(cluster, partition, undefined);
      partition.changed.fire();
    }
  }
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
  for (const { partitions } of cluster.topics.values()) {
    for (const partition of partitions) {
      for (const replica of partition.replicas) {
        if (replica.broker === broker) action(replica, partition);
      }
    }
  }
}
