/**
 * Goal: a broker whose disk is full halts at the next write, as one whose only log directory has failed; a
 * lost disk takes the log, which comes back from the leader; a hung one is hidden by the page cache.
 */
import { expect, test } from 'vitest';
import { logEnd } from '../../../../sims/kafka/broker/log.ts';
import type { Replica } from '../../../../sims/kafka/broker/replica.ts';
import { createTopic } from '../../../../sims/kafka/broker/topic.ts';
import { kafkaCluster } from '../../../../sims/kafka/cluster.ts';
import { newProducer, send } from '../../../../sims/kafka/producer/producer.ts';
import { Fate, has, type RecordId } from '../../../../sims/kafka/records.ts';
import { kafkaRules } from '../../../../sims/kafka/rules.ts';
import { fillDisk, hangDisk, loseDisk, restart } from '../../../../src/world/fault.ts';
import { World } from '../../../../src/world/world.ts';
import { brokenIn } from '../../../support/kafka-properties.ts';

function threeBrokers(seed: string) {
  const world = new World(seed);
  const cluster = kafkaCluster(world, kafkaRules.without(), {
    brokers: 3,
    config: { 'broker.session.timeout.ms': 1_000, 'broker.heartbeat.interval.ms': 300 },
  });
  const topic = createTopic(cluster, 't', { 'replication.factor': 3, 'min.insync.replicas': 2 });
  const [partition] = topic.partitions;
  if (partition === undefined) throw new Error('no partition');
  const producer = newProducer(cluster, topic, 'p', { acks: 'all' });
  world.kernel.runUntil(10);
  const lifeOf = (name: string) => world.node(name).life;
  const ends = () => partition.replicas.map(({ log }: Replica) => logEnd(log));
  const isAcknowledged = (id: RecordId) => has(cluster.records, id, Fate.acknowledged);
  return { world, cluster, partition, producer, lifeOf, ends, isAcknowledged };
}

test('a leader whose disk is full halts at the next write, and another one takes it', () => {
  const { world, cluster, partition, producer, lifeOf, ends, isAcknowledged } =
    threeBrokers('full');
  world.strike(fillDisk('b1', 60_000));
  world.kernel.runUntil(5_000);
  expect(lifeOf('b1')).toBe('up');
  const id = send(producer);
  world.kernel.runUntil(20_000);
  expect(lifeOf('b1')).toBe('down');
  expect(partition.leader?.broker.name).not.toBe('b1');
  expect(isAcknowledged(id)).toBe(true);
  expect(ends()).toEqual([0, 1, 1]);
  expect(brokenIn(cluster)).toEqual([]);
});

test('a follower whose disk is full halts as it copies, and copies it once there is room', () => {
  const { world, cluster, producer, lifeOf, ends, isAcknowledged } = threeBrokers('follower');
  world.strike(fillDisk('b3', 10_000));
  const id = send(producer);
  world.kernel.runUntil(5_000);
  expect([lifeOf('b1'), lifeOf('b3')]).toEqual(['up', 'down']);
  expect(ends()).toEqual([1, 1, 0]);
  world.kernel.runUntil(20_000);
  expect(isAcknowledged(id)).toBe(true);
  world.strike(restart('b3'));
  world.kernel.runUntil(40_000);
  expect([lifeOf('b3'), ...ends()]).toEqual(['up', 1, 1, 1]);
  expect(brokenIn(cluster)).toEqual([]);
});

test('a lost disk takes the log, and the leader’s log brings it back', () => {
  const { world, cluster, producer, ends } = threeBrokers('lost');
  send(producer);
  world.kernel.runUntil(2_000);
  world.strike(loseDisk('b3'));
  world.strike(restart('b3'));
  expect(ends()).toEqual([1, 1, 0]);
  world.kernel.runUntil(20_000);
  expect(ends()).toEqual([1, 1, 1]);
  expect(brokenIn(cluster)).toEqual([]);
});

test('a hung disk holds no write back, and a crash of the process takes none', () => {
  const { world, producer, ends, isAcknowledged } = threeBrokers('hung');
  for (const name of ['b1', 'b2', 'b3']) world.strike(hangDisk(name, 60_000));
  const id = send(producer);
  world.kernel.runUntil(1_000);
  expect(isAcknowledged(id)).toBe(true);
  for (const name of ['b1', 'b2', 'b3']) world.node(name).crash();
  expect(ends()).toEqual([1, 1, 1]);
});
