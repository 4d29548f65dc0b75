/**
 * First safety: at random brokers and consumers crash, start, fall behind and pause. Then liveness:
 * everything is up again, and all that was sent has to be acknowledged and read.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  acknowledgedIsKept,
  appendedOnceInOrder,
  committedIsProcessed,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group, Producer } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer, unsettled } from '../../sims/kafka/producer/producer.ts';
import { addKeys } from '../../sims/kafka/records.ts';
import { eventually } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutKafka, atRandom, clusterOf, ms, startTeam, whole } from './common.ts';
import { stormBrokers, stormPlan } from './storm.ts';

const params = z.object({
  steps: z.int().min(0).max(500).default(30).describe('how many things happen at random'),
  stormMs: z.number().min(10_000).max(600_000).default(60_000).describe('for how long'),
  consumers: z.int().min(1).max(8).default(3).describe('consumers in each group'),
});

type Params = z.output<typeof params>;

const calmMs = 60_000;
const endMs = ({ stormMs }: Params) => stormMs + calmMs;

interface Subject {
  readonly cluster: Cluster;
  readonly groups: readonly Group[];
  readonly producer: Producer;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/random-crashes',
  asks: 'Brokers and consumers crash, pause and lose messages at random. Does Kafka keep its promises?',
  claims: ['mq-delivery-table', 'mq-kafka-order-per-partition'],
  params,
  durationMs: endMs,
  plan: ({ steps, stormMs, consumers }, random) =>
    stormPlan(random.stream('plan'), {
      steps,
      untilMs: stormMs,
      consumers: Array.from({ length: consumers }, (_, place) => `c${place + 1}`),
    }),
  metrics: {
    sent: gauge('records', 'that were sent'),
    acknowledged: gauge('records', 'that were acknowledged'),
    rebalances: gauge('rebalances', 'of both groups'),
    repeated: gauge('records', 'that a group processed again'),
    elections: gauge('epochs', 'of leaders, of all partitions'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf(
      { world, rules },
      {
        brokers: stormBrokers.length,
        config: { 'replica.lag.time.max.ms': 5_000, 'broker.session.timeout.ms': 3_000 },
      },
    );
    const topic = createTopic(cluster, 'orders', {
      partitions: 3,
      'replication.factor': 3,
      'min.insync.replicas': 2,
    });
    const producer = newProducer(cluster, topic, 'shop', {
      'linger.ms': 20,
      'request.timeout.ms': 2_000,
      'delivery.timeout.ms': endMs(params),
    });
    const drawKey = atRandom(cluster, 'shop', addKeys(cluster.records, 'order', 50));
    world.spawn(load(producer, { everyMs: ms(40), drawKey, untilMs: params.stormMs, tickMs: 40 }));
    const groups = (['eager', 'cooperative'] as const).map((protocol) => {
      const group = createGroup(cluster, protocol, [topic], {
        protocol,
        exempt: ['effects-once', 'unmoved-go-on'],
      });
      startTeam(cluster, group, {
        count: params.consumers,
        work: { commit: protocol === 'eager' ? 'batch' : 'each' },
        recordMs: ms(15),
        config: {
          'session.timeout.ms': 6_000,
          'heartbeat.interval.ms': 2_000,
          'max.poll.interval.ms': 10_000,
          'max.poll.records': 20,
        },
      });
      return group;
    });
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.sent.set(producer.counts.sent);
        metrics.acknowledged.set(producer.counts.acknowledged);
        metrics.rebalances.set(groups.reduce((sum, { rebalances }) => sum + rebalances, 0));
        metrics.repeated.set(groups.reduce((sum, { effects }) => sum + effects.repeated, 0));
        metrics.elections.set(topic.partitions.reduce((sum, { epoch }) => sum + epoch, 0));
      },
      undefined,
    );
    return { cluster, groups, producer };
  },
  invariants: [
    ...protocolInvariants,
    acknowledgedIsKept,
    appendedOnceInOrder,
    committedIsProcessed,
    keysInOrder,
  ],
  goals: (params) => [
    eventually<Subject>(
      'all-written',
      'in the end everything that was sent is acknowledged',
      0,
      ({ cluster, producer }) => {
        return (
          cluster.nowMs > params.stormMs &&
          unsettled(producer) === 0 &&
          producer.counts.failed === 0
        );
      },
    ),
    eventually<Subject>(
      'all-read',
      'and read by both groups',
      0,
      ({ cluster, groups, producer }) => {
        return (
          cluster.nowMs > params.stormMs &&
          unsettled(producer) === 0 &&
          groups.every((group) => lagOf(group) === 0 && group.effects.missed === 0)
        );
      },
    ),
  ],
  expect: () => [],
  tells: ({ params, metrics }) =>
    `${params.steps} things happened at random to three brokers and ${2 * params.consumers} consumers. Leaders changed ` +
    `${whole(metrics.elections.value)} times and groups rebalanced ${whole(metrics.rebalances.value)} times; all of ` +
    `${whole(metrics.sent.value)} records were acknowledged, read by both groups in order, ${whole(metrics.repeated.value)} of them more than once, and none was lost.`,
});

// Left out: brokers that lose their disks, and a controller or coordinator that fails.
