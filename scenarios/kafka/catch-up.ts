/** Drain time = lag / (consumption - production). */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import {
  committedIsProcessed,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, restart } from '../../src/world/fault.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inMinutes,
  inTurn,
  ms,
  startTeam,
  whole,
} from './common.ts';
import { followLag, lagPlot } from './lag-plot.ts';

const params = z.object({
  outageMinutes: z.number().min(1).max(600).default(60).describe('how long no consumer runs'),
  inPerSecond: z.number().min(1).max(1_000).default(8).describe('records that come in'),
  outPerSecond: z
    .number()
    .min(1)
    .max(5_000)
    .default(20)
    .describe('records that the whole group can process'),
});

type Params = z.output<typeof params>;

const consumers = 4;
const rows = 20;
/** Records arrive in lots. */
const lotMs = 10_000;

/** max.poll.records such that a poll is half a minute’s work at most. */
const pollRecords = ({ outPerSecond }: Params) =>
  Math.min(500, Math.max(1, Math.floor((30 * outPerSecond) / consumers)));

/** As good as no lag: what arrives at once, in a lot, and an insert or two in hand. */
const asBefore = ({ inPerSecond }: Params) =>
  Math.max(consumers * 2 * rows, (2 * lotMs * inPerSecond) / 1000);
const beforeMs = 120_000;
const outageMs = ({ outageMinutes }: Params) => outageMinutes * 60_000;
const backAtMs = (params: Params) => beforeMs + outageMs(params);

/** The session of the dead members runs out long before; those that start anew form a new group. */
const startMs = firstAssignmentMs;

/** lag / (mu - lambda), with what came in while the group formed. */
function drainMs(params: Params): number {
  const { inPerSecond, outPerSecond } = params;
  const lag = (inPerSecond * (outageMs(params) + startMs)) / 1000;
  return (1000 * lag) / (outPerSecond - inPerSecond);
}

/**
 * What the formula leaves out: polls and commits beside the work, the last insert of each consumer,
 * and what had been polled and not committed at the crash.
 */
function slackMs(params: Params): number {
  const { inPerSecond, outPerSecond } = params;
  const perRecordMs = 1000 / (outPerSecond - inPerSecond);
  // A poll of each consumer, what counts as none, and records that arrive in lots.
  const inHand =
    consumers * pollRecords(params) + asBefore(params) + (2 * lotMs * inPerSecond) / 1000;
  const overhead =
    (drainMs(params) / ((pollRecords(params) * consumers * 1000) / outPerSecond) + 1) * 12;
  return inHand * perRecordMs + overhead + (rows * consumers * 1000) / outPerSecond + 2_000;
}

const endMs = (params: Params) => backAtMs(params) + startMs + drainMs(params) + slackMs(params);

interface Subject {
  readonly cluster: Cluster;
  readonly group: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/catch-up',
  asks: 'All consumers are down for an hour. How long until they have caught up?',
  claims: ['mq-downstream-down-tolerated'],
  params: params.refine(({ inPerSecond, outPerSecond }) => outPerSecond >= 1.2 * inPerSecond, {
    path: ['outPerSecond'],
    message: 'it must be at least 1.2 times inPerSecond, or the group hardly ever catches up',
  }),
  durationMs: (params) => endMs(params) + 60_000,
  plan: (params) => [
    ...[1, 2, 3, 4].map((place) => ({
      atMs: beforeMs,
      fault: crash(`c${place}`),
    })),
    ...[1, 2, 3, 4].map((place) => ({
      atMs: backAtMs(params),
      fault: restart(`c${place}`),
    })),
  ],
  metrics: {
    lagAtReturn: gauge('records', 'when the consumers came back'),
    drainMs: gauge('ms', 'from then until the lag was as before'),
    lost: gauge('records', 'that were never processed'),
    lag: series('records', 'of the group', 60_000),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'orders', { partitions: 4, 'retention.ms': Infinity });
    const group = createGroup(cluster, 'billing', [topic], { exempt: ['effects-once'] });
    startTeam(cluster, group, {
      count: consumers,
      work: { commit: 'batch', rows },
      config: { 'max.poll.records': pollRecords(params), 'heartbeat.interval.ms': 10_000 },
      recordMs: ms((1000 * consumers) / params.outPerSecond),
    });
    const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 1_000 });
    const drawKey = inTurn(balancedKeys(cluster, topic));
    const everyMs = ms(1000 / params.inPerSecond);
    const untilMs = endMs(params) + 60_000;
    world.spawn(load(producer, { everyMs, drawKey, untilMs, tickMs: lotMs }));
    followLag(cluster, group, metrics.lag);
    world.kernel.schedule(backAtMs(params), () => metrics.lagAtReturn.set(lagOf(group)), undefined);
    world.spawn(
      (function* (): Process<void> {
        yield* sleep(backAtMs(params) + startMs);
        while (lagOf(group) > asBefore(params)) yield* sleep(1_000);
        metrics.drainMs.set(cluster.nowMs - backAtMs(params) - startMs);
        metrics.lost.set(group.effects.missed + group.effects.skipped);
      })(),
    );
    return { cluster, group };
  },
  invariants: [...protocolInvariants, committedIsProcessed, keysInOrder],
  goals: (params) => [
    sometimes<Subject>('behind', 'the group is an outage behind', ({ group }) => {
      return lagOf(group) > 0.9 * params.inPerSecond * params.outageMinutes * 60;
    }),
    eventually<Subject>('caught-up', 'the group has caught up', 0, ({ cluster, group }) => {
      return cluster.nowMs > endMs(params) && lagOf(group) <= consumers * pollRecords(params);
    }),
  ],
  expect: (params) => [
    {
      id: 'drain-time',
      text: 'the lag is gone after lag / (consumption - production)',
      measured: ({ drainMs }) => drainMs.value,
      bound: {
        atLeast: drainMs(params) - slackMs(params),
        atMost: drainMs(params) + slackMs(params),
      },
    },
    {
      id: 'nothing-lost',
      text: 'nothing is lost while the consumers are down, for the log keeps it',
      claim: 'mq-downstream-down-tolerated',
      measured: ({ lost }) => lost.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) =>
    `After ${params.outageMinutes} minutes without consumers ${whole(metrics.lagAtReturn.value)} records waited. At ` +
    `${params.outPerSecond} a second out and ${params.inPerSecond} in they were gone after ${inMinutes(metrics.drainMs.value)}; ` +
    `lag / (${params.outPerSecond} - ${params.inPerSecond}) is ${inMinutes(drainMs(params))}. None was lost.`,
  plots: ({ params, metrics }) => [
    lagPlot({ billing: metrics.lag }, [
      { x: beforeMs, label: 'outage' },
      { x: backAtMs(params), label: 'back' },
    ]),
  ],
});

// Left out: consumers that work faster on a full poll than on a nearly empty one, and a database that
// does not like the rush.
