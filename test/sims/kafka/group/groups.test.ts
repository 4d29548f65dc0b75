/**
 * Goal: a group of consumers, however it came about, reads every partition once; lag is what is written
 * less what is committed; and no seed of the storm breaks a promise of the protocol.
 * Method: random groups, both protocols, with members that come and go; the storm of
 * `kafka/random-crashes`, with the seeds that once found a fault in the sim itself.
 */

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import catchUp from '../../../../scenarios/kafka/catch-up.ts';
import randomCrashes from '../../../../scenarios/kafka/random-crashes.ts';
import { faultOf } from '../../../../sims/kafka/assignors/assignment.ts';
import { endOf } from '../../../../sims/kafka/broker/partition.ts';
import { createTopic } from '../../../../sims/kafka/broker/topic.ts';
import { kafkaCluster } from '../../../../sims/kafka/cluster.ts';
import { isRunning, newConsumer } from '../../../../sims/kafka/consumer/consumer.ts';
import { stopConsumer } from '../../../../sims/kafka/consumer/poll-loop.ts';
import { createGroup, lagAt, lagOf, partitionsOf } from '../../../../sims/kafka/group/group.ts';
import type { Consumer } from '../../../../sims/kafka/model.ts';
import { load } from '../../../../sims/kafka/producer/load.ts';
import { newProducer } from '../../../../sims/kafka/producer/producer.ts';
import { addKeys } from '../../../../sims/kafka/records.ts';
import { kafkaRules } from '../../../../sims/kafka/rules.ts';
import { constant, uniform } from '../../../../src/kernel/distribution.ts';
import { must } from '../../../../src/kernel/must.ts';
import { run } from '../../../../src/lab/run.ts';
import { World } from '../../../../src/world/world.ts';
import { countOf } from '../../../support/campaign.ts';
import { brokenIn } from '../../../support/kafka-properties.ts';

const comings = fc.array(
  fc.record({
    startsAtMs: fc.integer({ min: 0, max: 20_000 }),
    ends: fc.constantFrom('not', 'stops', 'crashes'),
    livesMs: fc.integer({ min: 1, max: 20_000 }),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('a group', () => {
  test.prop(
    [
      fc.string(),
      fc.integer({ min: 1, max: 9 }),
      comings,
      fc.constantFrom('eager' as const, 'cooperative' as const),
    ],
    { numRuns: countOf({ unit: 15, deep: 150 }) },
  )('reads every partition once, whoever comes and goes', (seed, partitions, members, protocol) => {
    const world = new World(seed);
    const cluster = kafkaCluster(world, kafkaRules.without(), { latencyMs: uniform(0.5, 1.5) });
    const topic = createTopic(cluster, 't', { partitions });
    const group = createGroup(cluster, 'g', [topic], {
      protocol,
      exempt: ['effects-once', 'members-have-work'],
    });
    const producer = newProducer(cluster, topic, 'p', { 'linger.ms': 50 });
    const keys = addKeys(cluster.records, 'k', 20);
    let next = 0;
    const drawKey = () => must(keys[next++ % keys.length], 'key in turn');
    world.spawn(load(producer, { everyMs: constant(100), drawKey, untilMs: 45_000, tickMs: 100 }));
    const consumers = members.map((member, place) => {
      const consumer = newConsumer(group, `c${place}`, {
        config: {
          'session.timeout.ms': 6_000,
          'heartbeat.interval.ms': 2_000,
          'auto.offset.reset': 'earliest',
        },
        work: { commit: 'each', drawRecordMs: () => 5 },
      });
      world.kernel.schedule(
        member.startsAtMs,
        ({ machine }: Consumer) => machine.start(),
        consumer,
      );
      // One always stays.
      if (member.ends !== 'not' && place > 0) {
        const end =
          member.ends === 'stops' ? stopConsumer : ({ machine }: Consumer) => machine.crash();
        world.kernel.schedule(member.startsAtMs + member.livesMs, end, consumer);
      }
      return consumer;
    });
    world.kernel.runUntil(80_000);
    expect(brokenIn(cluster)).toEqual([]);

    const living = consumers.filter(isRunning);
    expect(group.members.size).toBe(living.length);
    const owned = new Map(
      living.map(({ memberId = '', owned: own }) => [
        memberId,
        [...own.keys()].map(({ number }) => ({ topic: 't', partition: number })),
      ]),
    );
    const subscribers = [...owned.keys()].map((id) => ({ id, topics: ['t'] }));
    expect(faultOf(owned, subscribers, { t: partitions })).toBe(undefined);
    const sizes = [...owned.values()].map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(sizes.filter((size) => size === 0).length).toBe(Math.max(0, living.length - partitions));

    // Conservation: all that was sent is written, and is committed or lags.
    expect(producer.counts.acknowledged).toBe(producer.counts.sent);
    for (const partition of partitionsOf(group)) {
      expect(lagAt(group, partition)).toBe(
        endOf(partition) - (group.committed.get(partition) ?? 0),
      );
      expect(lagAt(group, partition)).toBeGreaterThanOrEqual(0);
    }
    expect(lagOf(group)).toBe(0);
    expect(group.effects.processed - group.effects.repeated).toBe(producer.counts.sent);
  });
});

describe('the storm', () => {
  // Each once found a fault: an assignment that was acted upon after the next one had been asked for,
  // a commit that nobody tried again after a rebalance, a dropped member that came back with what it had read,
  // an observer that took a dropped member for a member.
  test.each(['45', '75', '454', '530', '803', '1035', '1138', '1180'])(
    'passes with seed %s',
    (seed) => {
      expect(run(randomCrashes, { seed }).verdict).toBe('pass');
    },
  );

  test.prop([fc.string(), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 60 })], {
    numRuns: countOf({ unit: 6, deep: 60 }),
  })('passes with any seed, any number of consumers and of faults', (seed, consumers, steps) => {
    const result = run(randomCrashes, { seed, params: { consumers, steps, stormMs: 30_000 } });
    expect([result.verdict, result.invariants.flatMap(({ violations }) => violations)]).toEqual([
      'pass',
      [],
    ]);
  });
});

describe('lag', () => {
  test.prop(
    [
      fc.string(),
      fc.integer({ min: 2, max: 10 }),
      fc.integer({ min: 2, max: 8 }),
      fc.double({ min: 1.5, max: 4, noNaN: true }),
    ],
    { numRuns: countOf({ unit: 4, deep: 40 }) },
  )('drains in lag / (consumption - production)', (seed, outageMinutes, inPerSecond, ratio) => {
    const params = { outageMinutes, inPerSecond, outPerSecond: inPerSecond * ratio };
    const { expectations, verdict } = run(catchUp, { seed, params });
    expect([verdict, expectations.filter(({ holds }) => holds !== true)]).toEqual(['pass', []]);
  });
});
