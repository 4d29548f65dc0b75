/**
 * Two producers with five requests in flight send the same; one of them numbers its records
 * (enable.idempotence).
 */
import { z } from 'zod';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import {
  acknowledgedIsKept,
  appendedOnceInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Producer } from '../../sims/kafka/model.ts';
import { loseRequests } from '../../sims/kafka/operations.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer, unsettled } from '../../sims/kafka/producer/producer.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutKafka, balancedKeys, clusterOf, inTurn, ms, records, whole } from './common.ts';

const params = z.object({
  loss: z
    .number()
    .min(0.01)
    .max(0.5)
    .default(0.05)
    .describe('probability that a request is lost, and that an answer is'),
  ratePerSecond: z
    .number()
    .min(50)
    .max(2_000)
    .default(200)
    .describe('records that come in for each producer'),
  inFlight: z.int().min(1).max(5).default(5).describe('max.in.flight.requests.per.connection'),
});

const loadMs = 20_000;
const endMs = loadMs + 30_000;

interface Subject {
  readonly cluster: Cluster;
  readonly plain: Topic;
  readonly numbered: Topic;
  readonly producers: readonly Producer[];
}

/** Of a log: how many records stand in it again, and how many after a later one of their producer. */
function faultsIn({ cluster }: Subject, { partitions }: Topic): { again: number; late: number } {
  let again = 0;
  let late = 0;
  for (const { leader } of partitions) {
    const seen = new Set<number>();
    let highest = -1;
    for (const id of leader?.log.ids ?? []) {
      const sequence = cluster.records.sequence[id] as number;
      if (seen.has(sequence)) again += 1;
      else if (sequence < highest) late += 1;
      seen.add(sequence);
      highest = Math.max(highest, sequence);
    }
  }
  return { again, late };
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/retries-reorder',
  asks: 'Requests of a producer, and answers to it, get lost. What does trying again do to the log?',
  claims: ['qf-at-least-once-dups', 'qf-exactly-once-dedup'],
  params,
  durationMs: () => endMs,
  plan: ({ loss }) => [
    ...loseRequests(loss).map((fault) => ({ atMs: 0, fault })),
    ...loseRequests(0).map((fault) => ({ atMs: loadMs, fault })),
  ],
  metrics: {
    plainAgain: gauge('records', 'that stand in the log again, without numbers'),
    plainLate: gauge('records', 'that stand behind a later one, without numbers'),
    numberedAgain: gauge('records', 'that stand in the log again, with numbers'),
    numberedLate: gauge('records', 'that stand behind a later one, with numbers'),
    retries: gauge('tries', 'again, of both producers'),
    failed: gauge('records', 'that were given up'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const plain = createTopic(cluster, 'plain', {}, { exempt: ['appended-once-in-order'] });
    const numbered = createTopic(cluster, 'numbered');
    const producers = [plain, numbered].map((topic): Producer => {
      const producer = newProducer(cluster, topic, `producer-${topic.name}`, {
        'enable.idempotence': topic === numbered,
        'max.in.flight.requests.per.connection': params.inFlight,
        'request.timeout.ms': 500,
        'linger.ms': 20,
      });
      const drawKey = inTurn(balancedKeys(cluster, topic, topic.name));
      world.spawn(
        load(producer, { everyMs: ms(1000 / params.ratePerSecond), drawKey, untilMs: loadMs }),
      );
      return producer;
    });
    const subject = { cluster, plain, numbered, producers };
    world.kernel.schedule(
      endMs - 1,
      () => {
        const [without, withNumbers] = [faultsIn(subject, plain), faultsIn(subject, numbered)];
        metrics.plainAgain.set(without.again);
        metrics.plainLate.set(without.late);
        metrics.numberedAgain.set(withNumbers.again);
        metrics.numberedLate.set(withNumbers.late);
        metrics.retries.set(producers.reduce((sum, { counts }) => sum + counts.retries, 0));
        metrics.failed.set(producers.reduce((sum, { counts }) => sum + counts.failed, 0));
      },
      undefined,
    );
    return subject;
  },
  invariants: [...protocolInvariants, appendedOnceInOrder, acknowledgedIsKept],
  goals: () => [
    sometimes<Subject>('tries-again', 'both producers try again', ({ producers }) =>
      producers.every(({ counts }) => counts.retries > 0),
    ),
    eventually<Subject>(
      'all-acknowledged',
      'in the end everything is acknowledged',
      0,
      ({ cluster, producers }) =>
        cluster.nowMs > loadMs &&
        producers.every((producer) => unsettled(producer) === 0 && producer.counts.failed === 0),
    ),
  ],
  expect: ({ inFlight }) => [
    {
      id: 'plain-writes-again',
      text: 'without numbers a batch whose answer is lost is written twice',
      claim: 'qf-at-least-once-dups',
      measured: ({ plainAgain }) => plainAgain.value,
      bound: { atLeast: 1 },
    },
    ...(inFlight > 1
      ? [
          {
            id: 'plain-reorders',
            text: 'and a batch that is lost on its way is overtaken by those in flight behind it',
            measured: ({ plainLate }: { plainLate: { value: number | undefined } }) =>
              plainLate.value,
            bound: { atLeast: 1 },
          },
        ]
      : []),
    {
      id: 'numbered-once',
      text: 'with numbers the broker recognises what it has',
      claim: 'qf-exactly-once-dedup',
      measured: ({ numberedAgain }) => numberedAgain.value,
      bound: { atMost: 0 },
    },
    {
      id: 'numbered-in-order',
      text: 'and refuses what comes before its turn',
      measured: ({ numberedLate }) => numberedLate.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) =>
    `${(100 * params.loss).toFixed(0)}% of requests and of answers were lost, and producers tried again ${whole(metrics.retries.value)} times. Without numbers ` +
    `${records(metrics.plainAgain.value ?? 0)} were written again, and ${records(metrics.plainLate.value ?? 0)} out of order; with numbers ` +
    `${records(metrics.numberedAgain.value ?? 0)} and ${records(metrics.numberedLate.value ?? 0)}.`,
});

// Left out: a producer that restarts. Numbers are good for one life of a producer; beyond that it takes a
// transactional.id.
