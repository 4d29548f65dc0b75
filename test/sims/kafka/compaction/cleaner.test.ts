/**
 * Goal: compaction keeps what Kafka’s documentation says it keeps, under its offset, and a tombstone for as
 * long as KIP-534 says.
 * Method: the figure of the documentation; a naive model that decides for each record alone, by all later
 * ones; small logs step by step; a cluster whose leader crashes.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { fetch } from '../../../../sims/kafka/broker/fetch.ts';
import { append, countLive, idAt, logEnd, truncate } from '../../../../sims/kafka/broker/log.ts';
import type { Broker, Replica } from '../../../../sims/kafka/broker/replica.ts';
import { createTopic } from '../../../../sims/kafka/broker/topic.ts';
import { kafkaCluster } from '../../../../sims/kafka/cluster.ts';
import { activeSegment, clean } from '../../../../sims/kafka/compaction/cleaner.ts';
import { type TopicConfig, topicDefaults } from '../../../../sims/kafka/config.ts';
import { newProducer, send } from '../../../../sims/kafka/producer/producer.ts';
import {
  addKey,
  addRecord,
  compacted,
  Fate,
  mark,
  marker,
} from '../../../../sims/kafka/records.ts';
import { type KafkaRule, kafkaRules } from '../../../../sims/kafka/rules.ts';
import { must } from '../../../../src/kernel/must.ts';
import { crash, restart } from '../../../../src/world/fault.ts';
import { World } from '../../../../src/world/world.ts';
import { brokenIn } from '../../../support/kafka-properties.ts';

interface Change {
  readonly key: string;
  readonly deletes?: boolean;
}

/** A log to which a test writes and which it cleans by hand; the cleaner itself never comes. */
function byHand(config: Partial<TopicConfig> = {}, off: readonly KafkaRule[] = []) {
  const world = new World('compaction');
  const cluster = kafkaCluster(world, kafkaRules.without(...off), {
    config: { 'log.cleaner.backoff.ms': 1e9 },
  });
  const topic = createTopic(cluster, 't', {
    'cleanup.policy': 'compact',
    'min.cleanable.dirty.ratio': 0,
    'segment.ms': 1_000,
    'delete.retention.ms': 10_000,
    ...config,
  });
  const replica = must(topic.partitions[0]?.replicas[0], 'the only replica');
  const { log } = replica;
  const { records } = cluster;
  const keys = new Map<string, number>();
  const keyOf = (text: string) => {
    const known = keys.get(text) ?? addKey(records, text);
    keys.set(text, known);
    return known;
  };
  const upTo = (atMs: number) => void world.kernel.runUntil(atMs);
  const write = (...changes: Change[]) => writeAs({}, ...changes);
  const writeAs = (
    header: { producerId?: number; isTransactional?: boolean },
    ...changes: Change[]
  ) => {
    const ids = changes.map(({ key, deletes = false }) => {
      const id = addRecord(records, keyOf(key), 0, 0, cluster.nowMs);
      if (deletes) mark(records, id, Fate.tombstone);
      return id;
    });
    const batch = { producerId: 0, producerEpoch: 0, firstSequence: 0, isTransactional: false };
    append(log, { ...batch, ...header, ids }, 0);
    replica.highWatermark = logEnd(log);
  };
  const offsets = () =>
    Array.from({ length: logEnd(log) }, (_, offset) => offset).filter(
      (offset) => idAt(log, offset) !== compacted,
    );
  return {
    world,
    cluster,
    replica,
    log,
    upTo,
    write,
    writeAs,
    offsets,
    clean: () => clean(cluster, replica),
  };
}

const value = (key: string): Change => ({ key });
const tombstone = (key: string): Change => ({ key, deletes: true });

