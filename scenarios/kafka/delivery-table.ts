/**
 * The same records go to groups that differ only in when they commit, and, for contrast, to queues that
 * push. In each the same member crashes at the same moments, with records in hand.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import type { CommitPolicy, Work } from '../../sims/kafka/consumer/work.ts';
import type { Property } from '../../sims/kafka/effects.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import {
  abortedIsNotRead,
  committedIsProcessed,
  effectsOnce,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import {
  lostFrom,
  newPushQueue,
  newQueueWorker,
  type PushQueue,
  publish,
  type QueueWorker,
  repeatedIn,
  startQueueWorker,
} from '../../sims/kafka/queue.ts';
import type { RecordId } from '../../sims/kafka/records.ts';
import { sometimes } from '../../src/check/goal.ts';
import { invariant } from '../../src/check/invariant.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { aboutKafka, balancedKeys, clusterOf, inTurn, ms, startTeam } from './common.ts';
import { deliveryMetrics, never, some, tellDelivery } from './delivery-words.ts';

const params = z.object({
  crashes: z.int().min(5).max(50).default(6).describe('how often a consumer crashes'),
  recordMs: z.number().min(5).max(200).default(80).describe('time to process one record'),
  pollRecords: z.int().min(5).max(500).default(20).describe('max.poll.records'),
});

type Params = z.output<typeof params>;

/** A dead member is noticed after its session, and everything waits for that. */
const config = { 'session.timeout.ms': 6_000, 'heartbeat.interval.ms': 2_000 };
const everyMs = 15_000;
const endMs = ({ crashes }: Params) => 5_000 + crashes * everyMs + 10_000;

/** What each way of committing does not promise. */
const policies: Readonly<Record<string, { commit: CommitPolicy; exempt: readonly Property[] }>> = {
  before: { commit: 'before', exempt: ['committed-is-processed'] },
  auto: { commit: 'auto', exempt: ['effects-once'] },
  each: { commit: 'each', exempt: ['effects-once'] },
  batch: { commit: 'batch', exempt: ['effects-once'] },
  remembering: { commit: 'batch', exempt: [] },
  'with results': { commit: 'with-results', exempt: [] },
  transaction: { commit: 'transaction', exempt: ['effects-once'] },
};

interface Queue {
  readonly queue: PushQueue;
  readonly workers: readonly QueueWorker[];
}

