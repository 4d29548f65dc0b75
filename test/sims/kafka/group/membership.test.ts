/**
 * Goal: who is a member of a group, and with what generation, is the coordinator's to say, before and
 * after it was away.
 * Method: one group, asked what a consumer asks (KIP-62), held against Kafka's answers.
 */

import { describe, expect, test } from 'vitest';
import { createTopic } from '../../../../sims/kafka/broker/topic.ts';
import { kafkaCluster } from '../../../../sims/kafka/cluster.ts';
import type { ConsumerConfig } from '../../../../sims/kafka/config.ts';
import { newConsumer } from '../../../../sims/kafka/consumer/consumer.ts';
import { heartbeat } from '../../../../sims/kafka/group/coordinator.ts';
import { createGroup } from '../../../../sims/kafka/group/group.ts';
import { jump } from '../../../../sims/kafka/group/ownership.ts';
import { coordinatorName } from '../../../../sims/kafka/network/machines.ts';
import { load } from '../../../../sims/kafka/producer/load.ts';
import { newProducer } from '../../../../sims/kafka/producer/producer.ts';
import { kafkaRules } from '../../../../sims/kafka/rules.ts';
import { constant } from '../../../../src/kernel/distribution.ts';
import { must } from '../../../../src/kernel/must.ts';
import { World } from '../../../../src/world/world.ts';

function groupOfOne(config: Partial<ConsumerConfig> = {}) {
  const world = new World('membership');
  const cluster = kafkaCluster(world, kafkaRules.without());
  const topic = createTopic(cluster, 't', {});
  const group = createGroup(cluster, 'g', [topic]);
  const producer = newProducer(cluster, topic, 'p', { 'linger.ms': 0 });
  world.spawn(load(producer, { everyMs: constant(10), untilMs: 1_000, tickMs: 10 }));
  const work = { commit: 'batch', drawRecordMs: () => 0.1 } as const;
  const consumer = newConsumer(group, 'g/c1', { config, work });
  const joined = (atMs: number) => {
    world.kernel.runUntil(atMs);
    consumer.machine.start();
    world.kernel.runUntil(atMs + 5_000);
    const [memberId] = group.members.keys();
    if (memberId === undefined) throw new Error('has not joined');
    return memberId;
  };
  return { world, group, producer, consumer, joined };
}

describe('a heartbeat', () => {
  test('is good for the present generation of a member only', () => {
    const { group, joined } = groupOfOne();
    const memberId = joined(0);
    const ask = (more: object) =>
      heartbeat(group, {
        kind: 'heartbeat',
        group: 'g',
        memberId,
        generation: group.generation,
        instanceId: undefined,
        ...more,
      } as Parameters<typeof heartbeat>[1]);
    expect(ask({})).toBe('OK');
    expect(ask({ generation: group.generation - 1 })).toBe('ILLEGAL_GENERATION');
    expect(ask({ memberId: 'nobody' })).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('a coordinator that was away', () => {
  test('waits a whole session for its members', () => {
    const { world, group, consumer, joined } = groupOfOne();
    joined(0);
    world.node(coordinatorName).crash();
    consumer.machine.crash();
    world.kernel.runUntil(100_000);
    world.node(coordinatorName).start();
    const { sessionMs } = must([...group.members.values()][0], 'first member');
    world.kernel.runUntil(100_000 + sessionMs - 1);
    expect(group.members.size).toBe(1);
    world.kernel.runUntil(100_000 + sessionMs + 1);
    expect(group.members.size).toBe(0);
  });
});

describe('a consumer that begins at the latest', () => {
  test('skips what was written before', () => {
    const { group, producer, joined } = groupOfOne({ 'auto.offset.reset': 'latest' });
    joined(2_000);
    expect([group.effects.skipped, group.effects.processed]).toEqual([producer.counts.sent, 0]);
  });

  test('skips nothing by going back', () => {
    const { group, consumer, joined } = groupOfOne({ 'auto.offset.reset': 'earliest' });
    joined(2_000);
    const [owned] = [...consumer.owned.values()];
    if (owned === undefined) throw new Error('owns nothing');
    jump(consumer, owned, 40);
    expect(group.effects.skipped).toBe(0);
    jump(consumer, owned, 70);
    expect(group.effects.skipped).toBe(30);
  });
});
