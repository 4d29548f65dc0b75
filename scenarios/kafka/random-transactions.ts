/**
 * Two consumers turn orders into invoices in transactions, on three brokers. First safety: every
 * kind of fault occurs at random. Then liveness: everything is up again, and a read_committed
 * reader must have seen the invoice of every order.
 */

import { sum } from 'd3-array';
import * as z from 'zod';
import { counted, rounded, times } from '../../src/words/numbers.ts';
import { electionsOf, KafkaBuilder, replicated } from './builder.ts';
import { abortedIn, allInvoiced, allStable, invoiceReader, invoicing } from './invoicing.ts';
import { aboutKafka, gauge, real, scenario, whole } from './kit.ts';
import { difference, exactly, keptOnceInOrder, readSomething } from './promises.ts';
import { stormCluster, stormConsumers, stormLoad, stormPlan } from './storm.ts';

const params = z.object({
  steps: whole(0, 500, 40, 'number of random faults'),
  stormMs: real(10_000, 600_000, 60_000, 'how long faults occur'),
});

type Params = z.output<typeof params>;

const calmMs = 60_000;
const endMs = ({ stormMs }: Params) => stormMs + calmMs;
const consumers = ['invoicing/c1', 'invoicing/c2'];

export default scenario({
  ...aboutKafka,
  id: 'kafka/random-transactions',
  asks: 'Brokers and transactional consumers crash and pause at random. Does every result count exactly once?',
  claims: ['q12-kafka-eos-inside'],
  code: [
    'sims/kafka/transaction/transaction-coordinator.ts#endTransaction',
    'sims/kafka/transaction/transaction-coordinator.ts#writeMarker',
    'sims/kafka/broker/partition.ts#readableEnd',
  ],
  params,
  durationMs: endMs,
  plan: ({ steps, stormMs }, random) =>
    stormPlan(random.stream('plan'), { steps, untilMs: stormMs, consumers }),
  metrics: {
    orders: gauge('records', 'that were sent'),
    seen: gauge('invoices', 'that a read_committed reader saw'),
    aborted: gauge('transactions', 'that were aborted, as the leaders of the invoices know'),
    outside: gauge('records', 'whose effect outside Kafka happened more than once'),
    elections: gauge('epochs', 'of leaders, over all partitions'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules, {
      ...stormCluster,
      config: { ...stormCluster.config, 'transaction.timeout.ms': 5_000 },
    });
    const orders = kafka.topic('orders', { ...replicated, partitions: 2 });
    const invoices = kafka.topic('invoices', { ...replicated, partitions: 2 });
    const shop = kafka.load(orders, stormLoad(kafka, params.stormMs, endMs(params)));
    const { group, sources } = invoicing(kafka, orders, invoices, {
      exempt: ['effects-once', 'keys-in-order', 'members-have-work'],
      count: consumers.length,
      recordMs: 15,
      config: stormConsumers,
    });
    const committed = invoiceReader(kafka, 'committed', invoices, sources);
    world.at(endMs(params) - 1, () => {
      metrics.orders.set(shop.counts.sent);
      metrics.seen.set(committed.effects.processed);
      metrics.aborted.set(abortedIn(kafka.cluster));
      metrics.outside.set(group.effects.repeated);
      metrics.elections.set(sum([orders, invoices], electionsOf));
    });
    return { cluster: kafka.cluster };
  },
  invariants: keptOnceInOrder,
  goals: () => [
    readSomething('committed', 'a transaction is committed', 'committed'),
    allInvoiced(
      'all-seen',
      'in the end a read_committed reader has seen the invoice of every order',
    ),
    allStable('all-stable', 'in the end no open transaction holds back a last stable offset'),
  ],
  expect: () => [
    exactly(0, difference('seen', 'orders'), 'each-once').says(
      'invoices that a read_committed reader saw, less the orders',
      'q12-kafka-eos-inside',
    ),
  ],
  tells: ({ params, metrics }) =>
    `Yes, within Kafka: a read_committed reader saw ${rounded(metrics.seen.value)} invoices for ${rounded(metrics.orders.value)} orders. ` +
    `${counted(params.steps, 'random fault')} hit three brokers and two transactional consumers: leaders changed ` +
    `${times(metrics.elections.value ?? 0)}, and the coordinator aborted ${counted(metrics.aborted.value ?? 0, 'transaction')}. Effects outside Kafka happened again for ${counted(metrics.outside.value ?? 0, 'record')}, because no transaction includes them.`,
});

// Left out: the log of the transaction coordinator itself, and brokers that lose their disks.
