/**
 * Every byte goes to each follower and to each group that reads it. The run is small; the ratio is not.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  effectsOnce,
  protocolInvariants,
  watermarkIsReplicated,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { eventually } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inTurn,
  ms,
  startTeam,
} from './common.ts';

const params = z.object({
  replicas: z.int().min(1).max(5).default(3).describe('replication.factor'),
  groups: z.int().min(0).max(8).default(1).describe('groups that read'),
  megabytesPerSecond: z
    .number()
    .positive()
    .max(10_000)
    .default(800)
    .describe('what producers send to a leader, in MB/s'),
});

const loadUntilMs = firstAssignmentMs + 10_000;
const endMs = loadUntilMs + 5_000;

/** 8 bits a byte, 1,000 megabits a gigabit. */
const gigabits = (megabytes: number) => (8 * megabytes) / 1000;

interface Subject {
  readonly cluster: Cluster;
  readonly groups: readonly Group[];
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/broker-bandwidth',
  asks: 'A broker takes 800 MB/s in. What goes out of it?',
  claims: ['num-kafka-800mbs'],
  params,
  durationMs: () => endMs,
  metrics: {
    inForSent: gauge('bytes', 'into the leaders for each byte that was sent'),
    outForIn: gauge('bytes', 'out of the leaders for each byte in'),
    gigabitsIn: gauge(
      'Gbit/s',
      'in, at the rate that was asked about and the ratio that was measured',
    ),
    gigabitsOut: gauge('Gbit/s', 'out, likewise'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules }, { brokers: params.replicas });
    const topic = createTopic(
      cluster,
      'events',
      { partitions: 2, 'replication.factor': params.replicas },
      { recordBytes: 1_000 },
    );
    const groups = Array.from({ length: params.groups }, (_, place) => {
      const group = createGroup(cluster, `group-${place + 1}`, [topic]);
      startTeam(cluster, group, {
        count: 1,
        work: { commit: 'batch', rows: 100 },
        recordMs: ms(0.01),
      });
      return group;
    });
    const producer = newProducer(cluster, topic, 'producer', { 'linger.ms': 20 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    world.spawn(load(producer, { everyMs: ms(5), drawKey, untilMs: loadUntilMs, tickMs: 100 }));
    world.kernel.schedule(
      endMs - 1,
      () => {
        const inForSent = cluster.bytesIn / (producer.counts.sent * topic.recordBytes);
        const outForIn = cluster.bytesOut / cluster.bytesIn;
        const gigabitsIn = gigabits(params.megabytesPerSecond) * inForSent;
        metrics.inForSent.set(inForSent);
        metrics.outForIn.set(outForIn);
        metrics.gigabitsIn.set(gigabitsIn);
        metrics.gigabitsOut.set(gigabitsIn * outForIn);
      },
      undefined,
    );
    return { cluster, groups };
  },
  invariants: [...protocolInvariants, watermarkIsReplicated, effectsOnce],
  goals: () => [
    eventually<Subject>(
      'all-read',
      'in the end all is copied and read',
      0,
      ({ cluster, groups }) => {
        return cluster.nowMs > loadUntilMs && groups.every((group) => lagOf(group) === 0);
      },
    ),
  ],
  expect: ({ replicas, groups, megabytesPerSecond }) => [
    {
      id: 'a-copy-for-each-follower-and-group',
      text: 'out goes what comes in, once for each follower and once for each group',
      claim: 'num-kafka-800mbs',
      measured: ({ outForIn }) => outForIn.value,
      bound: { atLeast: replicas - 1 + groups, atMost: replicas - 1 + groups },
    },
    {
      id: 'what-comes-in',
      text: 'in comes what is sent, once: in gigabits eight times the gigabytes',
      claim: 'num-kafka-800mbs',
      measured: ({ gigabitsIn }) => gigabitsIn.value,
      bound: {
        atLeast: gigabits(megabytesPerSecond) * (1 - 1e-9),
        atMost: gigabits(megabytesPerSecond) * (1 + 1e-9),
      },
    },
  ],
  tells: ({ params, metrics }) =>
    `${params.megabytesPerSecond} MB/s in are ${metrics.gigabitsIn.value?.toFixed(1)} Gbit/s. With ${params.replicas} replicas and ${params.groups} group(s) ` +
    `${metrics.outForIn.value?.toFixed(0)} bytes went out for each that came in: ${metrics.gigabitsOut.value?.toFixed(1)} Gbit/s, of which ` +
    `${(gigabits(params.megabytesPerSecond) * (params.replicas - 1)).toFixed(1)} to followers. The figure is about the network before it is about the disk.`,
});

// Left out: the disk, compression, and what a leader takes in as a follower of others.
