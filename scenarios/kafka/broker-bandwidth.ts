/**
 * Every byte goes to each follower and to each group that reads it. The run is small; the ratio
 * holds at any rate.
 */

import * as z from 'zod';
import { watermarkIsReplicated } from '../../sims/kafka/invariants.ts';
import { counted } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder } from './builder.ts';
import { aboutKafka, gauge, positive, scenario, whole } from './kit.ts';
import { effectsOnce, endsWithoutLag, exactly, protocolInvariants, within } from './promises.ts';

const params = z.object({
  replicas: whole(1, 5, 3, 'replication.factor'),
  groups: whole(0, 8, 1, 'number of groups that read'),
  megabytesPerSecond: positive(10_000, 800, 'rate at which producers send to a leader, in MB/s'),
});

const loadUntilMs = firstAssignmentMs + 10_000;
const endMs = loadUntilMs + 5_000;

/** 8 bits per byte, 1,000 megabits per gigabit. */
const gigabits = (megabytes: number) => (8 * megabytes) / 1000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/broker-bandwidth',
  asks: 'A broker takes in 800 MB/s. How much does it send out?',
  claims: ['num-kafka-800mbs'],
  code: ['sims/kafka/broker/fetch.ts#sent', 'sims/kafka/broker/fetch.ts#readForFollower'],
  params,
  durationMs: () => endMs,
  metrics: {
    inForSent: gauge('bytes', 'into the leaders for each byte sent'),
    outForIn: gauge('bytes', 'out of the leaders for each byte in'),
    gigabitsIn: gauge('Gbit/s', 'in, at the given rate and the measured ratio'),
    gigabitsOut: gauge('Gbit/s', 'out, likewise'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules, { brokers: params.replicas });
    const { cluster } = kafka;
    const config = { partitions: 2, 'replication.factor': params.replicas };
    const topic = kafka.topic('events', config, { recordBytes: 1_000 });
    for (let place = 1; place <= params.groups; place++)
      kafka.group(`group-${place}`, [topic], { work: { rows: 100 }, recordMs: 0.01 });
    const producer = kafka.load(topic, {
      name: 'producer',
      everyMs: 5,
      untilMs: loadUntilMs,
      tickMs: 100,
      config: { 'linger.ms': 20 },
    });
    world.at(endMs - 1, () => {
      const inForSent = cluster.bytesIn / (producer.counts.sent * topic.recordBytes);
      const outForIn = cluster.bytesOut / cluster.bytesIn;
      const gigabitsIn = gigabits(params.megabytesPerSecond) * inForSent;
      metrics.inForSent.set(inForSent);
      metrics.outForIn.set(outForIn);
      metrics.gigabitsIn.set(gigabitsIn);
      metrics.gigabitsOut.set(gigabitsIn * outForIn);
    });
    return { cluster };
  },
  invariants: [...protocolInvariants, watermarkIsReplicated, effectsOnce],
  goals: () => [
    endsWithoutLag('all-read', 'in the end every record is copied and read', loadUntilMs),
  ],
  expect: ({ replicas, groups, megabytesPerSecond }) => [
    exactly(replicas - 1 + groups, 'outForIn', 'a-copy-for-each-follower-and-group').says(
      'outgoing traffic as a multiple of the incoming: once for each follower and once for each consumer group',
      'num-kafka-800mbs',
    ),
    within('gigabitsIn', 'what-comes-in', {
      atLeast: gigabits(megabytesPerSecond) * (1 - 1e-9),
      atMost: gigabits(megabytesPerSecond) * (1 + 1e-9),
    }).says('Gbit/s that come in: every byte once, and 8 bits a byte', 'num-kafka-800mbs'),
  ],
  tells: ({ params, metrics }) =>
    `The broker sends ${metrics.gigabitsOut.value?.toFixed(1)} Gbit/s: each byte that comes in goes out once to each follower and once to each consumer group, ` +
    `${metrics.outForIn.value?.toFixed(0)} times with ${counted(params.replicas, 'replica')} and ${counted(params.groups, 'group')}. ` +
    `${params.megabytesPerSecond} MB/s in are ${metrics.gigabitsIn.value?.toFixed(1)} Gbit/s; of what goes out, ` +
    `${(gigabits(params.megabytesPerSecond) * (params.replicas - 1)).toFixed(1)} Gbit/s go to followers. The network is the limit before the disk.`,
});

// Left out: the disk, compression, and what a leader receives as a follower of other partitions.
