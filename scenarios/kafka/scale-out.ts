/**
 * The autoscaler starts as many consumers as the load needs, but at most one for each partition:
 * the rule `no-more-members-than-partitions`.
 */

import * as z from 'zod';
import { membersFor } from '../../sims/kafka/consumer/tuning.ts';
import { membersHaveWork } from '../../sims/kafka/invariants.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, lagOf } from './builder.ts';
import { aboutKafka, gauge, positive, real, scenario, series, whole } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { protocolInvariants, readSomething, within } from './promises.ts';

const params = z.object({
  partitions: whole(1, 1000, 12, 'partitions of the topic'),
  ratePerSecond: positive(10_000, 200, 'arrival rate of records'),
  recordMs: positive(1_000, 100, 'time to process one record'),
  goesOnMs: real(10_000, 600_000, 60_000, 'duration of the run'),
});

type Params = z.output<typeof params>;

/** As many as it takes to process the arrivals. */
const wanted = ({ ratePerSecond, recordMs }: Params) =>
  Math.ceil((ratePerSecond * recordMs) / 1000);

/** The limit set by the partitions: each has one reader. */
const capacityPerSecond = (params: Params) =>
  Math.min(wanted(params), params.partitions) * (1000 / params.recordMs);

export default scenario({
  ...aboutKafka,
  id: 'kafka/scale-out',
  asks: 'Records arrive faster than the group can consume them. How many consumers should an autoscaler start?',
  claims: ['mq-consumers-capped-by-partitions', 'q7-adding-consumers-beyond-p'],
  code: ['sims/kafka/consumer/tuning.ts#membersFor'],
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
  goals: () => [readSomething('works', 'the group has read records', 'billing')],
  expect: (params) => {
    const growth = Math.max(0, params.ratePerSecond - capacityPerSecond(params));
    // At both ends of the second half each partition is seen up to a poll's worth of records off.
    const blur = (2 * 11 * params.partitions) / (params.goesOnMs / 2000);
    return [
      within('grewPerSecond', 'lag-grows-by-what-is-missing', {
        atLeast: growth - blur,
        atMost: growth + 0.1 * params.ratePerSecond + blur,
      }).says(
        'records per second by which the lag grows: arrivals - partitions / time per record',
        'q7-adding-consumers-beyond-p',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `No more than there are partitions, because each has one reader in a group: the autoscaler started ${counted(metrics.members.value ?? 0, 'consumer')} for ${counted(params.partitions, 'partition')}; ${rounded(params.ratePerSecond)} records per second at ${params.recordMs} ms each would keep ${wanted(params)} busy. ` +
    'The lag ' +
    `grew by ${rounded(metrics.grewPerSecond.value)} records per second: ${rounded(params.ratePerSecond)} arrive, and ${params.partitions} partitions are read at ${rounded(1_000 / params.recordMs)} each. Beyond one consumer per partition, only more partitions or less time per record help.`,
  plots: ({ metrics }) => [lagPlot({ billing: metrics.lag })],
});

// Left out: what the autoscaler measures, and how often it changes its mind; each change is a
// rebalance.
