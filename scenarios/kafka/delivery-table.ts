/**
 * The same records go to groups that differ only in when they commit and, for contrast, to queues
 * that push. In each the same member crashes at the same moments, with records in progress.
 */

import * as z from 'zod';
import type { Property } from '../../sims/kafka/effects.ts';
import type { HasCluster } from '../../sims/kafka/model.ts';
import {
  lostFrom,
  newPushQueue,
  newQueueWorker,
  type PushQueue,
  publish,
  repeatedIn,
  startQueueWorker,
} from '../../sims/kafka/queue.ts';
import type { RecordId } from '../../sims/kafka/records.ts';
import { invariant } from '../../src/check/invariant.ts';
import { must } from '../../src/kernel/must.ts';
import { KafkaBuilder, shortSession, type Team } from './builder.ts';
import { deliveryMetrics, happens, never, tellDelivery } from './delivery-words.ts';
import { invoiceReader } from './invoicing.ts';
import { aboutKafka, real, scenario, sometimes, whole } from './kit.ts';
import { crashesInTurn } from './plans.ts';
import {
  abortedIsNotRead,
  committedIsProcessed,
  effectsOnce,
  keysInOrder,
  protocolInvariants,
  within,
} from './promises.ts';

const params = z.object({
  crashes: whole(5, 50, 6, 'number of crashes of a consumer'),
  recordMs: real(5, 200, 80, 'time to process one record'),
  pollRecords: whole(5, 500, 20, 'max.poll.records'),
});

type Params = z.output<typeof params>;

const everyMs = 15_000;
const endMs = ({ crashes }: Params) => 5_000 + crashes * everyMs + 10_000;

const again: readonly Property[] = ['effects-once'];

/** How each group commits, by the name of its metrics, and what that does not promise. */
const policies: Readonly<Record<Committed, Omit<Team, 'recordMs'> & { readonly group: string }>> = {
  before: { group: 'before', commit: 'before', exempt: ['committed-is-processed'] },
  auto: { group: 'auto', commit: 'auto', exempt: again },
  each: { group: 'each', commit: 'each', exempt: again },
  batch: { group: 'batch', commit: 'batch', exempt: again },
  remembered: { group: 'remembering', work: { remembersIds: true } },
  results: { group: 'with results', commit: 'with-results' },
};
const names = Object.keys(policies) as Committed[];

type Committed = 'before' | 'auto' | 'each' | 'batch' | 'remembered' | 'results';

