/** Elections, at the controller: when a leader is lost, a live in-sync replica takes over. */

import type { Broker, Partition, Replica } from '../broker/replica.ts';
import type { Cluster } from '../model.ts';
import { controllerName } from '../network/machines.ts';
import { sawElected, sawLeaderChange } from '../observer.ts';

/**
 * A broker is lost: it is no longer in sync, and others lead its partitions. Returns whether
 * anything changed.
 */
export function lose(cluster: Cluster, partition: Partition, broker: Broker): boolean {
  const { leader, isr } = partition;
  const isOf = (replica: Replica) => replica.broker === broker;
  // The last in-sync replica stays on the list: only it is known to have everything.
  const others = isr.filter((replica) => !isOf(replica));
  const leaves = others.length > 0 && others.length < isr.length;
  if (leaves) {
    partition.isr = others;
    noteInSync(cluster, partition);
  }
  const led = leader !== undefined && isOf(leader);
  return (led && elect(cluster, partition, leader)) || leaves;
}

/**
 * Makes a live replica the leader: the first that is in sync; any, if unclean elections are
 * allowed. Returns whether anything has changed.
 */
export function elect(cluster: Cluster, partition: Partition, old: Replica | undefined): boolean {
  const { rules, sessions } = cluster;
  const live = partition.replicas.filter(({ broker }) => sessions.get(broker.name)?.isAlive);
  const clean = live.find((replica) => partition.isr.includes(replica));
  const uncleanAllowed =
    partition.topic.config['unclean.leader.election.enable'] || !rules['elect-in-sync-only'];
  const next = clean ?? (uncleanAllowed ? live[0] : undefined);
  if (next === undefined && old === undefined) return false;
  partition.leader = next;
  partition.epoch += 1;
  if (next !== undefined && clean === undefined) {
    partition.isr = [next];
    noteInSync(cluster, partition);
  }
  if (next !== undefined && old !== undefined && old !== next) {
    sawLeaderChange(cluster, partition, old, next);
  }
  if (next !== undefined) sawElected(cluster, partition);
  cluster.note(next?.broker.name ?? controllerName, {
    kind: next === undefined ? 'leaderless' : 'leads',
    partition: partition.name,
    epoch: partition.epoch,
    clean: clean !== undefined,
  });
  return true;
}

export function noteInSync(cluster: Cluster, partition: Partition): void {
  partition.isrVersion += 1;
  cluster.note(controllerName, {
    kind: 'in-sync',
    partition: partition.name,
    brokers: partition.isr.map(({ broker }) => broker.name),
  });
}
