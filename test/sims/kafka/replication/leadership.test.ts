/**
 * Goal: who leads, and what a leader may say, when brokers and the controller part and come back.
 * Method: three brokers, one story each, held against what the protocol promises (KIP-101, KIP-631).
 */
import { describe, expect, test } from 'vitest';
import { createTopic } from '../../../../sims/kafka/broker/topic.ts';
import { kafkaCluster } from '../../../../sims/kafka/cluster.ts';
import type { ProducerConfig } from '../../../../sims/kafka/config.ts';
import { newProducer, send } from '../../../../sims/kafka/producer/producer.ts';
import { Fate, has } from '../../../../sims/kafka/records.ts';
import { elect } from '../../../../sims/kafka/replication/election.ts';
import { kafkaRules } from '../../../../sims/kafka/rules.ts';
import { heal, partition as partitioned } from '../../../../src/world/fault.ts';
import { World } from '../../../../src/world/world.ts';

const sessionMs = 1_000;

function clusterOfThree(producerConfig: Partial<ProducerConfig> = {}) {
  const world = new World('leadership');
  const config = { 'broker.session.timeout.ms': sessionMs, 'broker.heartbeat.interval.ms': 300 };
  const cluster = kafkaCluster(world, kafkaRules.without(), { brokers: 3, config });
  const topic = createTopic(cluster, 't', { 'replication.factor': 3, 'min.insync.replicas': 2 });
  const [partition] = topic.partitions;
  if (partition === undefined) throw new Error('no partition');
  const producer = newProducer(cluster, topic, 'p', { acks: 'all', ...producerConfig });
  world.kernel.runUntil(100);
  const leaderName = () => partition.leader?.broker.name;
  return { world, cluster, partition, producer, leaderName };
}

describe('a leader that was cut off with its producer', () => {
  test('acknowledges nothing that it wrote meanwhile', () => {
    const { world, cluster, producer, leaderName } = clusterOfThree({ retries: 0 });
    const others = world.nodes.flatMap(({ self }) => (self === 'b1' || self === 'p' ? [] : [self]));
    world.strike(partitioned(['b1', 'p'], others));
    const id = send(producer);
    world.kernel.runUntil(5_000);
    expect(leaderName()).toBe('b2');
    world.strike(heal());
    world.kernel.runUntil(20_000);
    expect([producer.counts.acknowledged, producer.counts.failed]).toEqual([0, 1]);
    expect(has(cluster.records, id, Fate.acknowledged)).toBe(false);
  });
});

describe('a controller that comes back', () => {
  test('gives every broker a session, and a dead one loses its partitions', () => {
    const { world, leaderName } = clusterOfThree();
    world.node('controller').crash();
    world.kernel.runUntil(5_000);
    world.node('b1').crash();
    world.kernel.runUntil(10_000);
    expect(leaderName()).toBe('b1');
    world.node('controller').start();
    world.kernel.runUntil(10_000 + sessionMs - 1);
    expect(leaderName()).toBe('b1');
    world.kernel.runUntil(10_000 + sessionMs + 10);
    expect(leaderName()).toBe('b2');
  });
});

describe('an election', () => {
  test('without a live replica changes something once', () => {
    const { world, cluster, partition } = clusterOfThree();
    for (const name of ['b1', 'b2', 'b3']) world.node(name).crash();
    world.kernel.runUntil(5_000);
    expect(partition.leader).toBeUndefined();
    const { epoch } = partition;
    expect(elect(cluster, partition, undefined)).toBe(false);
    expect(partition.epoch).toBe(epoch);
  });
});

describe('a producer without a leader', () => {
  test.each([0, 2, 5])('tries %i times more, and gives up', (retries) => {
    const { world, producer } = clusterOfThree({ retries });
    for (const name of ['b1', 'b2', 'b3']) world.node(name).crash();
    send(producer);
    world.kernel.runUntil(119_000);
    expect([producer.counts.retries, producer.counts.failed]).toEqual([retries, 1]);
  });
});
