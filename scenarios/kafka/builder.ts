/**
 * Builds a scenario's cluster: topics, their load, and the groups that read them. Options default
 * to what most scenarios use.
 */

import { sum } from 'd3-array';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { createTopic, type TopicOptions } from '../../sims/kafka/broker/topic.ts';
import { type ClusterOptions, kafkaCluster } from '../../sims/kafka/cluster.ts';
import type { ConsumerConfig, ProducerConfig, TopicConfig } from '../../sims/kafka/config.ts';
import { newConsumer } from '../../sims/kafka/consumer/consumer.ts';
import type { CommitPolicy, Work } from '../../sims/kafka/consumer/work.ts';
import { createGroup, type GroupOptions } from '../../sims/kafka/group/group.ts';
import type { Cluster, Consumer, Group, HasCluster, Producer } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { type LoadOptions, load } from '../../sims/kafka/producer/load.ts';
import { toPositive } from '../../sims/kafka/producer/partitioner.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { addKey, addKeys, type KeyId } from '../../sims/kafka/records.ts';
import type { KafkaRules } from '../../sims/kafka/rules.ts';
import { constant, type Distribution, sampler, uniform } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { pick } from '../../src/kernel/random.ts';
import type { World } from '../../src/world/world.ts';

export { lagOf } from '../../sims/kafka/group/group.ts';
export { send } from '../../sims/kafka/producer/producer.ts';
export { addKey } from '../../sims/kafka/records.ts';

/** One-way latency. */
export const latencyMs = { min: 0.5, max: 1.5 };

/** The longest possible round trip. */
export const roundTripMs = 2 * latencyMs.max;

/** How long a newly started group takes, at most, to get its first assignment. */
export const firstAssignmentMs = 3_000 + 4 * roundTripMs;

/** For a topic on three brokers. */
export const replicated = { 'replication.factor': 3, 'min.insync.replicas': 2 };

/** For consumers whose crash is detected soon. */
export const shortSession = { 'session.timeout.ms': 6_000, 'heartbeat.interval.ms': 2_000 };

/** A constant or random duration. */
type Time = number | Distribution;

const drawn = (ms: Time): Distribution => (typeof ms === 'number' ? constant(ms) : ms);

interface Sending {
  /** Of the producer (default: `shop`). */
  readonly name?: string;
  /** Of each record (default: each partition in turn). */
  readonly drawKey?: () => KeyId;
  readonly config?: Partial<ProducerConfig>;
}

interface Load extends Sending, Omit<LoadOptions, 'everyMs' | 'drawKey'> {
  readonly everyMs: Time;
}

export interface Team extends GroupOptions {
  readonly count?: number;
  /** Prefix of their names (default: c1, c2…). */
  readonly letter?: string;
  /** Default: after each poll. */
  readonly commit?: CommitPolicy;
  readonly work?: Omit<Work, 'drawRecordMs' | 'commit'>;
  readonly recordMs: Time;
  readonly config?: Partial<ConsumerConfig>;
  /** Static members keep their place across a restart. */
  readonly isStatic?: boolean;
  readonly startsAtMs?: (place: number) => number;
}

/** What most scenarios observe. */
export interface HasGroup extends HasCluster {
  readonly group: Group;
}

export interface HasProducer extends HasCluster {
  readonly producer: Producer;
}

export class KafkaBuilder {
  readonly cluster: Cluster;

  constructor(world: World, rules: KafkaRules, options: ClusterOptions = {}) {
    const { min, max } = latencyMs;
    this.cluster = kafkaCluster(world, rules, { latencyMs: uniform(min, max), ...options });
  }

  topic(name: string, config: Partial<TopicConfig> = {}, options: TopicOptions = {}): Topic {
    return createTopic(this.cluster, name, config, options);
  }

  producer(topic: Topic, name = 'shop', config: Partial<ProducerConfig> = {}): Producer {
    return newProducer(this.cluster, topic, name, { 'linger.ms': 5, ...config });
  }

  /** A producer that sends a record at regular intervals. */
  load(topic: Topic, { name, drawKey, config, everyMs, ...times }: Load): Producer {
    const producer = this.producer(topic, name, config);
    const keys = drawKey ?? this.balanced(topic);
    this.cluster.world.spawn(load(producer, { everyMs: drawn(everyMs), drawKey: keys, ...times }));
    return producer;
  }

