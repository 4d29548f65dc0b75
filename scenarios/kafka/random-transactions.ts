/**
 * Two consumers turn orders into invoices in transactions, on three brokers. First safety: everything
 * that a cluster suffers, at random. Then liveness: all is up again, and a read_committed reader must
 * have seen the invoice of every order.
 */
import { z } from 'zod';
import { lastStableOffset } from '../../sims/kafka/broker/partition.ts';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  acknowledgedIsKept,
  appendedOnceInOrder,
  committedIsProcessed,
  effectsOnce,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group, Producer } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer, unsettled } from '../../sims/kafka/producer/producer.ts';
import { addKeys, type RecordId } from '../../sims/kafka/records.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutKafka, atRandom, clusterOf, ms, startTeam, whole } from './common.ts';
import { stormBrokers, stormPlan } from './storm.ts';

const params = z.object({
  steps: z.int().min(0).max(500).default(40).describe('how many things happen at random'),
  stormMs: z.number().min(10_000).max(600_000).default(60_000).describe('for how long'),
});

type Params = z.output<typeof params>;

const calmMs = 60_000;
const endMs = ({ stormMs }: Params) => stormMs + calmMs;
const consumers = ['invoicing/c1', 'invoicing/c2'];

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
  readonly committed: Group;
  readonly shop: Producer;
}

const abortedIn = ({ topics }: Cluster): number =>
  (topics.get('invoices')?.partitions ?? []).reduce(
    (sum, { leader }) => sum + (leader?.log.producers.aborted.length ?? 0),
    0,
  );

export default scenario({
  ...aboutKafka,
  id: 'kafka/random-transactions',
  asks: 'Brokers and transactional consumers crash and pause at random. Does every result count exactly once?',
  claims: ['q12-kafka-eos-inside'],
  params,
  durationMs: endMs,
  plan: ({ steps, stormMs }, random) =>
    stormPlan(random.stream('plan'), { steps, untilMs: stormMs, consumers }),
  metrics: {
    orders: gauge('records', 'that were sent'),
    seen: gauge('invoices', 'that a read_committed reader saw'),
    aborted: gauge('transactions', 'that were aborted, as the leaders of the invoices know'),
    outside: gauge('records', 'whose effect outside Kafka happened more than once'),
    elections: gauge('epochs', 'of leaders, of all partitions'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf(
      { world, rules },
      {
        brokers: stormBrokers.length,
        config: {
          'replica.lag.time.max.ms': 5_000,
          'broker.session.timeout.ms': 3_000,
          'transaction.timeout.ms': 5_000,
        },
      },
    );
    const replicated = { partitions: 2, 'replication.factor': 3, 'min.insync.replicas': 2 };
    const orders = createTopic(cluster, 'orders', replicated);
    const invoices = createTopic(cluster, 'invoices', replicated);
    const shop = newProducer(cluster, orders, 'shop', {
      'linger.ms': 20,
      'request.timeout.ms': 2_000,
      'delivery.timeout.ms': endMs(params),
    });
    const drawKey = atRandom(cluster, 'shop', addKeys(cluster.records, 'order', 50));
    world.spawn(load(shop, { everyMs: ms(40), drawKey, untilMs: params.stormMs, tickMs: 40 }));
    const sources = new Map<RecordId, RecordId>();
    const config = {
      'session.timeout.ms': 6_000,
      'heartbeat.interval.ms': 2_000,
      'max.poll.interval.ms': 10_000,
      'max.poll.records': 20,
    };
    const group = createGroup(cluster, 'invoicing', [orders], {
      exempt: ['effects-once', 'keys-in-order', 'members-have-work'],
    });
    startTeam(cluster, group, {
      count: consumers.length,
      work: { commit: 'transaction', output: invoices, sources },
      recordMs: ms(15),
      config,
    });
    const committed = createGroup(cluster, 'committed', [invoices], {
      identityOf: (id) => sources.get(id) ?? id,
    });
    startTeam(cluster, committed, {
      count: 1,
      letter: 'r',
      work: { commit: 'batch' },
      recordMs: ms(0.1),
      config: { 'isolation.level': 'read_committed' },
    });
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.orders.set(shop.counts.sent);
        metrics.seen.set(committed.effects.processed);
        metrics.aborted.set(abortedIn(cluster));
        metrics.outside.set(group.effects.repeated);
        const partitions = [...orders.partitions, ...invoices.partitions];
        metrics.elections.set(partitions.reduce((sum, { epoch }) => sum + epoch, 0));
      },
      undefined,
    );
    return { cluster, group, committed, shop };
  },
  invariants: [
    ...protocolInvariants,
    acknowledgedIsKept,
    appendedOnceInOrder,
    committedIsProcessed,
    effectsOnce,
    keysInOrder,
  ],
  goals: () => [
    sometimes<Subject>(
      'committed',
      'a transaction is committed',
      ({ committed }) => committed.effects.processed > 0,
    ),
    eventually<Subject>(
      'all-seen',
      'in the end a read_committed reader has seen the invoice of every order',
      0,
      ({ committed, shop }) =>
        unsettled(shop) === 0 && committed.effects.processed === shop.counts.sent,
    ),
    eventually<Subject>(
      'all-stable',
      'in the end no open transaction holds back a last stable offset',
      0,
      ({ cluster, group }) =>
        lagOf(group) === 0 &&
        (cluster.topics.get('invoices')?.partitions ?? []).every(
          (partition) =>
            partition.leader !== undefined &&
            lastStableOffset(partition.leader) === partition.leader.highWatermark,
        ),
    ),
  ],
  expect: () => [
    {
      id: 'each-once',
      text: 'a read_committed reader sees one invoice for each order',
      claim: 'q12-kafka-eos-inside',
      measured: ({ seen, orders }) => (seen.value ?? 0) - (orders.value ?? 0),
      bound: { atLeast: 0, atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) =>
    `A read_committed reader saw ${whole(metrics.seen.value)} invoices for ${whole(metrics.orders.value)} orders: each exactly once. ` +
    `${params.steps} things had happened at random to three brokers and two transactional consumers: leaders changed ` +
    `${whole(metrics.elections.value)} times, ${whole(metrics.aborted.value)} transactions were aborted, and effects outside Kafka happened again for ${whole(metrics.outside.value)} records.`,
});

// Left out: the log of the transaction coordinator itself, and brokers that lose their disks.
