/**
 * The old leader first drops what its successor does not have: the aborted records, and the index
 * entry that says which offsets to hide. By now these offsets hold committed results.
 */

import * as z from 'zod';
import type { Group, HasCluster } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import { KafkaBuilder, replicated, shortSession } from './builder.ts';
import { invoiceReader, invoicing } from './invoicing.ts';
import { aboutKafka, gauge, real, scenario, sometimes, whole } from './kit.ts';
import { crash, holdReplication, releaseReplication, restart, together } from './plans.ts';
import {
  acknowledgedIsKept,
  difference,
  effectsOnce,
  exactly,
  protocolInvariants,
  within,
} from './promises.ts';

const params = z.object({
  recordMs: real(5, 40, 20, 'time to process one record'),
  pollRecords: whole(5, 50, 20, 'records of one transaction'),
});

const holdAtMs = 10_000;
const crashAtMs = 13_000;
const backAtMs = 22_000;
const againAtMs = 30_000;
const lateAtMs = 36_000;
const endMs = 60_000;

const invoicesOf = ({ cluster }: HasCluster) => cluster.topics.get('invoices')?.partitions[0];

export default scenario({
  ...aboutKafka,
  id: 'kafka/old-leader-returns',
  asks: 'A leader crashes with an aborted transaction that no follower has, and later leads again. What does a late reader see?',
  claims: [],
  code: [
    'sims/kafka/replication/replication.ts#dropWhatNeverWas',
    'sims/kafka/broker/log.ts#divergence',
    'sims/kafka/broker/producer-state.ts#truncateAborted',
  ],
  params,
  durationMs: () => endMs,
  plan: () => [
    ...together(holdAtMs, holdReplication, 'b2', 'b3'),
    { atMs: crashAtMs - 2_000, fault: crash('invoicing/c1') },
    { atMs: crashAtMs - 1_000, fault: restart('invoicing/c1') },
    { atMs: crashAtMs, fault: crash('b1') },
    ...together(crashAtMs + 100, releaseReplication, 'b2', 'b3'),
    { atMs: backAtMs, fault: restart('b1') },
    { atMs: againAtMs, fault: crash('b2') },
    { atMs: lateAtMs, fault: restart('late/r1') },
  ],
  metrics: {
    early: gauge('results', 'that a read_committed reader saw that was up all the time'),
    late: gauge('results', 'that a reader saw that started when the old leader led again'),
    truncated: gauge('records', 'that the old leader dropped'),
  },
  build({ world, rules, params, metrics }) {
    const config = { 'broker.session.timeout.ms': 3_000 };
    const kafka = new KafkaBuilder(world, rules, { brokers: 3, config });
    const orders = kafka.topic('orders', replicated);
    const invoices = kafka.topic('invoices', replicated);
    // About as many as are processed by the time the late reader starts.
    kafka.backlog(orders, (lateAtMs * 0.6) / params.recordMs);
    const { sources } = invoicing(kafka, orders, invoices, {
      recordMs: params.recordMs,
      config: { ...shortSession, 'max.poll.records': params.pollRecords },
    });
    const [early, late] = (['early', 'late'] as const).map((name) =>
      invoiceReader(kafka, name, invoices, sources, {
        work: { rows: 100 },
        startsAtMs: () => (name === 'early' ? 0 : Infinity),
      }),
    ) as [Group, Group];
    kafkaNotes.listen(world.trace, 'truncates', ({ records }, by) => {
      if (by === 'b1') metrics.truncated.set((metrics.truncated.value ?? 0) + records);
    });
    world.at(endMs - 1, () => {
      metrics.early.set(early.effects.processed);
      metrics.late.set(late.effects.processed);
    });
    return { cluster: kafka.cluster };
  },
  invariants: [...protocolInvariants, acknowledgedIsKept, effectsOnce],
  goals: () => [
    sometimes<HasCluster>(
      'aborted-alone',
      'the old leader alone holds an aborted transaction',
      (subject) => {
        const replicas = invoicesOf(subject)?.replicas ?? [];
        const [first = 0, ...others] = replicas.map(({ log }) => log.producers.aborted.length);
        return first > 0 && others.every((count) => count === 0);
      },
    ),
    sometimes<HasCluster>('leads-again', 'the old leader leads again', (subject) => {
      const { epoch = 0, leader } = invoicesOf(subject) ?? {};
      return epoch > 1 && leader?.broker.name === 'b1';
    }),
  ],
  expect: () => [
    exactly(0, difference('late', 'early'), 'late-sees-the-same').says(
      'results that the late reader saw, less those that the early one saw',
    ),
    within('truncated', 'something-dropped', { atLeast: 2 }).says(
      'records that the old leader dropped when it came back: those of the aborted transaction and its marker, at least',
    ),
  ],
  tells: ({ metrics }) =>
    `Every committed result and nothing else: a late read_committed reader saw ${counted(metrics.late.value ?? 0, 'result')}, the early one ${rounded(metrics.early.value)}. ` +
    `A replica that comes back first truncates its log to where it agrees with the leader’s: the old leader dropped ${counted(metrics.truncated.value ?? 0, 'record')} that its successor did not have, an aborted transaction with its marker. ` +
    'It must drop its index of aborted transactions from there on too, or it would hide committed records at the same offsets.',
});

// Left out: the same with an unclean election, where committed records are lost as well.
