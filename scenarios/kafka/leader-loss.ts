/**
 * Three topics, one for each acks level. Just before the leader crashes its followers fall behind
 * for a moment.
 */

import * as z from 'zod';
import type { Partition } from '../../sims/kafka/broker/replica.ts';
import { brokerDefaults } from '../../sims/kafka/config.ts';
import type { HasCluster, Producer } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { Fate, has } from '../../sims/kafka/records.ts';
import { inSeconds } from '../../src/words/numbers.ts';
import { KafkaBuilder, replicated, roundTripMs, type Team } from './builder.ts';
import {
  aboutKafka,
  eventually,
  gauge,
  histogram,
  real,
  scenario,
  sometimes,
  whole,
} from './kit.ts';
import { crash, holdReplication, releaseReplication, restart, together } from './plans.ts';
import { keptInOrder, none, within } from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  ratePerSecond: real(20, 2_000, 20, 'arrival rate of records for each topic'),
  behindMs: real(50, 5_000, 200, 'how long the followers fetch nothing before the leader crashes'),
  minInSync: whole(1, 3, 2, 'min.insync.replicas out of three'),
});

type Params = z.output<typeof params>;

const crashAtMs = 6_000;
/**
 * Until the controller has heard nothing from the leader for that long, its loss goes unnoticed.
 */
const noticeMs = brokerDefaults['broker.session.timeout.ms'];
/** It counts from the last heartbeat, which is this old at most. */
const heartbeatMs = brokerDefaults['broker.heartbeat.interval.ms'];
const backAtMs = crashAtMs + noticeMs + 5_000;
const endMs = backAtMs + 10_000;
const loadUntilMs = backAtMs + 5_000;
const levels = ['0', '1', 'all'] as const;

/** What acks=0 and acks=1 do not promise. */
const unpromised = ['acknowledged-is-kept', 'appended-once-in-order'] as const;

/** Acknowledged records that the leader's log does not hold. */
function lostBy({ number: own, topic, cluster: { records } }: Producer): number {
  const held = new Set(topic.partitions.flatMap(({ leader }) => leader?.log.ids ?? []));
  return records.producer.filter(
    (number, id) => number === own && has(records, id, Fate.acknowledged) && !held.has(id),
  ).length;
}

const partitionsOf = ({ cluster: { topics } }: HasCluster): Partition[] =>
  [...topics.values()].flatMap(({ partitions }) => partitions);

