/**
 * The results and the offsets are written in transactions. Two groups read the results: one only what is
 * committed (isolation.level=read_committed), the other everything.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import { abortedIsNotRead, effectsOnce, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import type { RecordId } from '../../sims/kafka/records.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, restart } from '../../src/world/fault.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inTurn,
  ms,
  records,
  startTeam,
} from './common.ts';

const params = z.object({
  crashes: z.int().min(5).max(20).default(6).describe('how often the consumer crashes'),
  recordMs: z.number().min(1).max(100).default(20).describe('time to process one record'),
});

type Params = z.output<typeof params>;

const everyMs = 12_000;
const endMs = ({ crashes }: Params) => firstAssignmentMs + crashes * everyMs + 12_000;

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
  readonly committed: Group;
  readonly everything: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/transactions',
  asks: 'A consumer writes its results to Kafka and crashes halfway. What does the next reader see?',
  claims: ['q12-kafka-eos-inside', 'mq-delivery-table'],
  params,
  durationMs: endMs,
  plan: ({ crashes }, random) => {
    const stream = random.stream('plan');
    return Array.from({ length: crashes }, (_, place) => {
      const atMs = firstAssignmentMs + 1_000 + place * everyMs + randomInteger(stream, 0, 2_000);
      return [
        { atMs, fault: crash('invoicing/c1') },
        { atMs: atMs + 300, fault: restart('invoicing/c1') },
      ];
    }).flat();
  },
  metrics: {
    committedRepeated: gauge('results', 'that a read-committed reader saw twice'),
    committedSeen: gauge('results', 'that it saw'),
    everythingRepeated: gauge('results', 'that a reader of everything saw twice'),
    outside: gauge('records', 'whose effect outside Kafka happened twice'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders');
    const output = createTopic(cluster, 'invoices');
    const sources = new Map<RecordId, RecordId>();
    const identityOf = (id: RecordId) => sources.get(id) ?? id;
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const count = Math.ceil((1.2 * endMs(params)) / params.recordMs);
    for (let sent = 0; sent < count; sent++) send(producer, drawKey());
    const group = createGroup(cluster, 'invoicing', [topic], { exempt: ['effects-once'] });
    startTeam(cluster, group, {
      count: 1,
      work: { commit: 'transaction', output, sources },
      recordMs: ms(params.recordMs),
      config: {
        'max.poll.records': 20,
        'session.timeout.ms': 6_000,
        'heartbeat.interval.ms': 2_000,
      },
    });
    const committed = createGroup(cluster, 'committed', [output], { identityOf });
    const everything = createGroup(cluster, 'everything', [output], {
      identityOf,
      exempt: ['effects-once', 'aborted-is-not-read', 'keys-in-order'],
    });
    for (const reader of [committed, everything]) {
      startTeam(cluster, reader, {
        count: 1,
        letter: 'r',
        work: { commit: 'batch', rows: 100 },
        recordMs: ms(0.1),
        config: { 'isolation.level': reader === committed ? 'read_committed' : 'read_uncommitted' },
      });
    }
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.committedRepeated.set(committed.effects.repeated);
        metrics.committedSeen.set(committed.effects.processed);
        metrics.everythingRepeated.set(everything.effects.repeated);
        metrics.outside.set(group.effects.repeated);
      },
      undefined,
    );
    return { cluster, group, committed, everything };
  },
  invariants: [...protocolInvariants, abortedIsNotRead, effectsOnce],
  goals: () => [
    sometimes<Subject>('aborted', 'a transaction is aborted', ({ cluster }) => {
      return (
        cluster.topics
          .get('invoices')
          ?.partitions.some(({ leader }) => (leader?.log.producers.aborted.length ?? 0) > 0) ===
        true
      );
    }),
    sometimes<Subject>('read', 'both readers have seen results', ({ committed, everything }) => {
      return committed.effects.processed > 0 && everything.effects.processed > 0;
    }),
  ],
  expect: () => [
    {
      id: 'committed-once',
      text: 'who reads only what is committed sees every result once',
      claim: 'mq-delivery-table',
      measured: ({ committedRepeated }) => committedRepeated.value,
      bound: { atMost: 0 },
    },
    {
      id: 'everything-twice',
      text: 'who reads everything sees some twice: those of the aborted transaction, and again',
      measured: ({ everythingRepeated }) => everythingRepeated.value,
      bound: { atLeast: 1 },
    },
    {
      id: 'outside-twice',
      text: 'and what the consumer did outside Kafka it did twice: exactly once ends where Kafka does',
      claim: 'q12-kafka-eos-inside',
      measured: ({ outside }) => outside.value,
      bound: { atLeast: 1 },
    },
  ],
  tells: ({ params, metrics }) =>
    `After ${params.crashes} crashes in the middle of a transaction a read-committed reader had seen ${metrics.committedSeen.value} results, ` +
    `${records(metrics.committedRepeated.value ?? 0)} of them twice; a reader of everything ${records(metrics.everythingRepeated.value ?? 0)}. Effects outside Kafka happened twice for ` +
    `${records(metrics.outside.value ?? 0)}.`,
});

// Left out: the transaction coordinator’s own log, and a crash of it between the markers.
