/**
 * Two topics: one waits for a replica that is in sync (the default), the other takes whom it gets
 * (unclean.leader.election.enable).
 */
import { z } from 'zod';
import type { Topic } from '../../sims/kafka/broker/replica.ts';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { acknowledgedIsKept, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { eventually, sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { crash, hold, release, restart } from '../../src/world/fault.ts';
import { aboutKafka, balancedKeys, clusterOf, inSeconds, inTurn, ms, records } from './common.ts';

const params = z.object({
  ratePerSecond: z
    .number()
    .min(5)
    .max(500)
    .default(8)
    .describe('records that come in for each topic'),
  downMs: z
    .number()
    .min(15_000)
    .max(300_000)
    .default(60_000)
    .describe('how long both brokers are down'),
});

type Params = z.output<typeof params>;

/** Behind for longer than replica.lag.time.max.ms, by then it is out of the in-sync replicas. */
const holdAtMs = 5_000;
const crashAtMs = holdAtMs + 60_000;
const backAtMs = ({ downMs }: Params) => crashAtMs + downMs;

interface Subject {
  readonly cluster: Cluster;
  readonly clean: Topic;
  readonly unclean: Topic;
}

const leads = ({ partitions }: Topic) =>
  partitions.every(({ leader }) => leader?.broker.isUp === true);

export default scenario({
  ...aboutKafka,
  id: 'kafka/unclean-election',
  asks: 'Only a replica that has fallen behind is left. Should it lead?',
  claims: [],
  params,
  durationMs: (params) => backAtMs(params) + 30_000,
  plan: (params) => [
    { atMs: holdAtMs, fault: hold('b3', 'broker') },
    ...['b1', 'b2'].map((broker) => ({
      atMs: crashAtMs,
      fault: crash(broker),
    })),
    { atMs: crashAtMs + 1, fault: release('b3', 'broker') },
    ...['b1', 'b2'].map((broker) => ({
      atMs: backAtMs(params),
      fault: restart(broker),
    })),
  ],
  metrics: {
    cleanLost: gauge('records', 'acknowledged and gone, where only one in sync may lead'),
    uncleanLost: gauge('records', 'acknowledged and gone, where any may'),
    cleanDownMs: gauge('ms', 'without a leader, where only one in sync may lead'),
    uncleanDownMs: gauge('ms', 'without a leader, where any may'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules }, { brokers: 3 });
    const config = { 'replication.factor': 3, 'min.insync.replicas': 2 };
    const clean = createTopic(cluster, 'clean', config);
    const unclean = createTopic(
      cluster,
      'unclean',
      { ...config, 'unclean.leader.election.enable': true },
      { exempt: ['acknowledged-is-kept', 'appended-once-in-order'] },
    );
    for (const topic of [clean, unclean]) {
      const producer = newProducer(cluster, topic, `producer-${topic.name}`, {
        'linger.ms': 50,
        'retry.backoff.ms': 500,
      });
      const drawKey = inTurn(balancedKeys(cluster, topic, topic.name));
      const untilMs = backAtMs(params) + 20_000;
      world.spawn(
        load(producer, { everyMs: ms(1000 / params.ratePerSecond), drawKey, untilMs, tickMs: 50 }),
      );
    }
    world.spawn(measureDown(cluster, clean, (downMs) => metrics.cleanDownMs.set(downMs)));
    world.spawn(measureDown(cluster, unclean, (downMs) => metrics.uncleanDownMs.set(downMs)));
    world.kernel.schedule(
      backAtMs(params) + 29_000,
      () => {
        metrics.cleanLost.set(clean.acknowledgedLost);
        metrics.uncleanLost.set(unclean.acknowledgedLost);
      },
      undefined,
    );
    return { cluster, clean, unclean };
  },
  invariants: [...protocolInvariants, acknowledgedIsKept],
  goals: () => [
    sometimes<Subject>(
      'out-of-sync',
      'one replica is out of sync when the others die',
      ({ cluster, clean }) => {
        return cluster.nowMs < crashAtMs && clean.partitions.every(({ isr }) => isr.length === 2);
      },
    ),
    eventually<Subject>(
      'both-lead',
      'in the end both topics have a leader',
      0,
      ({ clean, unclean }) => {
        return leads(clean) && leads(unclean);
      },
    ),
  ],
  expect: (params) => [
    {
      id: 'clean-loses-nothing',
      text: 'who waits for a replica that is in sync loses nothing',
      measured: ({ cleanLost }) => cleanLost.value,
      bound: { atMost: 0 },
    },
    {
      id: 'clean-waits',
      text: 'and is without a leader until one is back',
      measured: ({ cleanDownMs }) => cleanDownMs.value,
      bound: { atLeast: params.downMs - 10, atMost: params.downMs + 10 },
    },
    {
      id: 'unclean-is-back-soon',
      text: 'who takes any has a leader as soon as the loss is noticed',
      measured: ({ uncleanDownMs }) => uncleanDownMs.value,
      bound: { atMost: 9_000 + 10 },
    },
    {
      id: 'unclean-loses-what-it-missed',
      text: 'and loses what that replica had missed',
      measured: ({ uncleanLost }) => uncleanLost.value,
      bound: {
        atLeast: Math.floor(((crashAtMs - holdAtMs - 30_500) * params.ratePerSecond) / 1000),
        atMost: Math.ceil(((crashAtMs - holdAtMs + 500) * params.ratePerSecond) / 1000),
      },
    },
  ],
  tells: ({ metrics }) =>
    `Two of three brokers died, and the third was a minute behind. The topic that waits was without a leader for ` +
    `${inSeconds(metrics.cleanDownMs.value)} and lost ${records(metrics.cleanLost.value ?? 0)}. The topic that lets any replica lead was back after ` +
    `${inSeconds(metrics.uncleanDownMs.value)}, and lost ${records(metrics.uncleanLost.value ?? 0)} that had been acknowledged.`,
});

/** How long a topic is without a leader that is up, from the crash on. */
function* measureDown(
  cluster: Cluster,
  topic: Topic,
  then: (downMs: number) => void,
): Process<void> {
  yield* sleep(crashAtMs + 1);
  while (!leads(topic)) yield* sleep(5);
  then(cluster.nowMs - crashAtMs);
}

// Left out: eligible leader replicas (KIP-966), which let a replica lead that is known to hold all that
// was committed though it is not in sync.
