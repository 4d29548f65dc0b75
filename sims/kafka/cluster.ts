/**
 * A Kafka cluster in a world: brokers, topics, groups, producers and consumers, and the latency
 * between any two of them. Brokers, the controller, the coordinators, producers and consumers are
 * nodes that know one another only from messages.
 */

import { Breaches } from '../../src/check/breaches.ts';
import { constant, type Distribution, sampler } from '../../src/kernel/distribution.ts';
import type { World } from '../../src/world/world.ts';
import { addBroker } from './broker/brokers.ts';
import { type BrokerConfig, brokerDefaults } from './config.ts';
import { addCoordinator } from './group/coordinator-node.ts';
import { consumerCrashed } from './group/membership.ts';
import type { Cluster } from './model.ts';
import { noMetadata } from './network/metadata.ts';
import { noRecords } from './records.ts';
import { addController } from './replication/controller.ts';
import type { KafkaRules } from './rules.ts';

export interface ClusterOptions {
  /** How many brokers, named b1, b2 and so on. */
  readonly brokers?: number;
  /** One-way latency of a message. */
  readonly latencyMs?: Distribution;
  readonly config?: Partial<BrokerConfig>;
}

export function kafkaCluster(
  world: World,
  rules: KafkaRules,
  options: ClusterOptions = {},
): Cluster {
  const { brokers = 1, latencyMs = constant(1), config = {} } = options;
  const cluster: Cluster = {
    world,
    rules,
    config: { ...brokerDefaults, ...config },
    records: noRecords(),
    breaches: new Breaches(),
    brokers: [],
    controller: undefined,
    sessions: new Map(),
    metadata: noMetadata,
    topics: new Map(),
    partitions: new Map(),
    coordinator: undefined,
    coordinatorMetadata: undefined,
    groups: new Map(),
    nextProducerId: 0,
    transactionalIds: new Map(),
    producers: [],
    consumers: new Map(),
    drawLatencyMs: sampler(latencyMs, world.kernel.random.stream('network')),
    bytesIn: 0,
    bytesOut: 0,
    get nowMs() {
      return world.kernel.nowMs;
    },
    note: (who, note) => world.note(who, note),
  };
  world.network.conditions = { ...world.network.conditions, latencyMs, ordered: true };
  addController(cluster);
  for (let place = 1; place <= brokers; place++) addBroker(cluster, `b${place}`);
  addCoordinator(cluster);
  const { consumers } = cluster;
  world.nameRole('broker', () => cluster.brokers.map(({ name }) => name));
  world.nameRole('producer', () => [
    ...new Set(cluster.producers.map(({ machine }) => machine.self)),
  ]);
  world.trace.on('crash', ({ node = '' }) => {
    const consumer = consumers.get(node);
    if (consumer !== undefined) consumerCrashed(consumer);
  });
  return cluster;
}
