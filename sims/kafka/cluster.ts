/**
 * A Kafka cluster in a world: brokers, topics, groups, producers and consumers, and how long a message
 * takes between any two of them. Brokers, the coordinators, producers and consumers are nodes.
 * Produce, fetch, metadata, transactions and everything about groups are calls; followers still fetch
 * by reading the log of the leader after the time of a message. The controller is taken to be always there.
 */

import { constant, type Distribution, sampler } from '../../src/kernel/distribution.ts';
import type { World } from '../../src/world/world.ts';
import { addBroker, brokerFellSilent, brokerNamed, isBack } from './brokers.ts';
import { type BrokerConfig, brokerDefaults } from './config.ts';
import { addCoordinator } from './coordinator-node.ts';
import { consumerCrashed } from './membership.ts';
import { noMetadata } from './metadata.ts';
import type { Cluster } from './model.ts';
import { newObserver } from './observer.ts';
import { noRecords } from './records.ts';
import type { KafkaRules } from './rules.ts';

export interface ClusterOptions {
  /** How many brokers, named b1, b2 and so on. */
  readonly brokers?: number;
  /** Time of a message on its way, one way. */
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
    observer: newObserver(),
    brokers: [],
    metadata: noMetadata,
    topics: new Map(),
    partitions: new Map(),
    coordinator: undefined,
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
  addCoordinator(cluster);
  for (let place = 1; place <= brokers; place++) {
    cluster.brokers.push(addBroker(cluster, `b${place}`));
  }
  world.nameRole('broker', () => cluster.brokers.map(({ name }) => name));
  for (const kind of ['crash', 'pause', 'resume'] as const) {
    world.trace.on(kind, ({ node }) => heard(cluster, kind, node));
  }
  return cluster;
}

/** What the life of a machine means to the rest of the cluster. */
function heard(
  cluster: Cluster,
  kind: 'crash' | 'pause' | 'resume',
  name: string | undefined,
): void {
  const broker = brokerNamed(cluster, name ?? '');
  if (broker !== undefined) {
    if (kind === 'resume') isBack({ cluster, broker });
    else brokerFellSilent(cluster, broker);
  }
  const consumer = cluster.consumers.get(name ?? '');
  if (consumer !== undefined && kind === 'crash') consumerCrashed(consumer);
}
