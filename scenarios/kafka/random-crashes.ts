/**
 * First safety: at random brokers and consumers crash, start, fall behind and pause. Then liveness:
 * everything is up again, and all that was sent has to be acknowledged and read.
 */

import { sum } from 'd3-array';
import { rounded } from '../../src/words/numbers.ts';
import { electionsOf, KafkaBuilder, replicated } from './builder.ts';
import { aboutKafka, gauge, real, scenario, whole, z } from './kit.ts';
import {
  allAcknowledged,
  allReadOnceSent,
  committedIsProcessed,
  keptInOrder,
  keysInOrder,
} from './promises.ts';
import { stormCluster, stormConsumers, stormLoad, stormPlan } from './storm.ts';

const params = z.object({
  steps: whole(0, 500, 30, 'how many things happen at random'),
  stormMs: real(10_000, 600_000, 60_000, 'for how long'),
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
    allAcknowledged('all-written', 'in the end everything that was sent is acknowledged', stormMs),
    allReadOnceSent('all-read', 'and read by both groups', stormMs),
  ],
  expect: () => [],
  tells: ({ params, metrics }) =>
    `${params.steps} things happened at random to three brokers and ${2 * params.consumers} consumers. Leaders changed ` +
    `${rounded(metrics.elections.value)} times and groups rebalanced ${rounded(metrics.rebalances.value)} times; all of ` +
    `${rounded(metrics.sent.value)} records were acknowledged, read by both groups in order, ${rounded(metrics.repeated.value)} of them more than once, and none was lost.`,
});

// Left out: brokers that lose their disks, and a controller or coordinator that fails.
