/**
 * The old leader first drops what its successor does not have, the aborted records as well as the entry
 * in its index that says which offsets to hide. By now these offsets hold committed results.
 */

import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import {
  acknowledgedIsKept,
  effectsOnce,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import type { RecordId } from '../../sims/kafka/records.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, hold, release, restart } from '../../src/world/fault.ts';
import { aboutKafka, balancedKeys, clusterOf, inTurn, ms, startTeam } from './common.ts';

const params = z.object({
  recordMs: z.number().min(5).max(40).default(20).describe('time to process one record'),
  pollRecords: z.int().min(5).max(50).default(20).describe('records of one transaction'),
});

const holdAtMs = 10_000;
const crashAtMs = 13_000;
const backAtMs = 22_000;
const againAtMs = 30_000;
const lateAtMs = 36_000;
const endMs = 60_000;

interface Subject {
  readonly cluster: Cluster;
  readonly early: Group;
  readonly late: Group;
}

const invoicesOf = ({ cluster }: Subject) => cluster.topics.get('invoices')?.partitions[0];

export default scenario({
  ...aboutKafka,
  id: 'kafka/old-leader-returns',
  asks: 'A leader dies with an aborted transaction that no follower has, and leads again. What does a late reader see?',
  claims: [],
  params,
  durationMs: () => endMs,
  plan: () => [
    { atMs: holdAtMs, fault: hold('b2', 'broker') },
    { atMs: holdAtMs, fault: hold('b3', 'broker') },
    { atMs: crashAtMs - 2_000, fault: crash('invoicing/c1') },
    { atMs: crashAtMs - 1_000, fault: restart('invoicing/c1') },
    { atMs: crashAtMs, fault: crash('b1') },
    { atMs: crashAtMs + 100, fault: release('b2', 'broker') },
    { atMs: crashAtMs + 100, fault: release('b3', 'broker') },
    { atMs: backAtMs, fault: restart('b1') },
    { atMs: againAtMs, fault: crash('b2') },
    { atMs: lateAtMs, fault: restart('late/r1') },
  ],
  metrics: {
    early: gauge('results', 'that a read_committed reader saw that was there all the time'),
    late: gauge('results', 'that one saw that started when the old leader led again'),
    truncated: gauge('records', 'that the old leader dropped'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf(
      { world, rules },
      { brokers: 3, config: { 'broker.session.timeout.ms': 3_000 } },
    );
    const replicated = { 'replication.factor': 3, 'min.insync.replicas': 2 };
    const orders = createTopic(cluster, 'orders', replicated);
    const invoices = createTopic(cluster, 'invoices', replicated);
    const sources = new Map<RecordId, RecordId>();
    const shop = newProducer(cluster, orders, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, orders));
    // As many as are processed by the time the late reader starts, and not many more.
    for (let sent = 0; sent < (lateAtMs * 0.6) / params.recordMs; sent++) send(shop, drawKey());
    const group = createGroup(cluster, 'invoicing', [orders], { exempt: ['effects-once'] });
    startTeam(cluster, group, {
      count: 1,
      work: { commit: 'transaction', output: invoices, sources },
      recordMs: ms(params.recordMs),
      config: {
        'max.poll.records': params.pollRecords,
        'session.timeout.ms': 6_000,
        'heartbeat.interval.ms': 2_000,
      },
    });
    const readers = (['early', 'late'] as const).map((name) => {
      const reader = createGroup(cluster, name, [invoices], {
        identityOf: (id) => sources.get(id) ?? id,
      });
      startTeam(cluster, reader, {
        count: 1,
        letter: 'r',
        work: { commit: 'batch', rows: 100 },
        recordMs: ms(0.1),
        config: { 'isolation.level': 'read_committed' },
        startsAtMs: () => (name === 'early' ? 0 : Infinity),
      });
      return reader;
    });
    const [early, late] = readers as [Group, Group];
    kafkaNotes.listen(world.trace, 'truncates', ({ records }, by) => {
      if (by === 'b1') metrics.truncated.set((metrics.truncated.value ?? 0) + records);
    });
    world.kernel.schedule(
      endMs - 1,
      () => {
        metrics.early.set(early.effects.processed);
        metrics.late.set(late.effects.processed);
      },
      undefined,
    );
    return { cluster, early, late };
  },
  invariants: [...protocolInvariants, acknowledgedIsKept, effectsOnce],
  goals: () => [
    sometimes<Subject>(
      'aborted-alone',
      'the old leader alone holds an aborted transaction',
      (subject) => {
        const replicas = invoicesOf(subject)?.replicas ?? [];
        const [first, ...others] = replicas.map(({ log }) => log.producers.aborted.length);
        return (first ?? 0) > 0 && others.every((count) => count === 0);
      },
    ),
    sometimes<Subject>('leads-again', 'the old leader leads again', (subject) => {
      const partition = invoicesOf(subject);
      return (
        partition !== undefined && partition.epoch > 1 && partition.leader?.broker.name === 'b1'
      );
    }),
  ],
  expect: () => [
    {
      id: 'late-sees-the-same',
      text: 'the late reader sees every result that the early one saw',
      measured: ({ early, late }) => (late.value ?? 0) - (early.value ?? 0),
      bound: { atLeast: 0, atMost: 0 },
    },
    {
      id: 'something-dropped',
      text: 'the old leader dropped the aborted transaction: its records and the marker',
      measured: ({ truncated }) => truncated.value,
      bound: { atLeast: 2 },
    },
  ],
  tells: ({ metrics }) =>
    `The old leader dropped ${metrics.truncated.value} records that its successor did not have, an aborted transaction with its marker. ` +
    `When it led again, a late read_committed reader saw ${metrics.late.value} results, as many as the early one (${metrics.early.value}).`,
});

// Left out: the same with an unclean election, where committed records are lost as well.
