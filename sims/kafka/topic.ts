/** A topic: a name, its configuration, and its partitions, which may become more but never fewer. */

import { type TopicConfig, topicDefaults } from './config.ts';
import type { Cluster, Topic } from './model.ts';
import { newPartition } from './partition.ts';
import { startReplication } from './replication.ts';
import { startRetention } from './retention.ts';

/** Creates a topic, its replicas spread over the brokers in turn. */
export function createTopic(
  cluster: Cluster,
  name: string,
  config: Partial<TopicConfig> = {},
  recordBytes = 100,
): Topic {
  const full = { ...topicDefaults, ...config };
  const topic: Topic = {
    name,
    config: full,
    partitions: [],
    recordBytes,
    keyedPartitions: full.partitions,
    acknowledgedLost: 0,
  };
  cluster.topics.set(name, topic);
  addPartitions(cluster, topic, full.partitions);
  if (full['retention.ms'] < Infinity) startRetention(cluster, topic);
  return topic;
}

/** Adds partitions until there are so many. What is in the old ones stays where it is. */
export function addPartitions(cluster: Cluster, topic: Topic, count: number): void {
  const { brokers } = cluster;
  const copies = Math.min(topic.config['replication.factor'], brokers.length);
  while (topic.partitions.length < count) {
    const number = topic.partitions.length;
    const on = Array.from({ length: copies }, (_, copy) => {
      return brokers[(number + copy) % brokers.length] as Cluster['brokers'][number];
    });
    const partition = newPartition(topic, number, on);
    topic.partitions.push(partition);
    startReplication(cluster, partition);
  }
}