interface Subject extends HasCluster {
  readonly queues: readonly PushQueue[];
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/delivery-table',
  asks: 'Consumers crash repeatedly. Which records are lost and which are processed twice, depending on when they commit?',
  claims: [
    'mq-delivery-table',
    'qf-at-least-once-dups',
    'qf-exactly-once-dedup',
    'q7-rabbit-exactly-once-worker',
    'q12-offset-in-db-transaction',
    'q12-kafka-eos-inside',
    'q12-dedup-unique',
  ],
  code: ['sims/kafka/consumer/poll-loop.ts#run', 'sims/kafka/consumer/processing.ts#finish'],
  params,
  durationMs: endMs,
  plan: ({ crashes: count }, random) => {
    const crashes = { count, fromMs: 5_000, everyMs, withinMs: 5_000, downMs: 500 };
    return crashesInTurn(random, ['c1', 'c2'], crashes);
  },
  metrics: deliveryMetrics,
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('orders', { partitions: 4 });
    const output = kafka.topic('invoices', { partitions: 2 });
    const count = Math.ceil((3 * endMs(params)) / params.recordMs);
    kafka.backlog(topic, count);
    const { recordMs, pollRecords } = params;
    const config = { ...shortSession, 'max.poll.records': pollRecords };
    const team = { count: 2, recordMs, config };
    const groups = names.map((name) => {
      const { group, ...policy } = policies[name];
      return kafka.group(group, [topic], { ...team, ...policy });
    });
    const sources = new Map<RecordId, RecordId>();
    const transaction = kafka.group('transaction', [topic], {
      ...team,
      exempt: again,
      commit: 'transaction',
      work: { output, sources },
    });
    const downstream = invoiceReader(kafka, 'downstream', output, sources, { work: { rows: 50 } });
    const queues = (['on-delivery', 'after-work'] as const).map((acknowledges) => {
      const queue = newPushQueue(`queue ${acknowledges}`);
      for (let sent = 0; sent < count; sent++) publish(cluster, queue);
      const work = { prefetch: pollRecords, drawMs: () => recordMs, acknowledges };
      for (const worker of ['c1', 'c2']) {
        const name = `${queue.name}/${worker}`;
        startQueueWorker(cluster, queue, newQueueWorker({ name, ...work, acknowledgesEvery: 10 }));
      }
      return queue;
    });
    world.at(endMs(params) - 1, () => {
      for (const [place, name] of names.entries()) {
        metrics[`${name}Lost`].set(groups[place]?.effects.missed ?? 0);
        metrics[`${name}Repeated`].set(groups[place]?.effects.repeated ?? 0);
        if (name === 'remembered') metrics.recognised.set(groups[place]?.effects.deduplicated ?? 0);
      }
      metrics.outputRepeated.set(downstream.effects.repeated);
      metrics.outsideRepeated.set(transaction.effects.repeated);
      for (const [place, name] of (['OnDelivery', 'After'] as const).entries()) {
        metrics[`queue${name}Lost`].set(queues[place]?.lost ?? 0);
        metrics[`queue${name}Repeated`].set(repeatedIn(must(queues[place], 'queue of the column')));
      }
    });
    return { cluster, queues };
  },
  invariants: [
    ...protocolInvariants,
    abortedIsNotRead,
    committedIsProcessed,
    effectsOnce,
    keysInOrder,
    invariant<Subject>(
      'messages-have-a-place',
      'every message of a queue is ready, unacknowledged, acknowledged or dead',
      ({ queues }) => queues.map(lostFrom).find((problem) => problem !== undefined),
    ),
  ],
  goals: () => [
    sometimes<HasCluster>(
      'all-work',
      'every group, and the reader of the output, has processed records',
      ({ cluster }) => [...cluster.groups.values()].every(({ effects }) => effects.processed > 0),
    ),
    sometimes<HasCluster>('taken-over', 'every group has rebalanced after a crash', ({ cluster }) =>
      [...cluster.groups.values()].every(
        ({ name, rebalances }) => name === 'downstream' || rebalances > 1,
      ),
    ),
  ],
  expect: ({ crashes, pollRecords }) => [
    never('beforeRepeated').says(
      'records processed twice, with a commit before the work',
      'mq-delivery-table',
    ),
    happens('beforeLost', crashes * pollRecords * 2).says(
      'records lost, with a commit before the work: those in progress at a crash',
      'mq-delivery-table',
    ),
    never('batchLost').says('records lost, with a commit after each poll', 'mq-delivery-table'),
    happens('batchRepeated', crashes * pollRecords).says(
      'records processed twice, with a commit after each poll: those not yet committed at a crash',
      'qf-at-least-once-dups',
    ),
    never('autoLost').says(
      'records lost, with automatic commits by the poll loop',
      'mq-delivery-table',
    ),
    happens('autoRepeated').says(
      'records processed twice, with automatic commits: up to five seconds of work at each crash',
      'qf-at-least-once-dups',
    ),
    never('eachLost').says('records lost, with a commit after each record', 'mq-delivery-table'),
    within('eachRepeated', 'each-repeats-at-most-one', { atMost: crashes }).says(
      'records processed twice, with a commit after each record: at most one at each crash',
      'qf-at-least-once-dups',
    ),
    never('rememberedLost').says(
      'records lost, with the ids of processed records stored',
      'qf-exactly-once-dedup',
    ),
    never('rememberedRepeated').says(
      'records processed twice, with the ids of processed records stored',
      'q12-dedup-unique',
    ),
    happens('recognised').says(
      'records that came again and were recognised by their stored ids',
      'qf-exactly-once-dedup',
    ),
    never('resultsLost').says(
      'records lost, with offsets stored in the transaction of the results',
      'q12-offset-in-db-transaction',
    ),
    never('resultsRepeated').says(
      'records processed twice, with offsets stored in the transaction of the results',
      'q12-offset-in-db-transaction',
    ),
    never('outputRepeated').says(
      'results that a read_committed reader saw twice, with Kafka transactions',
      'q12-kafka-eos-inside',
    ),
    happens('outsideRepeated').says(
      'effects outside Kafka that happened twice, with Kafka transactions',
      'q12-kafka-eos-inside',
    ),
    happens('queueOnDeliveryLost', crashes * pollRecords).says(
      'messages lost from a queue, if they are acknowledged on delivery: those in progress at a crash',
      'mq-delivery-table',
    ),
    never('queueOnDeliveryRepeated').says(
      'messages of a queue processed twice, if they are acknowledged on delivery',
      'mq-delivery-table',
    ),
    never('queueAfterLost').says(
      'messages lost from a queue, if they are acknowledged after the work',
      'mq-delivery-table',
    ),
    happens('queueAfterRepeated').says(
      'messages of a queue processed twice, if they are acknowledged after the work',
      'q7-rabbit-exactly-once-worker',
    ),
  ],
  tells: ({ params, metrics }) => tellDelivery(params.crashes, metrics),
});

// Left out: a crash between sending a commit and its arrival; coordinators that fail.
