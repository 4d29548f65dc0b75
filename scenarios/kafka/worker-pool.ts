/**
 * Two groups read the same topic: one keeps each key on one thread (the rule `one-lane-per-key`), the
 * other lets any free thread take the next record. One consumer crashes on the way.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import type { Work } from '../../sims/kafka/consumer/work.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  committedIsProcessed,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { addKeys } from '../../sims/kafka/records.ts';
import { eventually } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { drawnAround, exponential, meanOf } from '../../src/kernel/distribution.ts';
import { typical } from '../../src/lab/params.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, restart } from '../../src/world/fault.ts';
import {
  aboutKafka,
  atRandom,
  clusterOf,
  firstAssignmentMs,
  inSeconds,
  roundTripMs,
  startTeam,
  whenProcessed,
  whole,
} from './common.ts';
import { pollsTime, quotientBound } from './pool-time.ts';

const params = z.object({
  workers: z.int().min(2).max(64).default(8).describe('threads of each consumer'),
  keys: z.int().min(20).max(10_000).default(200).describe('keys'),
  records: z.int().min(500).max(20_000).default(2_000).describe('how many there are'),
  recordMs: typical(z.number().positive().max(100), 10).describe('mean time to process one record'),
});

type Params = z.output<typeof params>;

const crashAtMs = firstAssignmentMs + 1_000;
/** Even without any help from threads, and with all that a crash costs. */
const endMs = ({ records, recordMs }: Params) =>
  crashAtMs + 60_000 + 2 * records * meanOf(recordMs);

const pollMax = 250;

/** How much quicker the pool is than one thread: see `pool-time.ts`. */
function quickerThanOne({ workers, records, recordMs }: Params) {
  const alone = pollsTime({ records, threads: 1, recordMs }, pollMax);
  const pool = pollsTime({ records, threads: workers, recordMs }, pollMax);
  // For each poll a fetch and a commit; to begin with, the assignment, the offsets and a first look around.
  const roundTrips = 2 * Math.ceil(records / pollMax) + 4;
  return quotientBound(alone, pool, roundTrips * roundTripMs);
}

const groupNames = ['alone', 'lanes', 'pool'] as const;

interface Subject {
  readonly cluster: Cluster;
  readonly groups: readonly Group[];
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/worker-pool',
  asks: 'A consumer hands its records to a pool of threads. What becomes of their order?',
  claims: ['q7-thread-pool-loses-order', 'mq-partition-by-entity'],
  params,
  durationMs: endMs,
  plan: () => [
    { atMs: crashAtMs, fault: crash('lanes/c1') },
    { atMs: crashAtMs + 500, fault: restart('lanes/c1') },
  ],
  metrics: {
    aloneMs: gauge('ms', 'until one thread had done all'),
    poolMs: gauge('ms', 'until a pool that shares one line had'),
    poolOutOfOrder: gauge('records', 'that came after a later one of their key, in that pool'),
    lanesOutOfOrder: gauge('records', 'the same, with a lane for each key'),
    lanesMissed: gauge('records', 'lost in the crash, with a lane for each key'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 2 });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = atRandom(cluster, 'shop', addKeys(cluster.records, 'order', params.keys));
    for (let count = 0; count < params.records; count++) send(producer, drawKey());
    const groups = groupNames.map((name) => {
      // The pool is there to show what happens; it promises nothing.
      const group = createGroup(cluster, name, [topic], {
        exempt:
          name === 'pool'
            ? ['keys-in-order', 'committed-is-processed', 'effects-once']
            : ['effects-once'],
      });
      const work: Omit<Work, 'drawRecordMs'> = {
        commit: name === 'lanes' ? 'each' : 'batch',
        workers: name === 'alone' ? 1 : params.workers,
        sharesLine: name === 'pool',
      };
      startTeam(cluster, group, {
        count: 1,
        work,
        recordMs: drawnAround(params.recordMs, exponential),
        config: {
          'session.timeout.ms': 6_000,
          'heartbeat.interval.ms': 2_000,
          'max.poll.records': pollMax,
        },
      });
      return group;
    });
    const [alone, lanes, pool] = groups as [Group, Group, Group];
    whenProcessed(cluster, alone, params.records, (spentMs) => metrics.aloneMs.set(spentMs));
    whenProcessed(cluster, pool, params.records, (spentMs) => metrics.poolMs.set(spentMs));
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.poolOutOfOrder.set(pool.effects.outOfOrder);
        metrics.lanesOutOfOrder.set(lanes.effects.outOfOrder);
        metrics.lanesMissed.set(lanes.effects.missed);
      },
      undefined,
    );
    return { cluster, groups };
  },
  invariants: [...protocolInvariants, committedIsProcessed, keysInOrder],
  goals: (params) => [
    eventually<Subject>('all-done', 'every group has processed everything', 0, ({ groups }) =>
      groups.every((group) => group.effects.processed >= params.records && lagOf(group) === 0),
    ),
  ],
  expect: (params) => [
    {
      id: 'pool-loses-order',
      text: 'threads that share a line overtake one another',
      claim: 'q7-thread-pool-loses-order',
      measured: ({ poolOutOfOrder }) => poolOutOfOrder.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'lanes-keep-order',
      text: 'a lane for each key keeps the order of every key, as many threads as there may be',
      claim: 'mq-partition-by-entity',
      measured: ({ lanesOutOfOrder }) => lanesOutOfOrder.value,
      bound: { atMost: 0 },
    },
    {
      id: 'pool-is-quicker',
      text: 'a pool is as much quicker than one thread as its threads are more, but for those that wait for the last records of a poll',
      measured: ({ aloneMs, poolMs }) =>
        aloneMs.value === undefined || poolMs.value === undefined
          ? undefined
          : aloneMs.value / poolMs.value,
      bound: quickerThanOne(params),
    },
  ],
  tells: ({ params, metrics }) =>
    `One thread took ${inSeconds(metrics.aloneMs.value)}, ${params.workers} that share a line ${inSeconds(metrics.poolMs.value)}, but those processed ` +
    `${whole(metrics.poolOutOfOrder.value)} records after a later one of their key. With a lane for each key ${whole(metrics.lanesOutOfOrder.value)} came out of order, ` +
    `and the crash of a consumer lost ${whole(metrics.lanesMissed.value)}, since only what is done without a gap is committed.`,
});

// Left out: keys of very different weight, which fill one lane and leave the others idle.
