/**
 * Goal: the high watermark is what all in-sync replicas hold; a write with acks=all outlives its leader;
 * an idempotent producer is written once and in order, whatever is lost; what is not yet decided, or
 * aborted, is not shown to who reads only what is committed.
 * Method: small clusters, stepped event by event, beside the definitions.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  brokerNamed,
  crashBroker,
  holdReplication,
  startBroker,
} from '../../../sims/kafka/brokers.ts';
import { kafkaCluster } from '../../../sims/kafka/cluster.ts';
import { load } from '../../../sims/kafka/load.ts';
import { logEnd } from '../../../sims/kafka/log.ts';
import type { Broker, Cluster } from '../../../sims/kafka/model.ts';
import { endTransaction, lastStableOffset, write } from '../../../sims/kafka/partition.ts';
import { newProducer, send } from '../../../sims/kafka/producer.ts';
import { addRecord, Fate, has, noKey } from '../../../sims/kafka/records.ts';
import { kafkaRules } from '../../../sims/kafka/rules.ts';
import { createTopic } from '../../../sims/kafka/topic.ts';
import { constant, uniform } from '../../../src/kernel/distribution.ts';
import { World } from '../../../src/world/world.ts';
import { countOf } from '../../support/campaign.ts';

function clusterOfThree(seed: string) {
  const world = new World(seed);
  const cluster = kafkaCluster(world, kafkaRules.without(), {
    brokers: 3,
    latencyMs: uniform(0.5, 1.5),
    config: { 'replica.lag.time.max.ms': 2_000, 'broker.session.timeout.ms': 1_000 },
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
      cluster.loss = loss;
      for (const { atMs, broker, kind } of plan) {
        world.kernel.schedule(
          atMs,
          () => {
            const named = brokerIn(cluster, broker);
            if (kind === 'crash') crashBroker(cluster, named);
            else if (kind === 'start') startBroker(cluster, named);
            else holdReplication(cluster, named, kind === 'hold');
          },
          undefined,
        );
      }
      world.kernel.schedule(
        10_000,
        () => {
          cluster.loss = 0;
          for (const place of [1, 2, 3]) {
            startBroker(cluster, brokerIn(cluster, place));
            holdReplication(cluster, brokerIn(cluster, place), false);
          }
        },
        undefined,
      );
      let highest = 0;
      while (world.kernel.nextTimeMs <= 60_000 && world.kernel.step()) {
        const { leader, isr } = partition;
        if (leader === undefined) continue;
        for (const { log } of isr) expect(leader.highWatermark).toBeLessThanOrEqual(logEnd(log));
        highest = Math.max(highest, leader.highWatermark);
      }
      expect(cluster.observer.broken).toEqual({});
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
      for (const place of [2, 3]) holdReplication(cluster, brokerIn(cluster, place), true);
      const producer = newProducer(cluster, topic, 'p', { acks });
      world.kernel.runUntil(10);
      const id = send(producer);
      world.kernel.runUntil(1_000);
      expect([acks, has(cluster.records, id, Fate.acknowledged)]).toEqual([acks, acks === '1']);
    }
  });

  test('all is refused where fewer are in sync than min.insync.replicas', () => {
    const { world, cluster, partition } = clusterOfThree('refused');
    partition.isr = partition.isr.slice(0, 1);
    const id = addRecord(cluster.records, noKey, 0, 0, 0);
    const request = {
      ids: [id],
      producer: 0,
      firstSequence: 0,
      isIdempotent: true,
      isTransactional: false,
    };
    expect(write(cluster, partition, { ...request, needsAllInSync: true })).toBe(
      'NOT_ENOUGH_REPLICAS',
    );
    expect(write(cluster, partition, { ...request, needsAllInSync: false })).toBe(1);
    expect(world.kernel.steps).toBe(0);
  });
});

describe('a transaction', () => {
  test('holds back what comes after it until it is decided', () => {
    const world = new World('transaction');
    const cluster = kafkaCluster(world, kafkaRules.without());
    const topic = createTopic(cluster, 't');
    const [partition] = topic.partitions;
    if (partition === undefined) throw new Error('no partition');
    newProducer(cluster, topic, 'p0');
    newProducer(cluster, topic, 'p1');
    const writeOne = (producer: number, sequence: number, isTransactional: boolean) =>
      write(cluster, partition, {
        ids: [addRecord(cluster.records, noKey, producer, sequence, 0)],
        producer,
        firstSequence: sequence,
        isIdempotent: true,
        needsAllInSync: true,
        isTransactional,
      });
    writeOne(0, 0, false);
    expect(lastStableOffset(partition)).toBe(1);
    writeOne(1, 0, true);
    writeOne(0, 1, false);
    expect([lastStableOffset(partition), partition.leader?.highWatermark]).toEqual([1, 3]);
    endTransaction(cluster, partition, 1, 'abort');
    // The marker takes an offset of its own.
    expect([lastStableOffset(partition), [...partition.abortedOffsets]]).toEqual([4, [1]]);
    expect(has(cluster.records, 1, Fate.aborted)).toBe(true);
  });
});
