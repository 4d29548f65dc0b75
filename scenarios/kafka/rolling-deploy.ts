/**
 * Three groups read the same topic and are deployed at the same time. Each restart takes a while.
 */

import * as z from 'zod';
import type { Partition } from '../../sims/kafka/broker/replica.ts';
import { unmovedGoOn } from '../../sims/kafka/invariants.ts';
import type { Group } from '../../sims/kafka/model.ts';
import { counted, inDigits, rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder } from './builder.ts';
import { aboutKafka, gauge, real, scenario, series, whole } from './kit.ts';
import { follow, seriesPlot } from './lag-plot.ts';
import { restart } from './plans.ts';
import { none, onceInOrder, quotient, readAll, within } from './promises.ts';

const params = z.object({
  consumers: whole(3, 30, 10, 'consumers in each group'),
  partitionsEach: whole(1, 10, 3, 'partitions for each consumer'),
  downMs: real(0, 40_000, 5_000, 'duration of a restart'),
  everyMs: real(15_000, 120_000, 15_000, 'time from one restart to the next'),
});

type Params = z.output<typeof params>;

const beginMs = firstAssignmentMs + 10_000;
const endMs = ({ consumers, everyMs, downMs }: Params) =>
  beginMs + consumers * everyMs + downMs + 20_000;

const names = ['eager', 'cooperative', 'static'] as const;

/** How many partitions no member of a group that is up reads. */
function unreadIn({ topics, idle, state, assignment }: Group): number {
  if (state === 'Empty' || assignment.size === 0) return 0;
  const isRead = (partition: Partition) => {
    const since = idle.get(partition);
    return since !== undefined && since.sinceMs === undefined;
  };
  return topics.flatMap(({ partitions }) => partitions).filter((each) => !isRead(each)).length;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/rolling-deploy',
  asks: 'Ten consumers are restarted one by one. How long are partitions without a reader with eager, cooperative and static membership?',
  claims: ['q7-rebalance-stops-consumption', 'q7-groups-independent'],
  code: [
    'sims/kafka/group/member.ts#rejoin',
    'sims/kafka/assignors/cooperative-sticky.ts#cooperativeStickyAssignor',
    'sims/kafka/group/coordinator.ts#takePlace',
  ],
  params,
  durationMs: endMs,
  plan: ({ consumers, everyMs, downMs }) =>
    Array.from({ length: consumers }, (_, place) => {
      const atMs = beginMs + place * everyMs;
      const consumer = `c${place + 1}`;
      return [
        { atMs, operation: { kind: 'stop-consumer', consumer } },
        { atMs: atMs + downMs, fault: restart(consumer) },
      ];
    }).flat(),
  metrics: {
    eagerPaused: gauge('partition-s', 'without a reader, eager'),
    cooperativePaused: gauge('partition-s', 'the same, cooperative'),
    staticPaused: gauge('partition-s', 'the same, with static members'),
    eagerRebalances: gauge('rebalances', 'of the deploy, eager'),
    cooperativeRebalances: gauge('rebalances', 'of the deploy, cooperative'),
    staticRebalances: gauge('rebalances', 'of the deploy, with static members'),
    eagerIdle: series('partitions', 'without a reader, eager', 500),
    cooperativeIdle: series('partitions', 'without a reader, cooperative', 500),
    staticIdle: series('partitions', 'without a reader, with static members', 500),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: params.consumers * params.partitionsEach });
    const groups = names.map((name) => {
      const group = kafka.group(name, [topic], {
        protocol: name === 'cooperative' ? 'cooperative' : 'eager',
        count: params.consumers,
        work: { rows: 10 },
        recordMs: 300,
        // The question here is which member reads a partition, not how soon.
        config: { 'fetch.max.wait.ms': 2_000 },
        isStatic: name === 'static',
        // Their heartbeats are not all in step.
        startsAtMs: (place) => 1 + place * 137,
      });
      follow(kafka.cluster, metrics[`${name}Idle`], () => unreadIn(group));
      return group;
    });
    const untilMs = endMs(params) - 5_000;
    kafka.load(topic, { everyMs: 200, untilMs, tickMs: 500, config: { 'linger.ms': 500 } });
    const before = new Map<Group, { rebalances: number; pausedMs: number }>();
    world.at(beginMs - 1, () => {
      for (const group of groups) {
        const { rebalances, pausedPartitionMs: pausedMs } = group;
        before.set(group, { rebalances, pausedMs });
      }
    });
    world.at(endMs(params) - 1, () => {
      for (const [group, { rebalances, pausedMs }] of before) {
        const name = group.name as (typeof names)[number];
        metrics[`${name}Paused`].set((group.pausedPartitionMs - pausedMs) / 1000);
        metrics[`${name}Rebalances`].set(group.rebalances - rebalances);
      }
    });
    return { cluster: kafka.cluster };
  },
  invariants: [...onceInOrder, unmovedGoOn],
  goals: () => [
    readAll('all-caught-up', 'all groups have read every record after the deploy', beginMs),
  ],
  expect: (params) => {
    const { consumers, partitionsEach, downMs } = params;
    const moved = consumers * partitionsEach;
    return [
      within(quotient('eagerPaused', 'cooperativePaused'), 'eager-stops-all', { atLeast: 2 }).says(
        'partition-seconds without a reader with eager rebalancing, as a multiple of those with cooperative',
        'q7-rebalance-stops-consumption',
      ),
      // A leaver's partitions wait for one round; partitions that move to the newcomer wait for one
      // more.
      within('cooperativePaused', 'cooperative-pauses-what-moves', {
        atMost: (2 * moved * 2 * 3_200) / 1000,
      }).says(
        'partition-seconds without a reader with cooperative rebalancing: only partitions that move, for two heartbeats each time at most',
        'q7-rebalance-stops-consumption',
      ),
      none('staticRebalances', 'static-members-keep-theirs').says(
        'rebalances with static members that are back within their session timeout',
      ),
      within('staticPaused', 'static-pause-is-the-restart', {
        atLeast: (moved * downMs) / 1000,
        atMost: (moved * (downMs + 100)) / 1000,
      }).says(
        'partition-seconds without a reader with static members: the restarts, and the time to join',
      ),
    ];
  },
  tells: ({ params, metrics }) =>
    `A deploy of ${params.consumers} consumers, one after the other, each down for ${params.downMs / 1000} s, pauses least with static members, whose partitions wait for them: ${rounded(metrics.staticPaused.value)} partition-seconds (a partition without a reader for a second); ` +
    `with cooperative rebalancing, which stops only partitions that move, it is ${rounded(metrics.cooperativePaused.value)}, and with eager rebalancing, at which every member stops, ${rounded(metrics.eagerPaused.value)}. ` +
    `The price of cooperative rebalancing is a second round whenever partitions move: ${counted(metrics.cooperativeRebalances.value ?? 0, 'rebalance')} instead of ${inDigits(metrics.eagerRebalances.value ?? 0)} with eager and ${inDigits(metrics.staticRebalances.value ?? 0)} with static members.`,
  plots: ({ metrics }) => [
    seriesPlot('partitions without a reader', 'partitions', {
      eager: metrics.eagerIdle,
      cooperative: metrics.cooperativeIdle,
      static: metrics.staticIdle,
    }),
  ],
});

// Left out: consumers that take long until their next poll, for which every eager rebalance waits.
