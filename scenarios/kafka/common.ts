/** What the Kafka scenarios have in common: parameters, operations, builders, words. */

import { z } from 'zod';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { type ClusterOptions, kafkaCluster } from '../../sims/kafka/cluster.ts';
import type { ConsumerConfig } from '../../sims/kafka/config.ts';
import { newConsumer } from '../../sims/kafka/consumer/consumer.ts';
import type { Work } from '../../sims/kafka/consumer/work.ts';
import { kafka } from '../../sims/kafka/kafka.ts';
import type { Cluster, Consumer, Group, HasCluster } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import {
  consumersNamed,
  type KafkaOperation,
  kafkaOperationInWords,
  kafkaOperationSchema,
  performOnKafka,
} from '../../sims/kafka/operations.ts';
import { toPositive } from '../../sims/kafka/producer/partitioner.ts';
import { addKey, type KeyId } from '../../sims/kafka/records.ts';
import type { KafkaRules } from '../../sims/kafka/rules.ts';
import { constant, type Distribution, sampler, uniform } from '../../src/kernel/distribution.ts';
import { pick } from '../../src/kernel/random.ts';
import { notAmong } from '../../src/lab/input-error.ts';
import type { World } from '../../src/world/world.ts';

/** Spread into a scenario. */
export const aboutKafka = {
  sim: kafka,
  operations: {
    schema: kafkaOperationSchema,
    perform: ({ cluster }: HasCluster, operation: KafkaOperation) =>
      performOnKafka(cluster, operation),
    refusal: ({ cluster }: HasCluster, operation: KafkaOperation) => {
      if ('broker' in operation) {
        const brokers = cluster.brokers.map(({ name }) => name);
        return notAmong('broker', operation.broker, brokers);
      }
      if (!('consumer' in operation) || consumersNamed(cluster, operation.consumer).length > 0) {
        return undefined;
      }
      const consumers = [...cluster.consumers.values()].map(({ name }) => name);
      return notAmong('consumer', operation.consumer, consumers);
    },
    inWords: kafkaOperationInWords,
  },
};

export const latencyMs = { min: 0.5, max: 1.5 };

/** The longest that a round trip takes. */
export const roundTripMs = 2 * latencyMs.max;

export const clusterOf = (
  { world, rules }: { world: World; rules: KafkaRules },
  options: ClusterOptions = {},
): Cluster =>
  kafkaCluster(world, rules, { latencyMs: uniform(latencyMs.min, latencyMs.max), ...options });

/** How long it takes, at most, until a group that was just started has its first assignment. */
export const firstAssignmentMs = 3_000 + 4 * roundTripMs;

export interface Team {
  readonly count: number;
  /** What their names begin with: c1, c2… without it. */
  readonly letter?: string;
  readonly work: Omit<Work, 'drawRecordMs'>;
  readonly recordMs: Distribution;
  readonly config?: Partial<ConsumerConfig>;
  /** Static members keep their place over a restart. */
  readonly isStatic?: boolean;
  readonly startsAtMs?: (place: number) => number;
}

/** Consumers of a group, `group/c1` and so on, each started at its time. */
export function startTeam(cluster: Cluster, group: Group, team: Team): Consumer[] {
  const { kernel } = cluster.world;
  return Array.from({ length: team.count }, (_, place) => {
    const name = `${group.name}/${team.letter ?? 'c'}${place + 1}`;
    const consumer = newConsumer(group, name, {
      config: { 'auto.offset.reset': 'earliest', ...team.config },
      work: {
        ...team.work,
        drawRecordMs: sampler(team.recordMs, kernel.random.stream(`work/${name}`)),
      },
      ...(team.isStatic === true ? { instanceId: name } : {}),
    });
    const atMs = team.startsAtMs?.(place) ?? 0;
    if (atMs === 0) consumer.machine.start();
    else if (atMs < Infinity) kernel.schedule(atMs, startMachine, consumer);
    return consumer;
  });
}

const startMachine = ({ machine }: Consumer): void => machine.start();

/** One key for each partition of a topic, found by trying: with them in turn all partitions get the same. */
export function balancedKeys(cluster: Cluster, topic: Topic, prefix = 'order'): KeyId[] {
  const keys: KeyId[] = [];
  const left = new Set(topic.partitions.keys());
  for (let number = 0; left.size > 0; number++) {
    const key = addKey(cluster.records, `${prefix}-${number}`);
    const hash = cluster.records.hashes[key] as number;
    if (left.delete(toPositive(hash) % topic.partitions.length)) keys.push(key);
  }
  return keys;
}

/** Draws keys in turn. */
export function inTurn(keys: readonly KeyId[]): () => KeyId {
  let next = 0;
  return () => keys[next++ % keys.length] as KeyId;
}

/** Draws keys at random, all alike. */
export function atRandom(cluster: Cluster, name: string, keys: readonly KeyId[]): () => KeyId {
  const stream = cluster.world.kernel.random.stream(`keys/${name}`);
  return () => pick(stream, keys);
}

export const ms = (value: number): Distribution => constant(value);

/** Calls when a group has processed so many records: with the time since its first assignment. */
export function whenProcessed(
  cluster: Cluster,
  group: Group,
  count: number,
  then: (spentMs: number) => void,
): void {
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

// Parameters that many have

export const partitionsParam = (count: number) =>
  z.int().min(1).max(1000).default(count).describe('partitions of the topic');

export const consumersParam = (count: number) =>
  z.int().min(1).max(500).default(count).describe('consumers in the group');

// Words

export const whole = (value: number | undefined): string =>
  value === undefined ? '—' : Math.round(value).toLocaleString('en-US');

export const inSeconds = (ms: number | undefined): string =>
  ms === undefined ? '—' : `${(ms / 1000).toFixed(1)} s`;

export const inMinutes = (ms: number | undefined): string =>
  ms === undefined ? '—' : `${(ms / 60_000).toFixed(1)} min`;

export const percent = (share: number | undefined): string =>
  share === undefined ? '—' : `${(100 * share).toFixed(0)}%`;

export const records = (count: number): string =>
  count === 0 ? 'no record' : count === 1 ? 'one record' : `${whole(count)} records`;
