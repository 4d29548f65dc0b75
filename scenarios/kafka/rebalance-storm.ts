/**
 * Two groups read the same topic. One takes as many records a poll as it gets; the other so few that a
 * poll's work fits into the interval: the rule `batch-fits-poll-interval`.
 */

import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { consumerDefaults } from '../../sims/kafka/config.ts';
import { pollRecordsFor } from '../../sims/kafka/consumer/tuning.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  committedIsProcessed,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { kafkaNotes } from '../../sims/kafka/notes.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutKafka, balancedKeys, clusterOf, inTurn, ms, startTeam, whole } from './common.ts';
import { followLag, lagPlot } from './lag-plot.ts';

const params = z.object({
  recordMs: z.number().min(100).max(10_000).default(800).describe('time to process one record'),
  maxPollIntervalMs: z
    .number()
    .min(10_000)
    .max(600_000)
    .default(300_000)
    .describe('max.poll.interval.ms'),
  minutes: z.number().min(10).max(600).default(60).describe('how long it is watched'),
});

type Params = z.output<typeof params>;

const consumers = 3;
const partitions = 6;

/** Enough that every poll is a full one. */
const backlog = ({ minutes, recordMs }: Params) =>
  Math.ceil((1.5 * consumers * minutes * 60_000) / recordMs) + 6 * 500;

const endMs = ({ minutes }: Params) => minutes * 60_000;

interface Subject {
  readonly cluster: Cluster;
  readonly tuned: Group;
  readonly untuned: Group;
  /** When the tuned group last began to rebalance. */
  lastRebalanceMs: number;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/rebalance-storm',
  asks: 'Processing a poll takes longer than max.poll.interval.ms. What happens to the group?',
  claims: ['q7-rebalance-storm'],
  params,
  durationMs: endMs,
  metrics: {
    stormRebalances: gauge('rebalances', 'of the group whose polls take too long'),
    stormRepeated: gauge('records', 'that it processed again'),
    stormLag: series('records', 'of the group whose polls take too long', 60_000),
    rebalances: gauge('rebalances', 'of the group whose polls fit'),
    repeated: gauge('records', 'that it processed again'),
    lag: series('records', 'of the group whose polls fit', 60_000),
    done: gauge('records', 'that it had processed in the end'),
    stormDone: gauge('records', 'that the other had committed in the end'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions, 'retention.ms': Infinity });
    const interval = { 'max.poll.interval.ms': params.maxPollIntervalMs };
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 5 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    for (let count = 0; count < backlog(params); count++) send(producer, drawKey());
    const exempt = ['effects-once'] as const;
    const [tuned, untuned] = [
      createGroup(cluster, 'tuned', [topic], { exempt }),
      createGroup(cluster, 'untuned', [topic], { exempt }),
    ];
    const team = {
      count: consumers,
      work: { commit: 'batch' as const },
      recordMs: ms(params.recordMs),
    };
    const pollRecords = pollRecordsFor(
      rules,
      { ...consumerDefaults, ...interval },
      params.recordMs,
    );
    startTeam(cluster, tuned, {
      ...team,
      config: { ...interval, 'max.poll.records': pollRecords },
    });
    startTeam(cluster, untuned, { ...team, config: interval });
    followLag(cluster, tuned, metrics.lag);
    followLag(cluster, untuned, metrics.stormLag);
    const subject: Subject = { cluster, tuned, untuned, lastRebalanceMs: 0 };
    kafkaNotes.listen(world.trace, 'rebalance', (_note, by, atMs) => {
      if (by === 'tuned') subject.lastRebalanceMs = atMs;
    });
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.stormRebalances.set(untuned.rebalances);
        metrics.stormRepeated.set(untuned.effects.repeated);
        metrics.rebalances.set(tuned.rebalances);
        metrics.repeated.set(tuned.effects.repeated);
        metrics.done.set(backlog(params) - lagOf(tuned));
        metrics.stormDone.set(backlog(params) - lagOf(untuned));
      },
      undefined,
    );
    return subject;
  },
  invariants: [...protocolInvariants, committedIsProcessed, keysInOrder],
  goals: (params) => [
    eventually<Subject>(
      'group-settles',
      'the tuned group stops rebalancing and works its lag off',
      0,
      ({ cluster, tuned, lastRebalanceMs }) =>
        tuned.state === 'Stable' &&
        lagOf(tuned) < backlog(params) &&
        cluster.nowMs - lastRebalanceMs > Math.min(cluster.nowMs, endMs(params)) / 2,
    ),
    ...(500 * params.recordMs > 1.1 * params.maxPollIntervalMs &&
    endMs(params) > 3 * params.maxPollIntervalMs
      ? [
          sometimes<Subject>(
            'storm',
            'the other group rebalances again and again',
            ({ untuned }) => {
              return untuned.rebalances >= 3;
            },
          ),
        ]
      : []),
  ],
  expect: () => [
    {
      id: 'tuned-group-settles',
      text: 'the group whose polls fit rebalances once, when it starts',
      claim: 'q7-rebalance-storm',
      measured: ({ rebalances }) => rebalances.value,
      bound: { atMost: 1 },
    },
    {
      id: 'tuned-group-repeats-nothing',
      text: 'and does nothing twice',
      measured: ({ repeated }) => repeated.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) =>
    `A poll of 500 records takes ${whole((500 * params.recordMs) / 1000)} s, and max.poll.interval.ms allows ` +
    `${whole(params.maxPollIntervalMs / 1000)} s. In ${params.minutes} minutes that group rebalanced ${metrics.stormRebalances.value} times, ` +
    `processed ${whole(metrics.stormRepeated.value)} records again, and got ${whole(metrics.stormDone.value)} committed. With fewer records ` +
    `a poll the other one rebalanced ${metrics.rebalances.value === 1 ? 'once' : `${metrics.rebalances.value} times`}, and got ` +
    `${whole(metrics.done.value)} committed, at the same speed for each.`,
  plots: ({ metrics }) => [lagPlot({ untuned: metrics.stormLag, tuned: metrics.lag })],
});

// Left out: consumers that crash for lack of memory on top of it, and operators who restart them.
