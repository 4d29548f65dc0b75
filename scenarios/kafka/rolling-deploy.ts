/**
 * Three groups read the same topic and are deployed at the same time. Each restart takes a while.
 */
import { z } from 'zod';
import type { Partition } from '../../sims/kafka/broker/replica.ts';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  effectsOnce,
  keysInOrder,
  protocolInvariants,
  unmovedGoOn,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { restart } from '../../src/world/fault.ts';
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
  consumers: z.int().min(3).max(30).default(10).describe('consumers in each group'),
  partitionsEach: z.int().min(1).max(10).default(3).describe('partitions for each consumer'),
  downMs: z.number().min(0).max(40_000).default(5_000).describe('how long a restart takes'),
  everyMs: z
    .number()
    .min(15_000)
    .max(120_000)
    .default(15_000)
    .describe('time from one restart to the next'),
});

type Params = z.output<typeof params>;

const beginMs = firstAssignmentMs + 10_000;
const endMs = ({ consumers, everyMs, downMs }: Params) =>
  beginMs + consumers * everyMs + downMs + 20_000;

interface Subject {
  readonly cluster: Cluster;
  readonly groups: readonly Group[];
}

const names = ['eager', 'cooperative', 'static'] as const;

export default scenario({
  ...aboutKafka,
  id: 'kafka/rolling-deploy',
  asks: 'Ten consumers are restarted one by one. How long does nobody read: eager, cooperative, static?',
  claims: ['q7-rebalance-stops-consumption', 'q7-groups-independent'],
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
    eagerPaused: gauge('partition-s', 'that nobody read a partition, eager'),
    cooperativePaused: gauge('partition-s', 'the same, cooperative'),
    staticPaused: gauge('partition-s', 'the same, with static members'),
    eagerRebalances: gauge('rebalances', 'of the deploy, eager'),
    cooperativeRebalances: gauge('rebalances', 'of the deploy, cooperative'),
    staticRebalances: gauge('rebalances', 'of the deploy, with static members'),
    eagerIdle: series('partitions', 'that nobody reads, eager', 500),
    cooperativeIdle: series('partitions', 'that nobody reads, cooperative', 500),
    staticIdle: series('partitions', 'that nobody reads, with static members', 500),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const partitions = params.consumers * params.partitionsEach;
    const topic = createTopic(cluster, 'orders', { partitions });
    const groups = names.map((name) => {
      const group = createGroup(cluster, name, [topic], {
        protocol: name === 'cooperative' ? 'cooperative' : 'eager',
      });
      startTeam(cluster, group, {
        count: params.consumers,
        work: { commit: 'batch', rows: 10 },
        recordMs: ms(300),
        // Who reads what is the question here, and not how soon.
        config: { 'fetch.max.wait.ms': 2_000 },
        isStatic: name === 'static',
        // Their heartbeats are not all in step.
        startsAtMs: (place) => 1 + place * 137,
      });
      follow(cluster, metrics[`${name}Idle`], () => {
        const isRead = (partition: Partition) => {
          const idle = group.idle.get(partition);
          return idle !== undefined && idle.sinceMs === undefined;
        };
        const isUp = group.state !== 'Empty' && group.assignment.size > 0;
        return isUp ? topic.partitions.filter((partition) => !isRead(partition)).length : 0;
      });
      return group;
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 500 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const untilMs = endMs(params) - 5_000;
    world.spawn(load(producer, { everyMs: ms(200), drawKey, untilMs, tickMs: 500 }));
    const before = { rebalances: [0, 0, 0], pausedMs: [0, 0, 0] };
    world.kernel.schedule(
      beginMs - 1,
      () => {
        before.rebalances = groups.map(({ rebalances }) => rebalances);
        before.pausedMs = groups.map(({ pausedPartitionMs }) => pausedPartitionMs);
      },
      undefined,
    );
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        for (const [place, name] of names.entries()) {
          const group = groups[place] as Group;
          metrics[`${name}Paused`].set(
            (group.pausedPartitionMs - (before.pausedMs[place] ?? 0)) / 1000,
          );
          metrics[`${name}Rebalances`].set(group.rebalances - (before.rebalances[place] ?? 0));
        }
      },
      undefined,
    );
    return { cluster, groups };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder, unmovedGoOn],
  goals: () => [
    sometimes<Subject>(
      'all-caught-up',
      'all groups have read everything after the deploy',
      ({ cluster, groups }) => {
        return (
          cluster.nowMs > beginMs &&
          groups.every((group) => group.effects.processed > 0 && lagOf(group) === 0)
        );
      },
    ),
  ],
  expect: (params) => {
    const { consumers, partitionsEach, downMs } = params;
    const moved = consumers * partitionsEach;
    return [
      {
        id: 'eager-stops-all',
        text: 'an eager deploy pauses at least twice as many partition-seconds as a cooperative one: every member stops at every rebalance',
        claim: 'q7-rebalance-stops-consumption',
        measured: ({ eagerPaused, cooperativePaused }) =>
          eagerPaused.value === undefined || cooperativePaused.value === undefined
            ? undefined
            : eagerPaused.value / cooperativePaused.value,
        bound: { atLeast: 2 },
      },
      {
        id: 'cooperative-pauses-what-moves',
        text: 'not all consumption stops in a rebalance: a cooperative one pauses only what moves, for two heartbeats and a bit each time at most',
        claim: 'q7-rebalance-stops-consumption',
        measured: ({ cooperativePaused }) => cooperativePaused.value,
        // A leaver's partitions wait for one round; what moves to the newcomer, for one more.
        bound: { atMost: (2 * moved * 2 * 3_200) / 1000 },
      },
      {
        id: 'static-members-keep-theirs',
        text: 'static members that are back within their session cause no rebalance; their partitions wait for them',
        measured: ({ staticRebalances }) => staticRebalances.value,
        bound: { atMost: 0 },
      },
      {
        id: 'static-pause-is-the-restart',
        text: 'and pause for the restart, and no longer than it takes to join',
        measured: ({ staticPaused }) => staticPaused.value,
        bound: { atLeast: (moved * downMs) / 1000, atMost: (moved * (downMs + 100)) / 1000 },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `${params.consumers} consumers were restarted one by one, ${params.downMs / 1000} s each. Partitions were without a reader for ` +
    `${whole(metrics.eagerPaused.value)} partition-seconds with eager rebalancing (${metrics.eagerRebalances.value} rebalances), ` +
    `${whole(metrics.cooperativePaused.value)} with cooperative (${metrics.cooperativeRebalances.value}), and ` +
    `${whole(metrics.staticPaused.value)} with static members (${metrics.staticRebalances.value}), whose partitions nobody takes over while they are down.`,
  plots: ({ metrics }) => [
    seriesPlot('partitions that nobody reads', 'partitions', {
      eager: metrics.eagerIdle,
      cooperative: metrics.cooperativeIdle,
      static: metrics.staticIdle,
    }),
  ],
});

// Left out: consumers that take long to come to their next poll, for whom every eager rebalance waits.