test('the figure of the documentation: eleven records become six, under their offsets', () => {
  // Kafka documentation, Design, Log Compaction: log_compaction.png.
  const { write, upTo, clean, offsets, log } = byHand();
  for (const key of ['K1', 'K2', 'K1', 'K1', 'K3', 'K2', 'K4', 'K5', 'K5', 'K2', 'K6'])
    write(value(key));
  upTo(2_000);
  write(value('other'));
  clean();
  expect(offsets()).toEqual([3, 4, 6, 8, 9, 10, 11]);
  expect(logEnd(log)).toBe(12);
});

test('offsets in a gap are equivalent: a read from any of them begins at the next record', () => {
  // Kafka documentation, Design, Log Compaction: offsets 36, 37 and 38 are all equivalent positions.
  const { cluster, replica, write, upTo, clean, log } = byHand();
  for (let offset = 0; offset < 40; offset++)
    write(value(offset >= 36 && offset <= 38 ? 'same' : `k${offset}`));
  upTo(2_000);
  write(value('other'));
  clean();
  replica.leads ??= {} as never;
  for (const offset of [36, 37, 38]) {
    const answer = fetch(cluster, replica.broker as Broker, {
      kind: 'fetch',
      positions: [{ partition: 't-0', offset }],
      recordsMax: 2,
      committedOnly: false,
      minBytes: 1,
      maxWaitMs: 0,
    });
    const [part] = answer as unknown as { ids: number[] }[];
    // Two records, and the gap before them: it takes no room.
    expect(part?.ids.filter((id) => id !== compacted)).toEqual([idAt(log, 38), idAt(log, 39)]);
    expect(part?.ids.length).toBe(40 - offset);
  }
});

describe('a tombstone', () => {
  const log = () => {
    const made = byHand();
    made.write(value('a'), value('b'));
    made.write(tombstone('a'));
    return made;
  };

  test('stays at the first cleaning, however old it is, and for delete.retention.ms from then on', () => {
    const { write, upTo, clean, offsets } = log();
    upTo(50_000);
    write(value('c'));
    clean();
    expect(offsets()).toEqual([1, 2, 3]);
    upTo(58_999);
    write(value('d'));
    clean();
    expect(offsets()).toEqual([1, 2, 3, 4]);
    upTo(60_000);
    write(value('e'));
    clean();
    expect(offsets()).toEqual([1, 3, 4, 5]);
  });

  test('stays for ever if nothing is written that has to be cleaned', () => {
    const { write, upTo, clean, offsets } = log();
    upTo(50_000);
    write(value('c'));
    clean();
    upTo(1e6);
    clean();
    expect(offsets()).toEqual([1, 2, 3]);
  });

  test('goes at once when its key has another value', () => {
    const { write, upTo, clean, offsets } = log();
    write(value('a'));
    upTo(2_000);
    write(value('c'));
    clean();
    expect(offsets()).toEqual([1, 3, 4]);
  });

  test.each([
    ['keep-tombstones', [1, 3]],
    ['retain-from-first-cleaning', [1, 3]],
  ] as const)('without %s goes with the cleaning that removes the value', (rule, left) => {
    const { write, upTo, clean, offsets } = byHand({}, [rule]);
    write(value('a'), value('b'));
    write(tombstone('a'));
    upTo(50_000);
    write(value('c'));
    clean();
    expect(offsets()).toEqual(left);
  });
});

