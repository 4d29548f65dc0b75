/**
 * Goal: the high watermark is what all in-sync replicas hold; a write with acks=all outlives its leader;
 * an idempotent producer is written once and in order, whatever is lost; what is not yet decided, or
 * aborted, is not shown to who reads only what is committed.
 * Method: small clusters, stepped event by event, beside the definitions.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { brokerNamed } from '../../../../sims/kafka/broker/brokers.ts';
import { append, emptyLog, logEnd, truncate } from '../../../../sims/kafka/broker/log.ts';
import { lastStableOffset, write } from '../../../../sims/kafka/broker/partition.ts';
import { abortedAmong, truncateAborted } from '../../../../sims/kafka/broker/producer-state.ts';
import type { RecordBatch } from '../../../../sims/kafka/broker/record-batch.ts';
import type { Broker, Partition, Replica } from '../../../../sims/kafka/broker/replica.ts';
import { createTopic } from '../../../../sims/kafka/broker/topic.ts';
import { kafkaCluster } from '../../../../sims/kafka/cluster.ts';
import type { Cluster } from '../../../../sims/kafka/model.ts';
import { performOnKafka } from '../../../../sims/kafka/operations.ts';
import { load } from '../../../../sims/kafka/producer/load.ts';
import { newProducer, send } from '../../../../sims/kafka/producer/producer.ts';
import { addRecord, Fate, has, marker, noKey } from '../../../../sims/kafka/records.ts';
import { type KafkaRule, kafkaRules } from '../../../../sims/kafka/rules.ts';
import {
  addPartition,
  decide,
  initProducer,
} from '../../../../sims/kafka/transaction/transaction-coordinator.ts';
import { constant, uniform } from '../../../../src/kernel/distribution.ts';
import { must } from '../../../../src/kernel/must.ts';
import { hold, release } from '../../../../src/world/fault.ts';
import { World } from '../../../../src/world/world.ts';
import { countOf } from '../../../support/campaign.ts';
import { brokenIn } from '../../../support/kafka-properties.ts';

function clusterOfThree(seed: string) {
  const world = new World(seed);
  const cluster = kafkaCluster(world, kafkaRules.without(), {
    brokers: 3,
    latencyMs: uniform(0.5, 1.5),
    config: {
      'replica.lag.time.max.ms': 2_000,
      'broker.session.timeout.ms': 1_000,
      'broker.heartbeat.interval.ms': 300,
    },
  });
  const topic = createTopic(cluster, 't', { 'replication.factor': 3, 'min.insync.replicas': 2 });
  const [partition] = topic.partitions;
  if (partition === undefined) throw new Error('no partition');
  return { world, cluster, topic, partition };
}

const brokerIn = (cluster: Cluster, place: number) => brokerNamed(cluster, `b${place}`) as Broker;

const faults = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 8_000 }),
    broker: fc.integer({ min: 1, max: 3 }),
    kind: fc.constantFrom('crash', 'start', 'hold', 'release'),
  }),
  { maxLength: 12 },
);

describe('replication', () => {
  test.prop([fc.string(), faults, fc.double({ min: 0, max: 0.3, noNaN: true })], {
    numRuns: countOf({ unit: 10, deep: 300 }),
  })(
    'keeps what was acknowledged, once and in order, and shows nothing that is not replicated',
    (seed, plan, loss) => {
      const { world, cluster, topic, partition } = clusterOfThree(seed);
      const producer = newProducer(cluster, topic, 'p', {
        'linger.ms': 5,
        'request.timeout.ms': 500,
      });
      world.spawn(load(producer, { everyMs: constant(20), untilMs: 9_000, tickMs: 20 }));
      performOnKafka(cluster, { kind: 'lose-requests', probability: loss });
      for (const { atMs, broker, kind } of plan) {
        world.kernel.schedule(
          atMs,
          () => {
            const named = brokerIn(cluster, broker);
            if (kind === 'crash') world.node(named.name).crash();
            else if (kind === 'start') world.node(named.name).start();
            else
              world.strike(
                kind === 'hold' ? hold(named.name, 'broker') : release(named.name, 'broker'),
              );
          },
          undefined,
        );
      }
      world.kernel.schedule(
        10_000,
        () => {
          performOnKafka(cluster, { kind: 'lose-requests', probability: 0 });
          for (const place of [1, 2, 3]) {
            world.node(`b${place}`).start();
            world.strike(release(`b${place}`, 'broker'));
          }
        },
        undefined,
      );
      let highest = 0;
      while (world.kernel.nextTimeMs <= 60_000 && world.kernel.step()) {
        const { leader, isr } = partition;
        if (leader === undefined) continue;
        for (const { log, broker } of isr) {
          if (leader.highWatermark > logEnd(log)) expect.fail(`${broker.name} lacks what is shown`);
        }
        highest = Math.max(highest, leader.highWatermark);
      }
      expect(brokenIn(cluster)).toEqual([]);
      const { counts } = producer;
      expect([counts.acknowledged, counts.failed]).toEqual([counts.sent, 0]);
      // In the end every replica has the same log, and in it every record once, in order.
      const all = Array.from({ length: counts.sent }, (_, id) => id);
      for (const { log } of partition.replicas) expect(log.ids).toEqual(all);
      expect(highest).toBe(all.length);
    },
  );
});

describe('acks', () => {
  test('all waits for the followers, 1 does not', () => {
    for (const acks of ['1', 'all'] as const) {
      const { world, cluster, topic } = clusterOfThree('acks');
      for (const place of [2, 3]) world.strike(hold(`b${place}`, 'broker'));
      const producer = newProducer(cluster, topic, 'p', { acks });
      world.kernel.runUntil(10);
      const id = send(producer);
      world.kernel.runUntil(1_000);
      expect([acks, has(cluster.records, id, Fate.acknowledged)]).toEqual([acks, acks === '1']);
    }
  });

  test('all is refused where fewer are in sync than min.insync.replicas', () => {
    const { cluster, partition } = clusterOfThree('refused');
    const leader = partition.leader as Replica;
    leader.leads?.learn({ isr: ['b1'], isrVersion: 1 });
    const id = addRecord(cluster.records, noKey, 0, 0, 0);
    const batch = {
      ids: [id],
      producerId: 0,
      producerEpoch: 0,
      firstSequence: 0,
      isTransactional: false,
    };
    const request = { batch, isIdempotent: true };
    expect(write(cluster, leader, { ...request, needsAllInSync: true })).toBe(
      'NOT_ENOUGH_REPLICAS',
    );
    expect(write(cluster, leader, { ...request, needsAllInSync: false })).toBe(1);
  });
});

describe('a transaction', () => {
  const partitionOfOne = (without: readonly KafkaRule[] = []) => {
    const world = new World('transaction');
    const cluster = kafkaCluster(world, kafkaRules.without(...without));
    const [partition] = createTopic(cluster, 't').partitions;
    if (partition === undefined) throw new Error('no partition');
    world.spawn(initProducer(cluster, { kind: 'init-producer', name: 'tx' }));
    world.kernel.runUntil(10);
    const id = must(cluster.transactionalIds.get('tx'), 'transactional id tx');
    const plain = newProducer(cluster, partition.topic, 'plain');
    const request = { name: 'tx', epoch: id.epoch, partition: partition.name };
    const add = world.spawn(addPartition(cluster, { kind: 'add-partition', ...request }));
    world.kernel.runUntil(20);
    expect(add.value).toBe('OK');
    const batch = (producerId: number, sequence: number, isTransactional: boolean) => ({
      ids: [addRecord(cluster.records, noKey, 0, sequence, 0)],
      producerId,
      producerEpoch: isTransactional ? id.epoch : 0,
      firstSequence: sequence,
      isTransactional,
    });
    const writeOne = (one: RecordBatch) =>
      write(cluster, partition.leader as Replica, {
        batch: one,
        isIdempotent: true,
        needsAllInSync: true,
      });
    return { world, cluster, partition, plain, id, batch, writeOne };
  };

  test('holds back what comes after it until it is decided', () => {
    const { world, cluster, partition, plain, id, batch, writeOne } = partitionOfOne();
    writeOne(batch(plain.id, 0, false));
    expect(lastStableOffset(partition.leader as Replica)).toBe(1);
    const inTransaction = batch(id.producerId, 0, true);
    writeOne(inTransaction);
    id.ids.push(...inTransaction.ids);
    writeOne(batch(plain.id, 1, false));
    expect([
      lastStableOffset(partition.leader as Replica),
      partition.leader?.highWatermark,
    ]).toEqual([1, 3]);
    decide(cluster, id, 'abort');
    world.kernel.runUntil(100);
    // The marker takes an offset of its own.
    expect(lastStableOffset(partition.leader as Replica)).toBe(4);
    const { batches, producers } = (partition.leader as Replica).log;
    expect(abortedAmong(producers, batches)).toEqual([1]);
    expect(has(cluster.records, 1, Fate.aborted)).toBe(true);
  });

  test('ends at a partition without a leader as soon as it has one', () => {
    const { world, cluster, partition, id, batch, writeOne } = partitionOfOne();
    writeOne(batch(id.producerId, 0, true));
    world.node('b1').crash();
    decide(cluster, id, 'commit');
    world.kernel.runUntil(30_000);
    expect([id.pending.size, partition.leader]).toEqual([1, undefined]);
    world.node('b1').start();
    world.kernel.runUntil(31_000);
    expect([id.pending.size, lastStableOffset(partition.leader as Replica)]).toEqual([0, 2]);
    expect(brokenIn(cluster)).toEqual([]);
  });

  test('ends once enough replicas are in sync: a marker is a write with acks=all', () => {
    const { world, cluster, topic, partition } = clusterOfThree('marker');
    world.spawn(initProducer(cluster, { kind: 'init-producer', name: 'tx' }));
    world.kernel.runUntil(10);
    const id = must(cluster.transactionalIds.get('tx'), 'transactional id tx');
    const request = { name: 'tx', epoch: id.epoch, partition: partition.name };
    world.spawn(addPartition(cluster, { kind: 'add-partition', ...request }));
    world.kernel.runUntil(20);
    for (const name of ['b2', 'b3']) world.node(name).crash();
    world.kernel.runUntil(10_000);
    expect(partition.isr.length).toBeLessThan(topic.config['min.insync.replicas']);
    decide(cluster, id, 'commit');
    world.kernel.runUntil(20_000);
    const { log } = partition.leader as Replica;
    expect([id.pending.size, logEnd(log)]).toEqual([1, 0]);
    for (const name of ['b2', 'b3']) world.node(name).start();
    world.kernel.runUntil(30_000);
    expect([id.pending.size, log.ids]).toEqual([0, [marker]]);
  });

  test.each([true, false])('refuses a batch that comes after its end, by the rule: %s', (isOn) => {
    const rule = 'fence-old-producers';
    const { world, cluster, id, batch, writeOne } = partitionOfOne(isOn ? [] : [rule]);
    const late = batch(id.producerId, 0, true);
    writeOne(batch(id.producerId, 0, true));
    decide(cluster, id, 'abort');
    world.kernel.runUntil(100);
    expect(writeOne(late)).toBe(isOn ? 'INVALID_PRODUCER_EPOCH' : 3);
    expect(brokenIn(cluster)).toEqual(
      isOn ? [] : ['stable-follows-watermark', 'fenced-is-refused'],
    );
  });

  test('is forgotten with the part of the log that aborted it', () => {
    const log = emptyLog();
    const batchOf = (sequence: number, marker?: 'abort') => ({
      ids: [sequence],
      producerId: 5,
      producerEpoch: 0,
      firstSequence: sequence,
      isTransactional: true,
      ...(marker === undefined ? {} : { marker }),
    });
    for (const sequence of [0, 1]) append(log, batchOf(sequence), 0);
    append(log, batchOf(0, 'abort'), 0);
    expect(abortedAmong(log.producers, log.batches)).toEqual([0, 1]);
    truncate(log, 1);
    truncateAborted(log.producers, 1);
    expect([log.producers.aborted, [...log.producers.open]]).toEqual([[], [[5, 0]]]);
    expect(log.producers.known.get(5)).toEqual({ epoch: 0, nextSequence: 1 });
  });
});

describe('retention', () => {
  test('drops nothing beyond the high watermark, however old it is', () => {
    const world = new World('retention');
    const cluster = kafkaCluster(world, kafkaRules.without(), {
      brokers: 2,
      config: { 'log.retention.check.interval.ms': 100, 'replica.lag.time.max.ms': 60_000 },
    });
    const topic = createTopic(cluster, 't', { 'replication.factor': 2, 'retention.ms': 500 });
    const producer = newProducer(cluster, topic, 'p', { acks: '1' });
    world.spawn(load(producer, { everyMs: constant(20), untilMs: 1_000, tickMs: 20 }));
    world.kernel.runUntil(700);
    world.strike(hold('b2', 'broker'));
    world.kernel.runUntil(5_000);
    const [partition] = topic.partitions as [Partition];
    const { log, highWatermark } = partition.leader as Replica;
    expect(logEnd(log)).toBeGreaterThan(highWatermark);
    expect(log.startOffset).toBe(highWatermark);
  });
});
