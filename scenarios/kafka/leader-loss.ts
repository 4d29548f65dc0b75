/**
 * Three topics, one for each. Just before the leader dies its followers fall behind for a moment.
 */

import { z } from 'zod';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { brokerDefaults } from '../../sims/kafka/config.ts';
import type { Property } from '../../sims/kafka/effects.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import {
  acknowledgedIsKept,
  appendedOnceInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Producer } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { Fate, has } from '../../sims/kafka/records.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, hold, release, restart } from '../../src/world/fault.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  inSeconds,
  inTurn,
  ms,
  records,
  roundTripMs,
  startTeam,
} from './common.ts';

const params = z.object({
  ratePerSecond: z
    .number()
    .min(20)
    .max(2_000)
    .default(20)
    .describe('records that come in for each topic'),
  behindMs: z
    .number()
    .min(50)
    .max(5_000)
    .default(200)
    .describe('how long the followers fetch nothing before the leader dies'),
  minInSync: z.int().min(1).max(3).default(2).describe('min.insync.replicas of three'),
});

type Params = z.output<typeof params>;

const crashAtMs = 6_000;
/** Until the controller has heard nothing of the leader for so long, nobody knows that it is gone. */
const noticeMs = brokerDefaults['broker.session.timeout.ms'];
/** It counts from the last heartbeat, which is this old at most. */
const heartbeatMs = brokerDefaults['broker.heartbeat.interval.ms'];
const backAtMs = crashAtMs + noticeMs + 5_000;
const endMs = backAtMs + 10_000;
const loadUntilMs = backAtMs + 5_000;
const levels = ['0', '1', 'all'] as const;

interface Stream {
  readonly topic: Topic;
  readonly producer: Producer;
}

interface Subject {
  readonly cluster: Cluster;
  readonly streams: readonly Stream[];
}

/** Acknowledged records that the log of the leader does not hold. */
function missing({ cluster, streams }: Subject, place: number): number {
  const { topic, producer } = streams[place] as Stream;
  const held = new Set(topic.partitions.flatMap(({ leader }) => leader?.log.ids ?? []));
  const { records } = cluster;
  return records.producer.filter(
    (number, id) =>
      number === producer.number && has(records, id, Fate.acknowledged) && !held.has(id),
  ).length;
}

const exempt: Readonly<Record<string, readonly Property[]>> = {
  '0': ['acknowledged-is-kept', 'appended-once-in-order'],
  '1': ['acknowledged-is-kept', 'appended-once-in-order'],
  all: [],
};

