import * as z from 'zod';
import { rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, type HasGroup, KafkaBuilder, lagOf } from './builder.ts';
import { aboutKafka, gauge, real, scenario, series, sometimes } from './kit.ts';
import { follow, seriesPlot } from './lag-plot.ts';
import { crash, restart, together } from './plans.ts';
import { keysInOrder, protocolInvariants, within } from './promises.ts';
import { checkMs, droppedUnread, keptIn } from './retention.ts';

const params = z.object({
  outageMinutes: real(2, 600, 60, 'how long no consumer is up'),
  retentionMinutes: real(1, 600, 30, 'retention.ms of the topic, in minutes'),
  inPerSecond: real(1, 100, 10, 'arrival rate of records'),
});

type Params = z.output<typeof params>;

const beforeMs = 60_000;
const backAtMs = ({ outageMinutes }: Params) => beforeMs + outageMinutes * 60_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/retention-race',
  asks: 'Consumers are down for longer than the log keeps its records. What do they miss?',
  claims: ['mq-downstream-down-tolerated', 'q7-rabbit-deletes-kafka-retains'],
  code: ['sims/kafka/broker/retention.ts#dropOld', 'sims/kafka/consumer/fetcher.ts#recover'],
  params,
  durationMs: (params) => backAtMs(params) + 180_000,
  plan: (params) => [
    ...together(beforeMs, crash, 'c1', 'c2'),
    ...together(backAtMs(params), restart, 'c1', 'c2'),
  ],
  metrics: {
    missed: gauge('records', 'that were dropped before the group could read them'),
    lagAtReturn: gauge('records', 'that the group was behind'),
    waiting: series('records', 'between the committed offset and the end', 30_000),
    kept: series('records', 'of these that the log still holds', 30_000),
  },
  build({ world, rules, params, metrics }) {
    const config = { 'log.retention.check.interval.ms': checkMs };
    const kafka = new KafkaBuilder(world, rules, { config });
    const topic = kafka.topic('orders', {
      partitions: 4,
      'retention.ms': params.retentionMinutes * 60_000,
    });
    const group = kafka.group('billing', [topic], {
      exempt: ['effects-once'],
      count: 2,
      work: { rows: 50 },
      recordMs: 2,
      config: { 'heartbeat.interval.ms': 10_000 },
    });
    const untilMs = backAtMs(params) + 170_000;
    const everyMs = 1000 / params.inPerSecond;
    kafka.load(topic, { everyMs, untilMs, tickMs: 5_000, config: { 'linger.ms': 1_000 } });
    follow(kafka.cluster, metrics.waiting, () => lagOf(group));
    follow(kafka.cluster, metrics.kept, () => keptIn(topic));
    world.at(backAtMs(params), () => metrics.lagAtReturn.set(lagOf(group)));
    world.at(untilMs, () => metrics.missed.set(group.effects.skipped));
    return { cluster: kafka.cluster, group };
  },
  invariants: [...protocolInvariants, keysInOrder],
  goals: (params) => [
    sometimes<HasGroup>(
      'back-in-time',
      'the group is at the end of the log again',
      (subject) =>
        subject.cluster.nowMs > backAtMs(params) + firstAssignmentMs && lagOf(subject.group) < 100,
    ),
  ],
  expect: (params) => [
    within('missed', 'missed-is-outage-less-retention', droppedUnread(params)).says(
      'records missed: those of the outage minus those that retention keeps, to within one retention check',
      'mq-downstream-down-tolerated',
    ),
  ],
  tells: ({ params, metrics }) =>
    `Consumers miss what retention deletes before they read it, here ${rounded(metrics.missed.value)} of ${rounded(metrics.lagAtReturn.value)} records that waited, so keep the log longer than the longest outage. The consumers were down for ${params.outageMinutes} minutes, ` +
    `and the log keeps ${params.retentionMinutes} minutes. ` +
    'A group whose lag in time grows to retention.ms loses records in the same way, more slowly.',
  plots: ({ metrics }) => [
    seriesPlot('what waits, and what is kept', 'records', {
      waiting: metrics.waiting,
      kept: metrics.kept,
    }),
  ],
});

// Left out: segments. Kafka drops whole files of records, so it keeps somewhat more than it must.