export default scenario({
  ...aboutKafka,
  id: 'kafka/leader-loss',
  asks: 'The leader of a partition crashes. What is lost with acks 0, 1 and all?',
  claims: [],
  code: [
    'sims/kafka/broker/partition.ts#produce',
    'sims/kafka/broker/partition.ts#whenReplicated',
    'sims/kafka/replication/election.ts#elect',
  ],
  params,
  durationMs: () => endMs,
  plan: ({ behindMs }) => [
    ...together(crashAtMs - behindMs, holdReplication, 'b2', 'b3'),
    { atMs: crashAtMs, fault: crash('b1') },
    ...together(crashAtMs + 1, releaseReplication, 'b2', 'b3'),
    { atMs: backAtMs, fault: restart('b1') },
  ],
  metrics: {
    lostWithNone: gauge('records', 'acknowledged and lost, acks=0'),
    lostWithOne: gauge('records', 'the same, acks=1'),
    lostWithAll: gauge('records', 'the same, acks=all'),
    outageMs: gauge('ms', 'from the crash of the leader until another led'),
    acknowledgedMs: histogram('ms', 'mean time until a record is acknowledged, for each level'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules, { brokers: 3 });
    const { cluster } = kafka;
    const config = { ...replicated, 'min.insync.replicas': params.minInSync };
    const producers = levels.map((acks) => {
      const exempt = acks === 'all' ? [] : unpromised;
      const topic = kafka.topic(`acks-${acks}`, config, { exempt });
      const producer = kafka.load(topic, {
        name: `producer-${acks}`,
        everyMs: 1000 / params.ratePerSecond,
        untilMs: loadUntilMs,
        config: { acks, 'enable.idempotence': acks === 'all' },
      });
      const readers: Team = { exempt: ['effects-once', 'keys-in-order'], recordMs: 0.05 };
      kafka.group(`readers-${acks}`, [topic], { ...readers, work: { rows: 100 } });
      return producer;
    });
    kafkaNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (atMs > crashAtMs) metrics.outageMs.set(metrics.outageMs.value ?? atMs - crashAtMs);
    });
    world.at(endMs - 1, () => {
      const [withNone, withOne, withAll] = producers.map(lostBy) as [number, number, number];
      metrics.lostWithNone.set(withNone);
      metrics.lostWithOne.set(withOne);
      metrics.lostWithAll.set(withAll);
    });
    world.at(crashAtMs - params.behindMs, () => {
      for (const { counts } of producers)
        metrics.acknowledgedMs.record(counts.latencySumMs / Math.max(1, counts.acknowledged));
    });
    return { cluster };
  },
  invariants: keptInOrder,
  goals: () => [
    sometimes<HasCluster>(
      'another-leads',
      'a follower leads every topic after the crash',
      (subject) =>
        partitionsOf(subject).every(({ leader }) => leader && leader.broker.name !== 'b1'),
    ),
    eventually<HasCluster>(
      'in-sync-again',
      'in the end all replicas are in sync',
      0,
      (subject) =>
        subject.cluster.nowMs > backAtMs + 5_000 &&
        partitionsOf(subject).every(({ isr }) => isr.length === 3),
    ),
  ],
  expect: ({ ratePerSecond, behindMs }: Params) => [
    none('lostWithAll', 'all-loses-none').says('acknowledged records lost with acks=all'),
    // What was sent in that time, less the record that a waiting fetch still takes along and what
    // was in flight to the leader, plus what was in flight to the followers.
    within('lostWithOne', 'one-loses-what-was-not-fetched', {
      atLeast: Math.max(1, Math.floor(((behindMs - 20) * ratePerSecond) / 1000 - 1)),
      atMost: Math.ceil(((behindMs + 40) * ratePerSecond) / 1000) + 2,
    }).says('acknowledged records lost with acks=1: those that no follower had fetched'),
    within('outageMs', 'loss-is-noticed', {
      atLeast: noticeMs - heartbeatMs - roundTripMs,
      atMost: noticeMs + roundTripMs,
    }).says(
      'ms from the crash until another broker leads: until the leader’s session, begun by its last heartbeat, expires',
    ),
    {
      id: 'none-loses-the-outage',
      text: 'ms of sending that are lost with acks=0 beyond the time without a leader and the one for which followers were behind',
      measured: ({ lostWithNone, outageMs }) =>
        lostWithNone.value === undefined || outageMs.value === undefined
          ? undefined
          : (lostWithNone.value * 1000) / ratePerSecond - behindMs - outageMs.value,
      // A producer asks again which broker leads after each failed batch, and a few batches are in
      // flight.
      bound: { atLeast: -100 - 1000 / ratePerSecond, atMost: 100 + 3000 / ratePerSecond },
    },
  ],
  tells: ({ params, metrics }) =>
    `With acks=all the leader acknowledges a record once every in-sync replica has it, and ${records(metrics.lostWithAll.value)} was lost; with acks=1 it does so alone, and what followers had not fetched was lost (${records(metrics.lostWithOne.value)}). ` +
    `With acks=0 the producer waits for no answer, and also loses what it sends until another broker leads (${records(metrics.lostWithNone.value)}). ` +
    'The price of acks=all is latency: each acknowledgement waits for the slowest in-sync replica. ' +
    `The leader crashed ${params.behindMs} ms after its followers stopped fetching, and another led ${inSeconds(metrics.outageMs.value)} later.`,
});

// Left out: a leader that is cut off rather than crashed, and keeps acknowledging with acks=1 for a
// while.