describe('what is left alone', () => {
  test('the active segment: it begins with the first batch more than segment.ms after its first one', () => {
    const { write, upTo, clean, offsets, log, cluster } = byHand();
    write(value('a'));
    upTo(1_000);
    write(value('a'));
    expect(activeSegment(log, cluster.records, 1_000)).toBe(0);
    upTo(1_001);
    write(value('a'));
    write(value('a'));
    expect(activeSegment(log, cluster.records, 1_000)).toBe(2);
    clean();
    expect(offsets()).toEqual([1, 2, 3]);
  });

  test('what is not replicated', () => {
    const { write, upTo, clean, offsets, replica } = byHand();
    for (let count = 0; count < 4; count++) write(value('a'));
    upTo(2_000);
    write(value('a'));
    replica.highWatermark = 2;
    clean();
    expect(offsets()).toEqual([1, 2, 3, 4]);
  });

  test('an open transaction, and what follows it; an aborted record supersedes none', () => {
    const { write, writeAs, upTo, clean, offsets, log, replica } = byHand();
    write(value('a'));
    write(value('a'));
    writeAs({ producerId: 7, isTransactional: true }, value('a'));
    write(value('b'));
    write(value('b'));
    upTo(2_000);
    write(value('c'));
    clean();
    expect(offsets()).toEqual([1, 2, 3, 4, 5]);
    const header = { producerId: 7, producerEpoch: 0, firstSequence: 0, isTransactional: true };
    append(log, { ...header, ids: [marker], marker: 'abort' }, 0);
    replica.highWatermark = logEnd(log);
    upTo(4_000);
    write(value('d'));
    clean();
    // The marker at 6 stays.
    expect(offsets()).toEqual([1, 4, 5, 6, 7]);
  });

  test('a log of which no more than min.cleanable.dirty.ratio is dirty; half by default', () => {
    expect(topicDefaults['min.cleanable.dirty.ratio']).toBe(0.5);
    const { write, upTo, clean, offsets, log } = byHand({ 'min.cleanable.dirty.ratio': 0.5 });
    write(value('a'), value('b'));
    upTo(2_000);
    write(value('a'), value('b'));
    clean();
    upTo(4_000);
    write(value('c'));
    clean();
    expect([log.firstDirtyOffset, offsets()]).toEqual([2, [0, 1, 2, 3, 4]]);
    upTo(6_000);
    write(value('d'));
    clean();
    expect([log.firstDirtyOffset, offsets()]).toEqual([5, [2, 3, 4, 5]]);
  });
});

test('a log that loses its end is dirty from there', () => {
  const { write, upTo, clean, log, offsets } = byHand();
  write(value('a'));
  write(value('a'));
  write(value('b'));
  upTo(2_000);
  write(value('c'));
  clean();
  expect([log.firstDirtyOffset, log.activeFrom]).toEqual([3, 3]);
  truncate(log, 2);
  expect([log.firstDirtyOffset, log.activeFrom]).toEqual([2, 2]);
  write(value('a'));
  upTo(4_000);
  write(value('c'));
  upTo(6_000);
  write(value('c'));
  clean();
  expect(offsets()).toEqual([2, 3, 4]);
});

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        changes: fc.array(
          fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), deletes: fc.boolean() }),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        ms: fc.integer({ min: 1, max: 6_000 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('clean' as const) }) },
  ),
  { maxLength: 60 },
);

interface Written extends Change {
  readonly batch: number;
  isGone: boolean;
}

/** Decides for each record alone, from all that were written; knows neither maps nor where it was clean. */
function naiveCleaning(
  all: Written[],
  horizons: Map<number, number>,
  segmentOf: number[],
  nowMs: number,
) {
  const last = segmentOf.at(-1);
  const cleanable = all.filter(({ batch }) => segmentOf[batch] !== last);
  const superseded = (record: Written) =>
    cleanable.slice(cleanable.indexOf(record) + 1).some(({ key }) => key === record.key);
  for (const record of cleanable) {
    const isPast = (horizons.get(record.batch) ?? Infinity) <= nowMs;
    if (superseded(record) || (record.deletes === true && isPast)) record.isGone = true;
  }
  for (const { batch, deletes, isGone } of cleanable)
    if (deletes === true && !isGone && !horizons.has(batch)) horizons.set(batch, nowMs + 10_000);
}