interface Subject {
  readonly cluster: Cluster;
  readonly groups: readonly Group[];
  readonly queues: readonly Queue[];
  readonly downstream: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/delivery-table',
  asks: 'Consumers crash again and again. What is lost and what is done twice, by when they commit?',
  claims: [
    'mq-delivery-table',
    'qf-at-least-once-dups',
    'qf-exactly-once-dedup',
    'q7-rabbit-exactly-once-worker',
    'q12-offset-in-db-transaction',
    'q12-kafka-eos-inside',
    'q12-dedup-unique',
  ],
  params,
  durationMs: endMs,
  plan: ({ crashes }, random) => {
    const stream = random.stream('plan');
    return Array.from({ length: crashes }, (_, place) => {
      const atMs = 5_000 + place * everyMs + randomInteger(stream, 0, 5_000);
      const consumer = place % 2 === 0 ? 'c1' : 'c2';
      return [
        { atMs, fault: crash(consumer) },
        { atMs: atMs + 500, fault: restart(consumer) },
      ];
    }).flat();
  },
  metrics: deliveryMetrics,
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 4 });
    const output = createTopic(cluster, 'invoices', { partitions: 2 });
    const sources = new Map<RecordId, RecordId>();
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const count = Math.ceil((3 * endMs(params)) / params.recordMs);
    for (let sent = 0; sent < count; sent++) send(producer, drawKey());

    const groups = Object.entries(policies).map(([name, { commit, exempt }]) => {
      const group = createGroup(cluster, name, [topic], { exempt });
      const work: Omit<Work, 'drawRecordMs'> = {
        commit,
        remembersIds: name === 'remembering',
        ...(name === 'transaction' ? { output, sources } : {}),
      };
      const recordMs = ms(params.recordMs);
      startTeam(cluster, group, {
        count: 2,
        work,
        recordMs,
        config: { ...config, 'max.poll.records': params.pollRecords },
      });
      return group;
    });
    const identityOf = (id: RecordId) => sources.get(id) ?? id;
    const downstream = createGroup(cluster, 'downstream', [output], { identityOf });
    startTeam(cluster, downstream, {
      count: 1,
      letter: 'r',
      work: { commit: 'batch', rows: 50 },
      recordMs: ms(0.1),
      config: { 'isolation.level': 'read_committed' },
    });
    const queues = (['on-delivery', 'after-work'] as const).map((acknowledges): Queue => {
      const queue = newPushQueue(`queue ${acknowledges}`);
      for (let sent = 0; sent < count; sent++) publish(cluster, queue);
      const workers = ['c1', 'c2'].map((name): QueueWorker => {
        const drawMs = () => params.recordMs;
        const prefetch = params.pollRecords;
        return newQueueWorker({
          name: `${queue.name}/${name}`,
          prefetch,
          drawMs,
          acknowledges,
          acknowledgesEvery: 10,
        });
      });
      for (const worker of workers) startQueueWorker(cluster, queue, worker);
      return { queue, workers };
    });
    const subject = { cluster, groups, queues, downstream };
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        const [before, auto, each, batch, remembering, results, transaction] = groups as [
          Group,
          Group,
          Group,
          Group,
          Group,
          Group,
          Group,
        ];
        metrics.beforeLost.set(before.effects.missed);
        metrics.beforeRepeated.set(before.effects.repeated);
        metrics.autoLost.set(auto.effects.missed);
        metrics.autoRepeated.set(auto.effects.repeated);
        metrics.eachLost.set(each.effects.missed);
        metrics.eachRepeated.set(each.effects.repeated);
        metrics.batchLost.set(batch.effects.missed);
        metrics.batchRepeated.set(batch.effects.repeated);
        metrics.rememberedLost.set(remembering.effects.missed);
        metrics.rememberedRepeated.set(remembering.effects.repeated);
        metrics.recognised.set(remembering.effects.deduplicated);
        metrics.resultsLost.set(results.effects.missed);
        metrics.resultsRepeated.set(results.effects.repeated);
        metrics.outputRepeated.set(downstream.effects.repeated);
        metrics.outsideRepeated.set(transaction.effects.repeated);
        const [onDelivery, after] = queues as [Queue, Queue];
        metrics.queueOnDeliveryLost.set(onDelivery.queue.lost);
        metrics.queueOnDeliveryRepeated.set(repeatedIn(onDelivery.queue));
        metrics.queueAfterLost.set(after.queue.lost);
        metrics.queueAfterRepeated.set(repeatedIn(after.queue));
      },
      undefined,
    );
    return subject;
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
      ({ queues }) =>
        queues.map(({ queue }) => lostFrom(queue)).find((problem) => problem !== undefined),
    ),
  ],
  goals: () => [
    sometimes<Subject>(
      'all-work',
      'every group, and the reader of the output, has processed something',
      (subject) =>
        [...subject.groups, subject.downstream].every(({ effects }) => effects.processed > 0),
    ),
    sometimes<Subject>('taken-over', 'every group has rebalanced after a crash', ({ groups }) =>
      groups.every(({ rebalances }) => rebalances > 1),
    ),
  ],
  expect: ({ crashes, pollRecords }) => [
    ...never(
      'mq-delivery-table',
      'committing before the work does nothing twice',
      'beforeRepeated',
    ),
    ...some(
      'mq-delivery-table',
      'and loses what was in hand',
      'beforeLost',
      crashes * pollRecords * 2,
    ),
    ...never('mq-delivery-table', 'committing after each poll loses nothing', 'batchLost'),
    ...some(
      'qf-at-least-once-dups',
      'and does again what was not committed',
      'batchRepeated',
      crashes * pollRecords,
    ),
    ...never('mq-delivery-table', 'automatic commits by the poll loop lose nothing', 'autoLost'),
    ...some('qf-at-least-once-dups', 'but do up to five seconds’ work again', 'autoRepeated'),
    ...never('mq-delivery-table', 'committing after each record loses nothing', 'eachLost'),
    {
      id: 'each-repeats-at-most-one',
      text: 'and does at most one record again for each crash',
      claim: 'qf-at-least-once-dups',
      measured: ({ eachRepeated }) => eachRepeated.value,
      bound: { atMost: crashes },
    },
    ...never('qf-exactly-once-dedup', 'remembered ids: nothing lost', 'rememberedLost'),
    ...never('q12-dedup-unique', 'and nothing done twice', 'rememberedRepeated'),
    ...some('qf-exactly-once-dedup', 'though records did come again', 'recognised'),
    ...never(
      'q12-offset-in-db-transaction',
      'offsets kept with the results, and not at the broker: nothing lost',
      'resultsLost',
    ),
    ...never('q12-offset-in-db-transaction', 'and nothing done twice', 'resultsRepeated'),
    ...never(
      'q12-kafka-eos-inside',
      'transactions: a read-committed reader sees no result twice',
      'outputRepeated',
    ),
    ...some('q12-kafka-eos-inside', 'but effects outside Kafka happen twice', 'outsideRepeated'),
    ...some(
      'mq-delivery-table',
      'a queue acknowledged on delivery loses what was in hand',
      'queueOnDeliveryLost',
      crashes * pollRecords,
    ),
    ...never('mq-delivery-table', 'and does nothing twice', 'queueOnDeliveryRepeated'),
    ...never(
      'mq-delivery-table',
      'a queue acknowledged after the work loses nothing',
      'queueAfterLost',
    ),
    ...some(
      'q7-rabbit-exactly-once-worker',
      'and does again what was done and not acknowledged: at least once, not exactly once',
      'queueAfterRepeated',
    ),
  ],
  tells: ({ params, metrics }) => tellDelivery(params.crashes, metrics),
});

// Left out: a crash between the request of a commit and its arrival; coordinators that fail.
