/** The controller: it decides who leads each partition, and makes that known. */
import type { PartitionMetadata } from './metadata.ts';
import type { Cluster, Partition } from './model.ts';

/** Something has changed for some partitions: brokers tell it to those that ask. O(partitions). */
export function publish(cluster: Cluster, changed: readonly Partition[]): void {
  const { version, partitions } = cluster.metadata;
  const news = changed.map(({ name, leader, epoch, isr }): [string, PartitionMetadata] => {
    const inSync = isr.map(({ broker }) => broker.name);
    return [name, { leader: leader?.broker.name, epoch, isr: inSync }];
  });
  cluster.metadata = {
    version: version + 1,
    partitions: { ...partitions, ...Object.fromEntries(news) },
  };
}
