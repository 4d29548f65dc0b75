/**
 * A topic: a name, its configuration, and its partitions, whose number may grow but never shrink.
 */

import { must } from '../../../src/kernel/must.ts';
import { type Process, sleep } from '../../../src/kernel/process.ts';
import { startCleaner } from '../compaction/cleaner.ts';
import { type TopicConfig, topicDefaults } from '../config.ts';
import type { Property } from '../effects.ts';
import { topicsChanged } from '../group/coordinator.ts';
import { lagOf } from '../group/group.ts';
import type { Cluster, Group } from '../model.ts';
import { unsettled } from '../producer/producer.ts';
import { decide, publish } from '../replication/controller.ts';
import { learn } from './brokers.ts';
import { newPartition } from './partition.ts';
import type { Partition, Topic } from './replica.ts';

export interface TopicOptions {
  readonly recordBytes?: number;
  /** Properties that it does not promise. */
  readonly exempt?: readonly Property[];
}

/** Creates a topic, its replicas spread over the brokers in turn. */
export function createTopic(
  cluster: Cluster,
  name: string,
  config: Partial<TopicConfig> = {},
  { recordBytes = 100, exempt = [] }: TopicOptions = {},
): Topic {
  const full = { ...topicDefaults, ...config };
  const topic: Topic = {
    name,
    config: full,
    partitions: [],
    recordBytes,
    exempt: new Set(exempt),
    keyedPartitions: full.partitions,
    acknowledgedLost: 0,
  };
  cluster.topics.set(name, topic);
  addPartitions(cluster, topic, full.partitions);
  return topic;
}

/** Adds partitions until there are that many. Records in the old ones stay there. */
export function addPartitions(cluster: Cluster, topic: Topic, count: number): void {
  const { brokers } = cluster;
  const added: Partition[] = [];
  const copies = Math.min(topic.config['replication.factor'], brokers.length);
  while (topic.partitions.length < count) {
    const number = topic.partitions.length;
    const on = Array.from({ length: copies }, (_, copy) => {
      return must(brokers[(number + copy) % brokers.length], 'broker in turn');
    });
    const partition = newPartition(topic, number, on);
    added.push(partition);
    topic.partitions.push(partition);
    cluster.partitions.set(partition.name, partition);
    for (const broker of on) startCleaner(cluster, broker, partition);
  }
  if (cluster.world.kernel.steps > 0) return publish(cluster, added);
  // Every node knows what exists before the run begins.
  const metadata = decide(cluster, added);
  for (const broker of brokers) learn(cluster, broker, metadata);
}

/**
 * More partitions for a topic with keys. Most keys move, so consumers must first read everything in
 * the old partitions, or a key's new records overtake its old ones. Producers that send in the
 * meantime stay with the old partitions; `pause` stops them for the last moments.
 */
export function* repartition(
  cluster: Cluster,
  topic: Topic,
  count: number,
  readers: readonly Group[],
  pause: (isPaused: boolean) => void,
): Process<void> {
  addPartitions(cluster, topic, count);
  for (const group of readers) topicsChanged(group);
  cluster.note(undefined, { kind: 'more-partitions', topic: topic.name, partitions: count });
  if (cluster.rules['drain-before-repartitioning']) {
    pause(true);
    while (cluster.producers.some((producer) => unsettled(producer) > 0)) yield* sleep(1);
    while (readers.some((group) => lagOf(group) > 0)) yield* sleep(10);
  }
  topic.keyedPartitions = count;
  pause(false);
}
