/** What a record costs on its way through Kafka, beside bare events of the kernel. */

import { createTopic } from '../../../sims/kafka/broker/topic.ts';
import { kafkaCluster } from '../../../sims/kafka/cluster.ts';
import { newConsumer } from '../../../sims/kafka/consumer/consumer.ts';
import { createGroup, lagOf } from '../../../sims/kafka/group/group.ts';
import { load } from '../../../sims/kafka/producer/load.ts';
import { newProducer } from '../../../sims/kafka/producer/producer.ts';
import { addKeys, type KeyId } from '../../../sims/kafka/records.ts';
import { kafkaRules } from '../../../sims/kafka/rules.ts';
import { constant, uniform } from '../../../src/kernel/distribution.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { World } from '../../../src/world/world.ts';
import { compare, type Figure } from '../measure.ts';

const operations = 100_000;
const pending = 1_000;
const recordsPerMs = 100;

function bareEvents(): () => void {
  const kernel = new Kernel('bench');
  const again = (argument: number): void => {
    kernel.schedule(1 + (argument % 97), again, argument);
  };
  for (let i = 0; i < pending; i++) again(i);
  return () => {
    for (let i = 0; i < operations; i++) kernel.step();
  };
}

/** Keyed records, from the producer's send to the commit of the group, with digest and observer on. */
function recordsThrough(replicas: number): () => void {
  const world = new World('bench');
  const cluster = kafkaCluster(world, kafkaRules.without(), {
    brokers: replicas,
    latencyMs: uniform(0.5, 1.5),
  });
  const topic = createTopic(cluster, 'orders', {
    partitions: 8,
    'replication.factor': replicas,
    'retention.ms': Infinity,
  });
  const group = createGroup(cluster, 'billing', [topic]);
  for (let place = 1; place <= 4; place++) {
    const { machine } = newConsumer(group, `c${place}`, {
      config: { 'auto.offset.reset': 'earliest', 'max.poll.records': 1_000 },
      work: { commit: 'batch', rows: 500, drawRecordMs: () => 0.01 },
    });
    machine.start();
  }
  const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
  const keys = addKeys(cluster.records, 'order', 1_024);
  let next = 0;
  const drawKey = () => keys[next++ & 1_023] as KeyId;
  world.spawn(load(producer, { everyMs: constant(1 / recordsPerMs), drawKey, untilMs: Infinity }));
  return () => {
    const before = group.effects.processed;
    world.kernel.runUntil(world.kernel.nowMs + operations / recordsPerMs);
    // The first call ends before the group has formed; then it works off what has waited.
    if (before > operations && lagOf(group) > operations / 2) throw new Error('the group lags');
  };
}

function recordCost(replicas: number): Figure {
  const subject = recordsThrough(replicas);
  // The group forms, and catches up with what came in meanwhile.
  for (let round = 0; round < 8; round++) subject();
  const { ratio, subjectNs, referenceNs } = compare(operations, subject, bareEvents());
  return {
    ratio: 1 / ratio,
    reference: 'a bare event of the kernel',
    meaning: 'times the cost of the reference, for a record from send to commit',
    detail: `${subjectNs.toFixed(0)} ns a record with ${replicas} replica(s), ${referenceNs.toFixed(0)} ns an event`,
    // A share of the calls that carry it: 5.2 to 6.0 measured with one replica, 6.9 with three.
    atMost: 8,
  };
}

export const kafkaFigures: Readonly<Record<string, () => Figure>> = {
  'kafka-record': () => recordCost(1),
  'kafka-record-replicated': () => recordCost(3),
};