test.prop([steps])('agrees with a model that looks at every pair of records', (made) => {
  const { write, upTo, clean, offsets, world } = byHand();
  const all: Written[] = [];
  const horizons = new Map<number, number>();
  const segmentOf: number[] = [];
  let [segmentMs, cleanedBatches] = [0, 0];
  for (const step of made) {
    const { nowMs } = world.kernel;
    if (step.kind === 'wait') upTo(nowMs + step.ms);
    if (step.kind === 'write') {
      const isFirst = segmentOf.length === 0;
      const rolls = !isFirst && nowMs - segmentMs > 1_000;
      if (isFirst || rolls) segmentMs = nowMs;
      for (const change of step.changes)
        all.push({ ...change, batch: segmentOf.length, isGone: false });
      segmentOf.push((segmentOf.at(-1) ?? 0) + (rolls ? 1 : 0));
      write(...step.changes);
    }
    if (step.kind === 'clean') {
      clean();
      const closed = segmentOf.filter((segment) => segment !== segmentOf.at(-1)).length;
      // Without a newly closed segment there is nothing to clean.
      if (closed > cleanedBatches) naiveCleaning(all, horizons, segmentOf, nowMs);
      cleanedBatches = closed;
    }
    expect(offsets()).toEqual(
      [...all.entries()].filter(([, { isGone }]) => !isGone).map(([offset]) => offset),
    );
  }
});

test('each replica cleans its own log, and a follower that comes later copies gaps and horizons', () => {
  const world = new World('replicas');
  const cluster = kafkaCluster(world, kafkaRules.without(), {
    brokers: 3,
    config: {
      'log.cleaner.backoff.ms': 2_000,
      'broker.session.timeout.ms': 1_000,
      'broker.heartbeat.interval.ms': 300,
      'replica.lag.time.max.ms': 2_000,
    },
  });
  const topic = createTopic(cluster, 't', {
    'replication.factor': 3,
    'min.insync.replicas': 2,
    'cleanup.policy': 'compact',
    'segment.ms': 500,
    'delete.retention.ms': 60_000,
    'min.cleanable.dirty.ratio': 0,
  });
  const partition = must(topic.partitions[0], 'the only partition');
  const producer = newProducer(cluster, topic, 'p', { acks: 'all' });
  const [a, b] = [addKey(cluster.records, 'a'), addKey(cluster.records, 'b')];
  const sendAt = (atMs: number, key: number, deletes = false) =>
    world.at(atMs, () => {
      const id = send(producer, key);
      if (deletes) mark(cluster.records, id, Fate.tombstone);
    });
  world.at(10, () => world.strike(crash('b3')));
  for (let count = 0; count < 10; count++) sendAt(3_000 + 100 * count, count % 2 === 0 ? a : b);
  sendAt(4_200, a, true);
  sendAt(6_500, b);
  world.at(9_000, () => world.strike(restart('b3')));
  world.at(11_500, () => world.strike(crash('b1')));
  sendAt(16_000, b);
  world.kernel.runUntil(20_000);
  const idsOf = ({ log }: Replica) =>
    Array.from({ length: logEnd(log) }, (_, offset) => idAt(log, offset));
  const [first, second, third] = partition.replicas.map(idsOf);
  expect(first).toEqual([...Array(9).fill(compacted), 9, 10, 11]);
  expect(partition.leader?.broker.name).not.toBe('b1');
  expect(second).toEqual([...Array(9).fill(compacted), compacted, 10, 11, 12]);
  expect(third).toEqual(second);
  const horizons = partition.replicas.map(({ log }) =>
    log.batches.flatMap(({ batch }) => batch.deleteHorizonMs ?? []),
  );
  // The first cleaning that met the tombstone came at 8 s; the follower was down then.
  expect(horizons).toEqual([[68_000], [68_000], [68_000]]);
  expect(must(partition.leader, 'leader').log.firstDirtyOffset).toBe(12);
  expect(countLive(must(partition.leader, 'leader').log, 13)).toBe(3);
  expect(brokenIn(cluster)).toEqual([]);
});
