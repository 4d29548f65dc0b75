/**
 * Two producers with five requests in flight send the same records; one of them numbers its records
 * (enable.idempotence).
 */

import { sum } from 'd3-array';
import * as z from 'zod';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import type { Cluster, HasCluster } from '../../sims/kafka/model.ts';
import { loseRequests } from '../../sims/kafka/operations.ts';
import { must } from '../../src/kernel/must.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import { KafkaBuilder } from './builder.ts';
import { aboutKafka, gauge, real, scenario, sometimes, whole } from './kit.ts';
import {
  acknowledgedIsKept,
  allAcknowledged,
  appendedOnceInOrder,
  none,
  protocolInvariants,
  some,
} from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  loss: real(0.01, 0.5, 0.05, 'probability that a request is lost, and that an answer is lost'),
  ratePerSecond: real(50, 2_000, 200, 'arrival rate of records for each producer'),
  inFlight: whole(1, 5, 5, 'max.in.flight.requests.per.connection'),
});

const loadMs = 20_000;
const endMs = loadMs + 30_000;

/**
 * Of a log: how many records are in it again, and how many come after a later one of their
 * producer.
 */
function faultsIn(cluster: Cluster, { partitions }: Topic) {
  let again = 0;
  let late = 0;
  for (const { leader } of partitions) {
    const seen = new Set<number>();
    let highest = -1;
    for (const id of leader?.log.ids ?? []) {
      const sequence = must(cluster.records.sequence[id], 'sequence number of the record');
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
  asks: 'A producer’s requests, and the answers to them, get lost. What do retries do to the log?',
  claims: ['qf-at-least-once-dups', 'qf-exactly-once-dedup'],
  code: ['sims/kafka/broker/partition.ts#write', 'sims/kafka/producer/producer.ts#sendBatches'],
  params,
  durationMs: () => endMs,
  plan: ({ loss }) => [
    ...loseRequests(loss).map((fault) => ({ atMs: 0, fault })),
    ...loseRequests(0).map((fault) => ({ atMs: loadMs, fault })),
  ],
  metrics: {
    plainAgain: gauge('records', 'that are in the log again, without numbers'),
    plainLate: gauge('records', 'that come after a later one, without numbers'),
    numberedAgain: gauge('records', 'that are in the log again, with numbers'),
    numberedLate: gauge('records', 'that come after a later one, with numbers'),
    retries: gauge('tries', 'again, by both producers'),
    failed: gauge('records', 'that were given up'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const plain = kafka.topic('plain', {}, { exempt: ['appended-once-in-order'] });
    const numbered = kafka.topic('numbered');
    const producers = [plain, numbered].map((topic) =>
      kafka.load(topic, {
        name: `producer-${topic.name}`,
        everyMs: 1000 / params.ratePerSecond,
        untilMs: loadMs,
        config: {
          'enable.idempotence': topic === numbered,
          'max.in.flight.requests.per.connection': params.inFlight,
          'request.timeout.ms': 500,
          'linger.ms': 20,
        },
      }),
    );
    world.at(endMs - 1, () => {
      const [without, withNumbers] = [faultsIn(cluster, plain), faultsIn(cluster, numbered)];
      metrics.plainAgain.set(without.again);
      metrics.plainLate.set(without.late);
      metrics.numberedAgain.set(withNumbers.again);
      metrics.numberedLate.set(withNumbers.late);
      metrics.retries.set(sum(producers, ({ counts }) => counts.retries));
      metrics.failed.set(sum(producers, ({ counts }) => counts.failed));
    });
    return { cluster };
  },
  invariants: [...protocolInvariants, appendedOnceInOrder, acknowledgedIsKept],
  goals: () => [
    sometimes<HasCluster>('tries-again', 'both producers retry', ({ cluster }) =>
      cluster.producers.every(({ counts }) => counts.retries > 0),
    ),
    allAcknowledged('all-acknowledged', 'in the end every record is acknowledged', loadMs),
  ],
  expect: ({ inFlight }) => [
    some('plainAgain', 'plain-writes-again').says(
      'records written twice by producers that are not idempotent: the answer was lost',
      'qf-at-least-once-dups',
    ),
    inFlight > 1
      ? some('plainLate', 'plain-reorders').says(
          'records written after a later one by producers that are not idempotent: the request was lost',
        )
      : none('plainLate', 'plain-keeps-order').says(
          'records written after a later one by producers that are not idempotent, with one request in flight at a time',
        ),
    none('numberedAgain', 'numbered-once').says(
      'records written twice by idempotent producers',
      'qf-exactly-once-dedup',
    ),
    none('numberedLate', 'numbered-in-order').says(
      'records written after a later one by idempotent producers',
    ),
  ],
  tells: ({ params, metrics }) =>
    'A retry writes a batch twice if only the answer was lost, and behind later batches if the request was, unless the producer is idempotent (enable.idempotence): it numbers its records, and the broker drops what it has and refuses what comes out of turn. ' +
    `Without numbers ${records(metrics.plainAgain.value)} came again and ${records(metrics.plainLate.value)} out of order, with them ${rounded(metrics.numberedAgain.value)} and ${rounded(metrics.numberedLate.value)}. ` +
    `${(100 * params.loss).toFixed(0)}% of requests and of answers were lost, and the producers made ${counted(metrics.retries.value ?? 0, 'retry', 'retries')}.`,
});

// Left out: a producer that restarts. Numbers are valid for one life of a producer; beyond that it
// takes a transactional.id.