  /** A producer that sends all its records at the beginning. */
  backlog(topic: Topic, count: number, { name, drawKey, config }: Sending = {}): Producer {
    const producer = this.producer(topic, name, config);
    const keys = drawKey ?? this.balanced(topic);
    for (let sent = 0; sent < count; sent++) send(producer, keys());
    return producer;
  }

  /** Draws one key for each partition in turn, so that all partitions get the same load. */
  balanced(topic: Topic, prefix?: string): () => KeyId {
    const keys = balancedKeys(this.cluster, topic, prefix);
    let next = 0;
    return () => must(keys[next++ % keys.length], 'key in turn');
  }

  /** The keys order-0, order-1 and so on. */
  keys(count: number): KeyId[] {
    return addKeys(this.cluster.records, 'order', count);
  }

  /** Draws uniformly from that many keys. */
  atRandom(count: number): () => KeyId {
    return this.anyOf(this.keys(count), 'shop');
  }

  anyOf(keys: readonly KeyId[], name: string): () => KeyId {
    const stream = this.cluster.world.kernel.random.stream(`keys/${name}`);
    return () => pick(stream, keys);
  }

  /** A group with its consumers, `name/c1` and so on, each started at its time. */
  group(name: string, topics: readonly Topic[], team: Team): Group {
    const { random } = this.cluster.world.kernel;
    const group = createGroup(this.cluster, name, topics, team);
    const { count = 1, letter = 'c', commit = 'batch', startsAtMs, isStatic = false } = team;
    for (let place = 0; place < count; place++) {
      const consumer = `${name}/${letter}${place + 1}`;
      const drawRecordMs = sampler(drawn(team.recordMs), random.stream(`work/${consumer}`));
      const { machine } = newConsumer(group, consumer, {
        config: { 'auto.offset.reset': 'earliest', ...team.config },
        work: { commit, ...team.work, drawRecordMs },
        ...(isStatic ? { instanceId: consumer } : {}),
      });
      const atMs = startsAtMs?.(place) ?? 0;
      if (atMs === 0) machine.start();
      else if (atMs < Infinity) this.cluster.world.at(atMs, () => machine.start());
    }
    return group;
  }
}

/** One key for each partition of a topic, found by trying. */
export function balancedKeys(cluster: Cluster, topic: Topic, prefix = 'order'): KeyId[] {
  const keys: KeyId[] = [];
  const left = new Set(topic.partitions.keys());
  for (let number = 0; left.size > 0; number++) {
    const key = addKey(cluster.records, `${prefix}-${number}`);
    const hash = must(cluster.records.hashes[key], 'hash of the key');
    if (left.delete(toPositive(hash) % topic.partitions.length)) keys.push(key);
  }
  return keys;
}

export const consumersOf = (group: Group): Consumer[] =>
  [...group.cluster.consumers.values()].filter((consumer) => consumer.group === group);

/** How often another leader was elected. */
export const electionsOf = ({ partitions }: Topic): number => sum(partitions, ({ epoch }) => epoch);

/** How many partitions each member has. */
export function partitionCounts({ assignment, members }: Group): number[] {
  const owners = [...assignment.values()];
  return [...members.keys()].map((member) => owners.filter((id) => id === member).length);
}

export const isStableWith = (members: number, group: Group): boolean =>
  group.members.size === members && group.state === 'Stable';

/** Calls at the first assignment after that time, with the time since. */
export function whenReassigned(group: Group, fromMs: number, then: (afterMs: number) => void) {
  let isOver = false;
  kafkaNotes.listen(group.cluster.world.trace, 'assigned', (_note, by, atMs) => {
    if (by !== group.name || atMs <= fromMs || isOver) return;
    isOver = true;
    then(atMs - fromMs);
  });
}

/** Calls when a group has processed that many records, with the time since its first assignment. */
export function whenProcessed(group: Group, count: number, then: (spentMs: number) => void): void {
  const { cluster } = group;
  let assignedAtMs: number | undefined;
  kafkaNotes.listen(cluster.world.trace, 'assigned', (_note, by, atMs) => {
    if (by === group.name) assignedAtMs ??= atMs;
  });
  const before = group.onEffect;
  group.onEffect = (id) => {
    before?.(id);
    if (group.effects.processed === count) then(cluster.nowMs - (assignedAtMs ?? 0));
  };
}
