/**
 * First safety: brokers and consumers crash, start, fall behind and pause at random. Then liveness:
 * everything is up again, and every record sent must be acknowledged and read.
 */

import { sum } from 'd3-array';
import * as z from 'zod';
import { counted, rounded, times } from '../../src/words/numbers.ts';
import { electionsOf, KafkaBuilder, replicated } from './builder.ts';
import { aboutKafka, gauge, real, scenario, whole } from './kit.ts';
import {
  allAcknowledged,
  allReadOnceSent,
  committedIsProcessed,
  keptInOrder,
  keysInOrder,
} from './promises.ts';
import { stormCluster, stormConsumers, stormLoad, stormPlan } from './storm.ts';

const params = z.object({
  steps: whole(0, 500, 30, 'number of random faults'),
  stormMs: real(10_000, 600_000, 60_000, 'how long faults occur'),
  consumers: whole(1, 8, 3, 'consumers in each group'),
});

type Params = z.output<typeof params>;

const calmMs = 60_000;
const endMs = ({ stormMs }: Params) => stormMs + calmMs;

export default scenario({
  ...aboutKafka,
  id: 'kafka/random-crashes',
  asks: 'Brokers and consumers crash, pause and lose messages at random. Does Kafka keep its promises?',
  claims: ['mq-delivery-table', 'mq-kafka-order-per-partition'],
  code: [
    'sims/kafka/broker/partition.ts#write',
    'sims/kafka/replication/election.ts#elect',
    'sims/kafka/group/offsets.ts#storeOffsets',
  ],
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
    elections: gauge('epochs', 'of leaders, over all partitions'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules, stormCluster);
    const topic = kafka.topic('orders', { ...replicated, partitions: 3 });
    const producer = kafka.load(topic, stormLoad(kafka, params.stormMs, endMs(params)));
    const groups = (['eager', 'cooperative'] as const).map((protocol) =>
      kafka.group(protocol, [topic], {
        protocol,
        exempt: ['effects-once', 'unmoved-go-on'],
        count: params.consumers,
        commit: protocol === 'eager' ? 'batch' : 'each',
        recordMs: 15,
        config: stormConsumers,
      }),
    );
    world.at(endMs(params) - 1, () => {
      metrics.sent.set(producer.counts.sent);
      metrics.acknowledged.set(producer.counts.acknowledged);
      metrics.rebalances.set(sum(groups, ({ rebalances }) => rebalances));
      metrics.repeated.set(sum(groups, ({ effects }) => effects.repeated));
      metrics.elections.set(electionsOf(topic));
    });
    return { cluster: kafka.cluster };
  },
  invariants: [...keptInOrder, committedIsProcessed, keysInOrder],
  goals: ({ stormMs }) => [
    allAcknowledged('all-written', 'in the end every record sent is acknowledged', stormMs),
    allReadOnceSent('all-read', 'and read by both groups', stormMs),
  ],
  expect: () => [],
  tells: ({ params, metrics }) =>
    `Yes in this run, with acks=all and idempotent producers: all ${rounded(metrics.sent.value)} records were acknowledged and read by both groups in order, none was lost, and ${rounded(metrics.repeated.value)} were read more than once. ` +
    `In that time ${counted(params.steps, 'random fault')} hit three brokers and ${2 * params.consumers} consumers; leaders changed ` +
    `${times(metrics.elections.value ?? 0)} and groups rebalanced ${times(metrics.rebalances.value ?? 0)}.`,
});

// Left out: brokers that lose their disks, and a controller or coordinator that fails.
