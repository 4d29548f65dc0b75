/**
 * It starts as many as the load asks for, and then one for each partition at most: the rule
 * `no-more-members-than-partitions`.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { membersFor } from '../../sims/kafka/consumer/tuning.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import { membersHaveWork, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inTurn,
  ms,
  partitionsParam,
  startTeam,
  whole,
} from './common.ts';
import { followLag, lagPlot } from './lag-plot.ts';

const params = z.object({
  partitions: partitionsParam(12),
  ratePerSecond: z.number().positive().max(10_000).default(200).describe('records that come in'),
  recordMs: z.number().positive().max(1_000).default(100).describe('time to process one record'),
  goesOnMs: z
    .number()
    .min(10_000)
    .max(600_000)
    .default(60_000)
    .describe('how long it goes on, in ms'),
});

type Params = z.output<typeof params>;

/** As many as it takes to process what comes in. */
const wanted = ({ ratePerSecond, recordMs }: Params) =>
  Math.ceil((ratePerSecond * recordMs) / 1000);

/** What the partitions allow: each has one reader. */
const capacityPerSecond = (params: Params) =>
  Math.min(wanted(params), params.partitions) * (1000 / params.recordMs);

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/scale-out',
  asks: 'More comes in than a group works off. How many consumers should an autoscaler start?',
  claims: ['mq-consumers-capped-by-partitions', 'q7-adding-consumers-beyond-p'],
  params,
  durationMs: ({ goesOnMs }) => firstAssignmentMs + goesOnMs,
  metrics: {
    members: gauge('consumers', 'that the autoscaler started'),
    grewPerSecond: gauge('records/s', 'by which the lag grew'),
    lag: series('records', 'of the group', 1_000),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: params.partitions });
    const group = createGroup(cluster, 'billing', [topic]);
    const count = membersFor(rules, wanted(params), params.partitions);
    metrics.members.set(count);
    startTeam(cluster, group, {
      count,
      work: { commit: 'batch' },
      recordMs: ms(params.recordMs),
      config: { 'max.poll.records': 10 },
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 500 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const untilMs = firstAssignmentMs + params.goesOnMs;
    world.spawn(
      load(producer, { everyMs: ms(1000 / params.ratePerSecond), drawKey, untilMs, tickMs: 250 }),
    );
    followLag(cluster, group, metrics.lag);
    const before = { lag: 0 };
    world.kernel.schedule(
      firstAssignmentMs + params.goesOnMs / 2,
      () => {
        before.lag = lagOf(group);
      },
      undefined,
    );
    world.kernel.schedule(
      untilMs,
      () => {
        metrics.grewPerSecond.set((lagOf(group) - before.lag) / (params.goesOnMs / 2000));
      },
      undefined,
    );
    return { cluster, group };
  },
  invariants: [...protocolInvariants, membersHaveWork],
  goals: () => [
    sometimes<Subject>(
      'works',
      'the group has read something',
      ({ group }) => group.effects.processed > 0,
    ),
  ],
  expect: (params) => {
    const growth = Math.max(0, params.ratePerSecond - capacityPerSecond(params));
    // Each partition is seen a poll's worth of records off at both ends of the second half.
    const blur = (2 * 11 * params.partitions) / (params.goesOnMs / 2000);
    return [
      {
        id: 'lag-grows-by-what-is-missing',
        text: 'the lag grows by what comes in less what partitions / record time allows, however many consumers are wanted',
        claim: 'q7-adding-consumers-beyond-p',
        measured: ({ grewPerSecond }) => grewPerSecond.value,
        bound: { atLeast: growth - blur, atMost: growth + 0.1 * params.ratePerSecond + blur },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `${whole(params.ratePerSecond)} records a second at ${params.recordMs} ms each keep ${wanted(params)} consumers busy, but ` +
    `${params.partitions} partitions have room for ${params.partitions}. The autoscaler started ${metrics.members.value}; the lag ` +
    `grew by ${whole(metrics.grewPerSecond.value)} records a second. From here on it takes more partitions, or less time for a record.`,
  plots: ({ metrics }) => [lagPlot({ billing: metrics.lag })],
});

// Left out: what the autoscaler measures, and how often it changes its mind; each change is a rebalance.
