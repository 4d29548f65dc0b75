/**
 * Two topics: one waits for a replica that is in sync (the default), the other takes whom it gets
 * (unclean.leader.election.enable).
 */

import type { Topic } from '../../sims/kafka/broker/replica.ts';
import type { Cluster, HasCluster } from '../../sims/kafka/model.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { hold, release } from '../../src/world/fault.ts';
import { KafkaBuilder, replicated } from './builder.ts';
import { aboutKafka, eventually, gauge, real, scenario, sometimes, z } from './kit.ts';
import { crash, restart, together } from './plans.ts';
import { acknowledgedIsKept, none, protocolInvariants, within } from './promises.ts';
import { inSeconds, records } from './words.ts';

const params = z.object({
  ratePerSecond: real(5, 500, 8, 'records that come in for each topic'),
  downMs: real(15_000, 300_000, 60_000, 'how long both brokers are down'),
});

type Params = z.output<typeof params>;

/** Behind for longer than replica.lag.time.max.ms, by then it is out of the in-sync replicas. */
const holdAtMs = 5_000;
const crashAtMs = holdAtMs + 60_000;
const backAtMs = ({ downMs }: Params) => crashAtMs + downMs;

interface Subject extends HasCluster {
  readonly topics: readonly Topic[];
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
    ...together(crashAtMs, crash, 'b1', 'b2'),
    { atMs: crashAtMs + 1, fault: release('b3', 'broker') },
    ...together(backAtMs(params), restart, 'b1', 'b2'),
  ],
  metrics: {
    cleanLost: gauge('records', 'acknowledged and gone, where only one in sync may lead'),
    uncleanLost: gauge('records', 'acknowledged and gone, where any may'),
    cleanDownMs: gauge('ms', 'without a leader, where only one in sync may lead'),
    uncleanDownMs: gauge('ms', 'without a leader, where any may'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules, { brokers: 3 });
    const clean = kafka.topic('clean', replicated);
    const unclean = kafka.topic(
      'unclean',
      { ...replicated, 'unclean.leader.election.enable': true },
      { exempt: ['acknowledged-is-kept', 'appended-once-in-order'] },
    );
    for (const topic of [clean, unclean]) {
      kafka.load(topic, {
        name: `producer-${topic.name}`,
        everyMs: 1000 / params.ratePerSecond,
        untilMs: backAtMs(params) + 20_000,
        tickMs: 50,
        config: { 'linger.ms': 50, 'retry.backoff.ms': 500 },
      });
    }
    world.spawn(measureDown(kafka.cluster, clean, (downMs) => metrics.cleanDownMs.set(downMs)));
    world.spawn(measureDown(kafka.cluster, unclean, (downMs) => metrics.uncleanDownMs.set(downMs)));
    world.at(backAtMs(params) + 29_000, () => {
      metrics.cleanLost.set(clean.acknowledgedLost);
      metrics.uncleanLost.set(unclean.acknowledgedLost);
    });
    return { cluster: kafka.cluster, topics: [clean, unclean] };
  },
  invariants: [...protocolInvariants, acknowledgedIsKept],
  goals: () => [
    sometimes<Subject>(
      'out-of-sync',
      'one replica is out of sync when the others die',
      ({ cluster, topics: [clean] }) =>
        cluster.nowMs < crashAtMs &&
        clean?.partitions.every(({ isr }) => isr.length === 2) === true,
    ),
    eventually<Subject>('both-lead', 'in the end both topics have a leader', 0, ({ topics }) =>
      topics.every(leads),
    ),
  ],
  expect: (params) => [
    none('cleanLost', 'clean-loses-nothing').says(
      'who waits for a replica that is in sync loses nothing',
    ),
    within('cleanDownMs', 'clean-waits', {
      atLeast: params.downMs - 10,
      atMost: params.downMs + 10,
    }).says('and is without a leader until one is back'),
    within('uncleanDownMs', 'unclean-is-back-soon', { atMost: 9_000 + 10 }).says(
      'who takes any has a leader as soon as the loss is noticed',
    ),
    within('uncleanLost', 'unclean-loses-what-it-missed', {
      atLeast: Math.floor(((crashAtMs - holdAtMs - 30_500) * params.ratePerSecond) / 1000),
      atMost: Math.ceil(((crashAtMs - holdAtMs + 500) * params.ratePerSecond) / 1000),
    }).says('and loses what that replica had missed'),
  ],
  tells: ({ metrics }) =>
    `Two of three brokers died, and the third was a minute behind. The topic that waits was without a leader for ` +
    `${inSeconds(metrics.cleanDownMs.value)} and lost ${records(metrics.cleanLost.value)}. The topic that lets any replica lead was back after ` +
    `${inSeconds(metrics.uncleanDownMs.value)}, and lost ${records(metrics.uncleanLost.value)} that had been acknowledged.`,
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
