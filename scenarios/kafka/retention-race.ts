import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import { keysInOrder, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, restart } from '../../src/world/fault.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inTurn,
  ms,
  startTeam,
  whole,
} from './common.ts';
import { follow, seriesPlot } from './lag-plot.ts';

const params = z.object({
  outageMinutes: z.number().min(2).max(600).default(60).describe('how long no consumer runs'),
  retentionMinutes: z
    .number()
    .min(1)
    .max(600)
    .default(30)
    .describe('retention.ms of the topic, in minutes'),
  inPerSecond: z.number().min(1).max(100).default(10).describe('records that come in'),
});

type Params = z.output<typeof params>;

/** log.retention.check.interval.ms: how often the broker looks. */
const checkMs = 300_000;
const beforeMs = 60_000;
const backAtMs = ({ outageMinutes }: Params) => beforeMs + outageMinutes * 60_000;

/** What is older than retention.ms when the consumers are back, less what no check has dropped yet. */
function missed(params: Params): { atLeast: number; atMost: number } {
  const { outageMinutes, retentionMinutes, inPerSecond } = params;
  const olderMs = (outageMinutes - retentionMinutes) * 60_000 + firstAssignmentMs;
  // What was polled last and not committed belongs to it too; records arrive in lots of five seconds.
  const blur = inPerSecond * 12 + 8;
  return {
    atLeast: Math.max(0, ((olderMs - firstAssignmentMs - checkMs) * inPerSecond) / 1000 - blur),
    atMost: Math.max(0, (olderMs * inPerSecond) / 1000 + blur),
  };
}

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/retention-race',
  asks: 'Consumers are down for longer than the log keeps its records. What do they miss?',
  claims: ['mq-downstream-down-tolerated', 'q7-rabbit-deletes-kafka-retains'],
  params,
  durationMs: (params) => backAtMs(params) + 180_000,
  plan: (params) => [
    ...['c1', 'c2'].map((consumer) => ({
      atMs: beforeMs,
      fault: crash(consumer),
    })),
    ...['c1', 'c2'].map((consumer) => ({
      atMs: backAtMs(params),
      fault: restart(consumer),
    })),
  ],
  metrics: {
    missed: gauge('records', 'that were dropped before the group could read them'),
    lagAtReturn: gauge('records', 'that the group was behind'),
    waiting: series('records', 'between the committed offset and the end', 30_000),
    kept: series('records', 'that the log still holds of them', 30_000),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf(
      { world, rules },
      { config: { 'log.retention.check.interval.ms': checkMs } },
    );
    const topic = createTopic(cluster, 'orders', {
      partitions: 4,
      'retention.ms': params.retentionMinutes * 60_000,
    });
    const group = createGroup(cluster, 'billing', [topic], { exempt: ['effects-once'] });
    startTeam(cluster, group, {
      count: 2,
      work: { commit: 'batch', rows: 50 },
      recordMs: ms(2),
      config: { 'heartbeat.interval.ms': 10_000 },
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 1_000 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const everyMs = ms(1000 / params.inPerSecond);
    world.spawn(
      load(producer, { everyMs, drawKey, untilMs: backAtMs(params) + 170_000, tickMs: 5_000 }),
    );
    follow(cluster, metrics.waiting, () => lagOf(group));
    follow(cluster, metrics.kept, () => {
      return topic.partitions.reduce((sum, { leader }) => {
        const { startOffset = 0, ids = [], baseOffset = 0 } = leader?.log ?? {};
        return sum + baseOffset + ids.length - startOffset;
      }, 0);
    });
    world.kernel.schedule(backAtMs(params), () => metrics.lagAtReturn.set(lagOf(group)), undefined);
    world.kernel.schedule(
      backAtMs(params) + 170_000,
      () => metrics.missed.set(group.effects.skipped),
      undefined,
    );
    return { cluster, group };
  },
  invariants: [...protocolInvariants, keysInOrder],
  goals: (params) => [
    sometimes<Subject>(
      'back-in-time',
      'the group is at the end of the log again',
      ({ cluster, group }) => {
        return cluster.nowMs > backAtMs(params) + firstAssignmentMs && lagOf(group) < 100;
      },
    ),
  ],
  expect: (params) => [
    {
      id: 'missed-is-outage-less-retention',
      text: 'missed is what came in during the outage less what retention keeps, to a check of the broker',
      claim: 'mq-downstream-down-tolerated',
      measured: ({ missed }) => missed.value,
      bound: missed(params),
    },
  ],
  tells: ({ params, metrics }) =>
    `The consumers were away for ${params.outageMinutes} minutes, and the log keeps ${params.retentionMinutes}. Of ` +
    `${whole(metrics.lagAtReturn.value)} records that waited for them ${whole(metrics.missed.value)} were dropped unread. ` +
    `The same happens, more slowly, to a group whose time lag grows to retention.ms.`,
  plots: ({ metrics }) => [
    seriesPlot('what waits, and what is kept', 'records', {
      waiting: metrics.waiting,
      kept: metrics.kept,
    }),
  ],
});

// Left out: segments. Kafka drops whole files of records, so it keeps somewhat more than it has to.