export default scenario({
  ...aboutKafka,
  id: 'kafka/leader-loss',
  asks: 'The leader of a partition dies. What is lost with acks 0, 1 and all?',
  claims: [],
  params,
  durationMs: () => endMs,
  plan: ({ behindMs }) => [
    { atMs: crashAtMs - behindMs, fault: hold('b2', 'broker') },
    { atMs: crashAtMs - behindMs, fault: hold('b3', 'broker') },
    { atMs: crashAtMs, fault: crash('b1') },
    { atMs: crashAtMs + 1, fault: release('b2', 'broker') },
    { atMs: crashAtMs + 1, fault: release('b3', 'broker') },
    { atMs: backAtMs, fault: restart('b1') },
  ],
  metrics: {
    lostWithNone: gauge('records', 'acknowledged and gone, acks=0'),
    lostWithOne: gauge('records', 'the same, acks=1'),
    lostWithAll: gauge('records', 'the same, acks=all'),
    outageMs: gauge('ms', 'from the death of the leader until another led'),
    acknowledgedMs: histogram('ms', 'mean time until a record is acknowledged, of each level'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules }, { brokers: 3 });
    const streams = levels.map((acks): Stream => {
      const topic = createTopic(
        cluster,
        `acks-${acks}`,
        { 'replication.factor': 3, 'min.insync.replicas': params.minInSync },
        { exempt: exempt[acks] as readonly Property[] },
      );
      const producer = newProducer(cluster, topic, `producer-${acks}`, {
        acks,
        'enable.idempotence': acks === 'all',
        'linger.ms': 5,
      });
      const drawKey = inTurn(balancedKeys(cluster, topic, `order-${acks}`));
      world.spawn(
        load(producer, { everyMs: ms(1000 / params.ratePerSecond), drawKey, untilMs: loadUntilMs }),
      );
      const group = createGroup(cluster, `readers-${acks}`, [topic], {
        exempt: ['effects-once', 'keys-in-order'],
      });
      startTeam(cluster, group, {
        count: 1,
        work: { commit: 'batch', rows: 100 },
        recordMs: ms(0.05),
      });
      return { topic, producer };
    });
    kafkaNotes.listen(world.trace, 'leads', (_note, _by, atMs) => {
      if (atMs > crashAtMs) metrics.outageMs.set(metrics.outageMs.value ?? atMs - crashAtMs);
    });
    const subject = { cluster, streams };
    world.kernel.schedule(
      endMs - 1,
      () => {
        metrics.lostWithNone.set(missing(subject, 0));
        metrics.lostWithOne.set(missing(subject, 1));
        metrics.lostWithAll.set(missing(subject, 2));
      },
      undefined,
    );
    world.kernel.schedule(
      crashAtMs - params.behindMs,
      () => {
        for (const {
          producer: { counts },
        } of streams) {
          metrics.acknowledgedMs.record(counts.latencySumMs / Math.max(1, counts.acknowledged));
        }
      },
      undefined,
    );
    return subject;
  },
  invariants: [...protocolInvariants, acknowledgedIsKept, appendedOnceInOrder],
  goals: () => [
    sometimes<Subject>(
      'another-leads',
      'a follower leads every topic after the crash',
      ({ streams }) =>
        streams.every(({ topic }) =>
          topic.partitions.every(
            ({ leader }) => leader?.broker.name !== 'b1' && leader !== undefined,
          ),
        ),
    ),
    eventually<Subject>(
      'in-sync-again',
      'in the end all replicas are in sync',
      0,
      ({ cluster, streams }) =>
        cluster.nowMs > backAtMs + 5_000 &&
        streams.every(({ topic }) => topic.partitions.every(({ isr }) => isr.length === 3)),
    ),
  ],
  expect: ({ ratePerSecond, behindMs }: Params) => [
    {
      id: 'all-loses-none',
      text: 'with acks=all nothing that was acknowledged is lost',
      measured: ({ lostWithAll }) => lostWithAll.value,
      bound: { atMost: 0 },
    },
    {
      id: 'one-loses-what-was-not-fetched',
      text: 'with acks=1 what the followers had not fetched is lost, and that was acknowledged',
      measured: ({ lostWithOne }) => lostWithOne.value,
      // What was sent in that time, less the record that a waiting fetch still takes along and what was
      // under way to the leader; and what was on its way to the followers.
      bound: {
        atLeast: Math.max(1, Math.floor(((behindMs - 20) * ratePerSecond) / 1000 - 1)),
        atMost: Math.ceil(((behindMs + 40) * ratePerSecond) / 1000) + 2,
      },
    },
    {
      id: 'loss-is-noticed',
      text: 'the controller notices the loss when the session is over, which began with the last heartbeat',
      measured: ({ outageMs }) => outageMs.value,
      bound: { atLeast: noticeMs - heartbeatMs - roundTripMs, atMost: noticeMs + roundTripMs },
    },
    {
      id: 'none-loses-the-outage',
      text: 'with acks=0 also what was sent until another led, in ms of sending more or less',
      measured: ({ lostWithNone, outageMs }) =>
        lostWithNone.value === undefined || outageMs.value === undefined
          ? undefined
          : (lostWithNone.value * 1000) / ratePerSecond - behindMs - outageMs.value,
      // A producer asks again who leads after each batch that failed; and a few are under way.
      bound: { atLeast: -100 - 1000 / ratePerSecond, atMost: 100 + 3000 / ratePerSecond },
    },
  ],
  tells: ({ params, metrics }) =>
    `The leader died ${params.behindMs} ms after its followers stopped fetching, and another led ${inSeconds(metrics.outageMs.value)} later. ` +
    `Of what was acknowledged, acks=0 lost ${records(metrics.lostWithNone.value ?? 0)}, acks=1 ${records(metrics.lostWithOne.value ?? 0)} ` +
    `and acks=all ${records(metrics.lostWithAll.value ?? 0)}.`,
});

// Left out: a leader that is cut off rather than dead, and goes on to acknowledge with acks=1 for a while.
