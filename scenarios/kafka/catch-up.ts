/** Drain time = lag / (consumption - production). */

import * as z from 'zod';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, type HasGroup, KafkaBuilder, lagOf } from './builder.ts';
import { aboutKafka, eventually, gauge, real, scenario, series, sometimes } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { crash, restart, together } from './plans.ts';
import { atLeastOnceInOrder, none, within } from './promises.ts';
import { inMinutes } from './words.ts';

const params = z.object({
  outageMinutes: real(1, 600, 60, 'how long no consumer is up'),
  inPerSecond: real(1, 1_000, 8, 'arrival rate of records'),
  outPerSecond: real(1, 5_000, 20, 'records that the whole group can process'),
});

type Params = z.output<typeof params>;

const consumers = ['c1', 'c2', 'c3', 'c4'];
const rows = 20;
/** Records arrive in batches. */
const lotMs = 10_000;

/** max.poll.records chosen so that a poll is at most half a minute of work. */
const pollRecords = ({ outPerSecond }: Params) =>
  Math.min(500, Math.max(1, Math.floor((30 * outPerSecond) / consumers.length)));

/** Effectively no lag: one batch of arrivals, and an insert or two in progress. */
const asBefore = ({ inPerSecond }: Params) =>
  Math.max(consumers.length * 2 * rows, (2 * lotMs * inPerSecond) / 1000);
const beforeMs = 120_000;
const outageMs = ({ outageMinutes }: Params) => outageMinutes * 60_000;
const backAtMs = (params: Params) => beforeMs + outageMs(params);

/** The sessions of the crashed members expire long before; the restarted ones form a new group. */
const startMs = firstAssignmentMs;

/** lag / (mu - lambda), including what arrived while the group formed. */
function drainMs(params: Params): number {
  const { inPerSecond, outPerSecond } = params;
  const lag = (inPerSecond * (outageMs(params) + startMs)) / 1000;
  return (1000 * lag) / (outPerSecond - inPerSecond);
}

/**
 * What the formula leaves out: polls and commits in addition to the work, the last insert of each
 * consumer, and records that were polled but not committed at the crash.
 */
function slackMs(params: Params): number {
  const { inPerSecond, outPerSecond } = params;
  const perRecordMs = 1000 / (outPerSecond - inPerSecond);
  // One poll of each consumer, what counts as no lag, and records that arrive in batches.
  const inHand =
    consumers.length * pollRecords(params) + asBefore(params) + (2 * lotMs * inPerSecond) / 1000;
  const overhead =
    (drainMs(params) / ((pollRecords(params) * consumers.length * 1000) / outPerSecond) + 1) * 12;
  return inHand * perRecordMs + overhead + (rows * consumers.length * 1000) / outPerSecond + 2_000;
}

const endMs = (params: Params) => backAtMs(params) + startMs + drainMs(params) + slackMs(params);

export default scenario({
  ...aboutKafka,
  id: 'kafka/catch-up',
  asks: 'All consumers are down for an hour. How long until they have caught up?',
  claims: ['mq-downstream-down-tolerated'],
  code: ['sims/kafka/lag/rate.ts#drainOf', 'sims/kafka/consumer/poll-loop.ts#run'],
  params: params.refine(({ inPerSecond, outPerSecond }) => outPerSecond >= 1.2 * inPerSecond, {
    path: ['outPerSecond'],
    message: 'it must be at least 1.2 times inPerSecond, or the group hardly ever catches up',
  }),
  durationMs: (params) => endMs(params) + 60_000,
  plan: (params) => [
    ...together(beforeMs, crash, ...consumers),
    ...together(backAtMs(params), restart, ...consumers),
  ],
  metrics: {
    lagAtReturn: gauge('records', 'when the consumers came back'),
    drainMs: gauge('ms', 'from then until the lag was back to normal'),
    lost: gauge('records', 'that were never processed'),
    lag: series('records', 'of the group', 60_000),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const topic = kafka.topic('orders', { partitions: 4, 'retention.ms': Infinity });
    const group = kafka.group('billing', [topic], {
      exempt: ['effects-once'],
      count: consumers.length,
      work: { rows },
      recordMs: (1000 * consumers.length) / params.outPerSecond,
      config: { 'max.poll.records': pollRecords(params), 'heartbeat.interval.ms': 10_000 },
    });
    kafka.load(topic, {
      everyMs: 1000 / params.inPerSecond,
      untilMs: endMs(params) + 60_000,
      tickMs: lotMs,
      config: { 'linger.ms': 1_000 },
    });
    followLag(group, metrics.lag);
    world.at(backAtMs(params), () => metrics.lagAtReturn.set(lagOf(group)));
    world.spawn(
      (function* (): Process<void> {
        yield* sleep(backAtMs(params) + startMs);
        while (lagOf(group) > asBefore(params)) yield* sleep(1_000);
        metrics.drainMs.set(kafka.cluster.nowMs - backAtMs(params) - startMs);
        metrics.lost.set(group.effects.missed + group.effects.skipped);
      })(),
    );
    return { cluster: kafka.cluster, group };
  },
  invariants: atLeastOnceInOrder,
  goals: (params) => [
    sometimes<HasGroup>(
      'behind',
      'the group is an outage behind',
      ({ group }) => lagOf(group) > 0.9 * params.inPerSecond * params.outageMinutes * 60,
    ),
    eventually<HasGroup>(
      'caught-up',
      'the group has caught up',
      0,
      ({ cluster, group }) =>
        cluster.nowMs > endMs(params) && lagOf(group) <= consumers.length * pollRecords(params),
    ),
  ],
  expect: (params) => [
    within('drainMs', 'drain-time', {
      atLeast: drainMs(params) - slackMs(params),
      atMost: drainMs(params) + slackMs(params),
    }).says('ms until the backlog is gone: lag / (consumption - production)'),
    none('lost', 'nothing-lost').says(
      'records lost while the consumers are down',
      'mq-downstream-down-tolerated',
    ),
  ],
  tells: ({ params, metrics }) =>
    `Catching up takes lag / (consumption - production), so only spare capacity drains a backlog: the backlog of ${params.outageMinutes} minutes without consumers, ${rounded(metrics.lagAtReturn.value)} records, was gone after ${inMinutes(metrics.drainMs.value)}, ` +
    `at ${params.outPerSecond} records per second out and ${params.inPerSecond} in; ` +
    `the formula gives ${inMinutes(drainMs(params))}. ${rounded(metrics.lost.value)} records were lost, because the log keeps what was not read.`,
  plots: ({ params, metrics }) => [
    lagPlot({ billing: metrics.lag }, [
      { x: beforeMs, label: 'outage' },
      { x: backAtMs(params), label: 'back' },
    ]),
  ],
});

// Left out: consumers that are more efficient on full polls than on nearly empty ones, and a
// database that slows down under the rush.
