/**
 * The results and the offsets are written in transactions. Two groups read the results: one only
 * committed records (isolation.level=read_committed), the other everything.
 */

import * as z from 'zod';
import { counted, rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, shortSession } from './builder.ts';
import { invoiceReader, invoicing, someAborted } from './invoicing.ts';
import { aboutKafka, gauge, real, scenario, whole } from './kit.ts';
import { crashesInTurn } from './plans.ts';
import { committedOnce, none, readSomething, some } from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  crashes: whole(5, 20, 6, 'number of crashes of the consumer'),
  recordMs: real(1, 100, 20, 'time to process one record'),
});

type Params = z.output<typeof params>;

const everyMs = 12_000;
const endMs = ({ crashes }: Params) => firstAssignmentMs + crashes * everyMs + 12_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/transactions',
  asks: 'A consumer writes its results to Kafka and crashes halfway. What does the next reader see?',
  claims: ['q12-kafka-eos-inside', 'mq-delivery-table'],
  code: [
    'sims/kafka/broker/partition.ts#readableEnd',
    'sims/kafka/transaction/transactions.ts#commitTransaction',
    'sims/kafka/transaction/transaction-coordinator.ts#decide',
  ],
  params,
  durationMs: endMs,
  plan: ({ crashes: count }, random) => {
    const fromMs = firstAssignmentMs + 1_000;
    const crashes = { count, fromMs, everyMs, withinMs: 2_000, downMs: 300 };
    return crashesInTurn(random, ['invoicing/c1'], crashes);
  },
  metrics: {
    committedRepeated: gauge('results', 'that a read_committed reader saw twice'),
    committedSeen: gauge('results', 'that it saw'),
    everythingRepeated: gauge('results', 'that a reader of everything saw twice'),
    outside: gauge('records', 'whose effect outside Kafka happened twice'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const orders = kafka.topic('orders');
    const invoices = kafka.topic('invoices');
    kafka.backlog(orders, Math.ceil((1.2 * endMs(params)) / params.recordMs));
    const { group, sources } = invoicing(kafka, orders, invoices, {
      recordMs: params.recordMs,
      config: { ...shortSession, 'max.poll.records': 20 },
    });
    const work = { rows: 100 };
    const committed = invoiceReader(kafka, 'committed', invoices, sources, { work });
    const everything = invoiceReader(kafka, 'everything', invoices, sources, {
      work,
      exempt: ['effects-once', 'aborted-is-not-read', 'keys-in-order'],
      config: { 'isolation.level': 'read_uncommitted' },
    });
    world.at(endMs(params) - 1, () => {
      metrics.committedRepeated.set(committed.effects.repeated);
      metrics.committedSeen.set(committed.effects.processed);
      metrics.everythingRepeated.set(everything.effects.repeated);
      metrics.outside.set(group.effects.repeated);
    });
    return { cluster: kafka.cluster };
  },
  invariants: committedOnce,
  goals: () => [
    someAborted('aborted', 'a transaction is aborted'),
    readSomething('read', 'both readers have seen results', 'committed', 'everything'),
  ],
  expect: () => [
    none('committedRepeated', 'committed-once').says(
      'records that a read_committed reader saw twice',
      'mq-delivery-table',
    ),
    some('everythingRepeated', 'everything-twice').says(
      'records that a reader of everything saw twice: in an aborted transaction, and again',
    ),
    some('outside', 'outside-twice').says(
      'records whose effects outside Kafka happened twice',
      'q12-kafka-eos-inside',
    ),
  ],
  tells: ({ params, metrics }) =>
    `With isolation.level=read_committed a reader sees each result once, because it skips what aborted transactions wrote: ${rounded(metrics.committedSeen.value)} results after ${counted(params.crashes, 'crash', 'crashes')} in the middle of a transaction, ` +
    `${records(metrics.committedRepeated.value)} of them twice. A reader of everything saw ${records(metrics.everythingRepeated.value)} twice. Exactly once ends where Kafka ends: effects outside, such as a payment, happened twice for ` +
    `${records(metrics.outside.value)}.`,
});

// Left out: the transaction coordinator's own log, and its crash between the markers.
