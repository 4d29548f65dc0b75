/**
 * Three services take the same orders: one writes to the database first, one to Kafka first, and one
 * writes the event to an outbox table in the transaction of the order, from where a relay sends it.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import {
  acknowledgedIsKept,
  appendedOnceInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Producer } from '../../sims/kafka/model.ts';
import { flush, newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { addKey } from '../../sims/kafka/records.ts';
import { eventually } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { chance } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutKafka, clusterOf, whole } from './common.ts';
import { newOutbox, type Outbox, relay } from './outbox.ts';

const params = z.object({
  orders: z.int().min(1_000).max(50_000).default(4_000).describe('how many orders come in'),
  crash: z
    .number()
    .min(0.005)
    .max(0.2)
    .default(0.005)
    .describe('probability that a service crashes between its two writes'),
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

interface Subject {
  readonly cluster: Cluster;
  readonly outbox: Outbox;
  taken: number;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/dual-write',
  asks: 'A service writes to its database and to Kafka, and crashes in between. What is lost or invented?',
  claims: ['q12-dual-orders', 'q12-outbox-zero-lost'],
  params,
  durationMs: endMs,
  metrics: {
    databaseFirstOrphans: gauge('orders', 'stored that nobody was told of, database first'),
    databaseFirstPhantoms: gauge('orders', 'told of and not stored, database first'),
    kafkaFirstOrphans: gauge('orders', 'stored that nobody was told of, Kafka first'),
    kafkaFirstPhantoms: gauge('orders', 'told of and not stored, Kafka first'),
    outboxOrphans: gauge('orders', 'stored that nobody was told of, outbox'),
    outboxPhantoms: gauge('orders', 'told of and not stored, outbox'),
    outboxDoubles: gauge('events', 'that the relay sent again'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'events', { partitions: 2 });
    const producer = (name: string): Producer =>
      newProducer(cluster, topic, name, { 'linger.ms': 5 });
    const [databaseFirst, kafkaFirst, withOutbox] = [newService(), newService(), newService()];
    const producers = [producer('database-first'), producer('kafka-first')];
    const outbox = newOutbox(cluster, producer('relay'), (order) => withOutbox.told.add(order));
    const key = addKey(cluster.records, 'order');
    const stream = world.kernel.random.stream('crashes');
    const drawGapMs = sampler(exponential(meanGapMs), world.kernel.random.stream('arrivals'));
    const crashes = () => chance(stream, params.crash);
    const subject: Subject = { cluster, outbox, taken: 0 };
    world.spawn(
      (function* (): Process<void> {
        for (let order = 0; order < params.orders; order++) {
          yield* sleep(drawGapMs());
          subject.taken = order + 1;
          databaseFirst.stored.add(order);
          if (!crashes()) {
            send(producers[0] as Producer, key);
            databaseFirst.told.add(order);
          }
          send(producers[1] as Producer, key);
          kafkaFirst.told.add(order);
          if (!crashes()) kafkaFirst.stored.add(order);
          // One transaction: both, or, where it crashes before the commit, neither.
          if (!crashes()) {
            withOutbox.stored.add(order);
            outbox.rows.push({ event: order, atMs: cluster.nowMs });
          }
        }
        for (const one of producers) yield* flush(one);
      })(),
    );
    world.spawn(relay(outbox, { pollMs: 100, limit: 1_000, crash: 0.05, restartMs: 500 }));
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.databaseFirstOrphans.set(orphans(databaseFirst));
        metrics.databaseFirstPhantoms.set(phantoms(databaseFirst));
        metrics.kafkaFirstOrphans.set(orphans(kafkaFirst));
        metrics.kafkaFirstPhantoms.set(phantoms(kafkaFirst));
        metrics.outboxOrphans.set(orphans(withOutbox));
        metrics.outboxPhantoms.set(phantoms(withOutbox));
        metrics.outboxDoubles.set(outbox.sentAgain);
      },
      undefined,
    );
    return subject;
  },
  invariants: [...protocolInvariants, appendedOnceInOrder, acknowledgedIsKept],
  goals: ({ orders }) => [
    eventually<Subject>(
      'outbox-empty',
      'in the end all orders were taken and the outbox is empty',
      0,
      ({ outbox, taken }) => {
        return taken === orders && outbox.rows.length === 0;
      },
    ),
  ],
  expect: () => [
    {
      id: 'database-first-loses',
      text: 'database first: orders are stored that nobody hears of',
      claim: 'q12-dual-orders',
      measured: ({ databaseFirstOrphans }) => databaseFirstOrphans.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'kafka-first-invents',
      text: 'Kafka first: others hear of orders that do not exist',
      claim: 'q12-dual-orders',
      measured: ({ kafkaFirstPhantoms }) => kafkaFirstPhantoms.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'outbox-loses-none',
      text: 'with an outbox every order that is stored is told of',
      claim: 'q12-outbox-zero-lost',
      measured: ({ outboxOrphans }) => outboxOrphans.value,
      bound: { atMost: 0 },
    },
    {
      id: 'outbox-invents-none',
      text: 'and none that is not',
      claim: 'q12-dual-orders',
      measured: ({ outboxPhantoms }) => outboxPhantoms.value,
      bound: { atMost: 0 },
    },
    {
      id: 'outbox-repeats',
      text: 'but some are told of twice: the relay crashes between sending and remembering',
      claim: 'q12-outbox-zero-lost',
      measured: ({ outboxDoubles }) => outboxDoubles.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ params, metrics }) =>
    `Of ${whole(params.orders)} orders, database first left ${metrics.databaseFirstOrphans.value} that nobody heard of; Kafka first told of ` +
    `${metrics.kafkaFirstPhantoms.value} that do not exist; the outbox neither (${metrics.outboxOrphans.value} and ${metrics.outboxPhantoms.value}), and sent ` +
    `${metrics.outboxDoubles.value} events twice.`,
});

// Left out: log-based capture (CDC), which reads the database’s own log instead of a table.
