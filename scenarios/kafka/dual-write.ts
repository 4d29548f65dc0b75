/**
 * Three services take the same orders: one writes to the database first, one to Kafka first, and
 * one writes the event to an outbox table in the order's transaction, from which a relay sends it.
 */

import * as z from 'zod';
import { arrivals, type HasOutbox, newOutbox, relay } from '../../sims/kafka/outbox.ts';
import { flush } from '../../sims/kafka/producer/producer.ts';
import type { Process } from '../../src/kernel/process.ts';
import { chance } from '../../src/kernel/random.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import { addKey, KafkaBuilder, send } from './builder.ts';
import { aboutKafka, eventually, gauge, real, scenario, whole } from './kit.ts';
import {
  acknowledgedIsKept,
  appendedOnceInOrder,
  none,
  protocolInvariants,
  some,
} from './promises.ts';

const params = z.object({
  orders: whole(1_000, 50_000, 4_000, 'number of orders'),
  crash: real(0.005, 0.2, 0.005, 'probability that a service crashes between its two writes'),
});

type Params = z.output<typeof params>;

const meanGapMs = 5;
const endMs = ({ orders }: Params) => 2 * orders * meanGapMs + 10_000;

/** One service: the orders in its database, and the orders that Kafka was told of. */
interface Service {
  readonly stored: Set<number>;
  readonly told: Set<number>;
}

const newService = (): Service => ({ stored: new Set(), told: new Set() });
const orphans = ({ stored, told }: Service) =>
  [...stored].filter((order) => !told.has(order)).length;
const phantoms = ({ stored, told }: Service) =>
  [...told].filter((order) => !stored.has(order)).length;

export default scenario({
  ...aboutKafka,
  id: 'kafka/dual-write',
  asks: 'A service writes to its database and to Kafka, and crashes in between. What is lost or invented, and what does an outbox change?',
  claims: ['q12-dual-orders', 'q12-outbox-zero-lost'],
  code: ['sims/kafka/outbox.ts#relay'],
  params,
  durationMs: endMs,
  metrics: {
    databaseFirstOrphans: gauge('orders', 'stored but never published, database first'),
    databaseFirstPhantoms: gauge('orders', 'published but not stored, database first'),
    kafkaFirstOrphans: gauge('orders', 'stored but never published, Kafka first'),
    kafkaFirstPhantoms: gauge('orders', 'published but not stored, Kafka first'),
    outboxOrphans: gauge('orders', 'stored but never published, outbox'),
    outboxPhantoms: gauge('orders', 'published but not stored, outbox'),
    outboxDoubles: gauge('events', 'that the relay sent again'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('events', { partitions: 2 });
    const services = {
      databaseFirst: newService(),
      kafkaFirst: newService(),
      outbox: newService(),
    };
    const { databaseFirst, kafkaFirst } = services;
    const toKafkaLast = kafka.producer(topic, 'database-first');
    const toKafkaFirst = kafka.producer(topic, 'kafka-first');
    const outbox = newOutbox(cluster, kafka.producer(topic, 'relay'), (order) =>
      services.outbox.told.add(order),
    );
    const key = addKey(cluster.records, 'order');
    const stream = world.kernel.random.stream('crashes');
    const crashes = () => chance(stream, params.crash);
    const subject: HasOutbox = { cluster, outbox, written: 0 };
    const take = (order: number) => {
      subject.written = order + 1;
      databaseFirst.stored.add(order);
      if (!crashes()) {
        send(toKafkaLast, key);
        databaseFirst.told.add(order);
      }
      send(toKafkaFirst, key);
      kafkaFirst.told.add(order);
      if (!crashes()) kafkaFirst.stored.add(order);
      // One transaction: both, or neither if it crashes before the commit.
      if (!crashes()) {
        services.outbox.stored.add(order);
        outbox.rows.push({ event: order, atMs: cluster.nowMs });
      }
    };
    world.spawn(
      (function* (): Process<void> {
        yield* arrivals(world, params.orders, meanGapMs, take);
        for (const producer of [toKafkaLast, toKafkaFirst]) yield* flush(producer);
      })(),
    );
    world.spawn(relay(outbox, { pollMs: 100, limit: 1_000, crash: 0.05, restartMs: 500 }));
    world.at(endMs(params) - 1, () => {
      for (const name of ['databaseFirst', 'kafkaFirst', 'outbox'] as const) {
        metrics[`${name}Orphans`].set(orphans(services[name]));
        metrics[`${name}Phantoms`].set(phantoms(services[name]));
      }
      metrics.outboxDoubles.set(outbox.sentAgain);
    });
    return subject;
  },
  invariants: [...protocolInvariants, appendedOnceInOrder, acknowledgedIsKept],
  goals: ({ orders }) => [
    eventually<HasOutbox>(
      'outbox-empty',
      'in the end every order was taken and the outbox is empty',
      0,
      ({ outbox, written }) => written === orders && outbox.rows.length === 0,
    ),
  ],
  expect: () => [
    some('databaseFirstOrphans', 'database-first-loses').says(
      'orders stored and never published, if the database is written first',
      'q12-dual-orders',
    ),
    some('kafkaFirstPhantoms', 'kafka-first-invents').says(
      'orders published that are not in the database, if Kafka is written first',
      'q12-dual-orders',
    ),
    none('outboxOrphans', 'outbox-loses-none').says(
      'orders stored and never published, with an outbox',
      'q12-outbox-zero-lost',
    ),
    none('outboxPhantoms', 'outbox-invents-none').says(
      'orders published that are not in the database, with an outbox',
      'q12-dual-orders',
    ),
    some('outboxDoubles', 'outbox-repeats').says(
      'orders published twice, with an outbox: its relay crashed between sending and marking',
      'q12-outbox-zero-lost',
    ),
  ],
  tells: ({ params, metrics }) =>
    'A crash between the two writes loses the second one, so write the event to a table in the transaction of its order, from which a relay sends it to Kafka (transactional outbox). ' +
    `Of ${rounded(params.orders)} orders, database first left ${metrics.databaseFirstOrphans.value} without an event, and Kafka first published ${metrics.kafkaFirstPhantoms.value} that are not in the database; ` +
    `with the outbox there were ${counted(metrics.outboxOrphans.value ?? 0, 'order')} without an event and ${counted(metrics.outboxPhantoms.value ?? 0, 'event')} without an order. ` +
    `The relay crashed between sending and marking and sent ${counted(metrics.outboxDoubles.value ?? 0, 'event')} twice, so consumers must be idempotent.`,
});

// Left out: log-based capture (CDC), which reads the database's own log instead of a table.
