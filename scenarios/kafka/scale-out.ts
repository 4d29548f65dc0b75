/**
 * It starts as many as the load asks for, and then one for each partition at most: the rule
 * `no-more-members-than-partitions`.
 */

import { membersFor } from '../../sims/kafka/consumer/tuning.ts';
import { membersHaveWork } from '../../sims/kafka/invariants.ts';
import { rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, lagOf } from './builder.ts';
import { aboutKafka, gauge, positive, real, scenario, series, whole, z } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { protocolInvariants, readSomething, within } from './promises.ts';

const params = z.object({
  partitions: whole(1, 1000, 12, 'partitions of the topic'),
  ratePerSecond: positive(10_000, 200, 'records that come in'),
  recordMs: positive(1_000, 100, 'time to process one record'),
  goesOnMs: real(10_000, 600_000, 60_000, 'how long it goes on, in ms'),
});

type Params = z.output<typeof params>;

/** As many as it takes to process what comes in. */
const wanted = ({ ratePerSecond, recordMs }: Params) =>
  Math.ceil((ratePerSecond * recordMs) / 1000);

/** What the partitions allow: each has one reader. */
const capacityPerSecond = (params: Params) =>
  Math.min(wanted(params), params.partitions) * (1000 / params.recordMs);

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
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: params.partitions });
    const count = membersFor(rules, wanted(params), params.partitions);
    metrics.members.set(count);
    const group = kafka.group('billing', [topic], {
      count,
      recordMs: params.recordMs,
      config: { 'max.poll.records': 10 },
    });
    const untilMs = firstAssignmentMs + params.goesOnMs;
    const everyMs = 1000 / params.ratePerSecond;
    kafka.load(topic, { everyMs, untilMs, tickMs: 250, config: { 'linger.ms': 500 } });
    followLag(group, metrics.lag);
    let before = 0;
    world.at(firstAssignmentMs + params.goesOnMs / 2, () => {
      before = lagOf(group);
    });
    world.at(untilMs, () => {
      metrics.grewPerSecond.set((lagOf(group) - before) / (params.goesOnMs / 2000));
    });
    return { cluster: kafka.cluster };
  },
  invariants: [...protocolInvariants, membersHaveWork],
  goals: () => [readSomething('works', 'the group has read something', 'billing')],
  expect: (params) => {
    const growth = Math.max(0, params.ratePerSecond - capacityPerSecond(params));
    // Each partition is seen a poll's worth of records off at both ends of the second half.
    const blur = (2 * 11 * params.partitions) / (params.goesOnMs / 2000);
    return [
      within('grewPerSecond', 'lag-grows-by-what-is-missing', {
        atLeast: growth - blur,
        atMost: growth + 0.1 * params.ratePerSecond + blur,
      }).says(
        'the lag grows by what comes in less what partitions / record time allows, however many consumers are wanted',
        'q7-adding-consumers-beyond-p',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `${rounded(params.ratePerSecond)} records a second at ${params.recordMs} ms each keep ${wanted(params)} consumers busy, but ` +
    `${params.partitions} partitions have room for ${params.partitions}. The autoscaler started ${metrics.members.value}; the lag ` +
    `grew by ${rounded(metrics.grewPerSecond.value)} records a second. From here on it takes more partitions, or less time for a record.`,
  plots: ({ metrics }) => [lagPlot({ billing: metrics.lag })],
});

// Left out: what the autoscaler measures, and how often it changes its mind; each change is a rebalance.
