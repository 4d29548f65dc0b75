/**
 * One group gets a burst and works it off; in another a consumer hangs, with little lag. Burrow’s rules
 * tell them apart; a threshold does not.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagAt, partitionsOf } from '../../sims/kafka/group/group.ts';
import {
  alarmsAreTrue,
  effectsOnce,
  keysInOrder,
  protocolInvariants,
} from '../../sims/kafka/invariants.ts';
import { watchLag } from '../../sims/kafka/lag/monitor.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer, send } from '../../sims/kafka/producer/producer.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge, series } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { stall } from '../../src/world/fault.ts';
import {
  aboutKafka,
  balancedKeys,
  clusterOf,
  firstAssignmentMs,
  inSeconds,
  inTurn,
  ms,
  startTeam,
  whole,
} from './common.ts';
import { followLag, lagPlot } from './lag-plot.ts';

const params = z.object({
  burst: z.int().min(1_500).max(50_000).default(3_000).describe('records that come at once'),
  threshold: z
    .int()
    .min(1)
    .max(100_000)
    .default(300)
    .describe('what a threshold would allow, for each partition'),
  sampleEveryMs: z.number().min(1_000).max(30_000).default(2_000).describe('time between looks'),
});

type Params = z.output<typeof params>;

const window = 10;
const burstAtMs = firstAssignmentMs + 20_000;
const hangAtMs = firstAssignmentMs + 20_000;
const endMs = ({ burst, sampleEveryMs }: Params) =>
  burstAtMs + Math.max(burst * 5, 14 * sampleEveryMs) + 20_000;

interface Subject {
  readonly cluster: Cluster;
  readonly bursting: Group;
  readonly hanging: Group;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/lag-alarm',
  asks: 'When should lag raise an alarm: above a threshold, or by its trend?',
  claims: ['q7-lag-uniform-vs-skewed'],
  params,
  durationMs: endMs,
  plan: (params) => [
    {
      atMs: hangAtMs,
      fault: stall('hanging/c1', endMs(params)),
    },
  ],
  metrics: {
    falseAlarms: gauge('alarms', 'about the group that works its burst off'),
    detectedMs: gauge('ms', 'from the beginning of trouble to the alarm about the other'),
    burstLag: gauge('records', 'of lag, the most in any partition of the first'),
    hangLag: gauge('records', 'of lag in the partitions of the second at the end, the most'),
    burstOverTime: series('records', 'of the group that works a burst off', 1_000),
    hangOverTime: series('records', 'of the group with a consumer that hangs', 1_000),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const build = (name: string, everyMs: number): { group: Group; burst: () => void } => {
      const topic = createTopic(cluster, name, { partitions: 4 });
      const group = createGroup(cluster, name, [topic]);
      startTeam(cluster, group, {
        count: 2,
        work: { commit: 'batch' },
        recordMs: ms(5),
        config: { 'max.poll.records': 50 },
      });
      const producer = newProducer(cluster, topic, `${name}-producer`, { 'linger.ms': 20 });
      const drawKey = inTurn(balancedKeys(cluster, topic, name));
      const untilMs = endMs(params);
      world.spawn(load(producer, { everyMs: ms(everyMs), drawKey, untilMs, tickMs: 100 }));
      const burst = () => {
        for (let count = 0; count < params.burst; count++) send(producer, drawKey());
      };
      return { group, burst };
    };
    const bursting = build('bursting', 20);
    const hanging = build('hanging', 500);
    world.kernel.schedule(burstAtMs, bursting.burst, undefined);
    const options = { everyMs: params.sampleEveryMs, window, threshold: params.threshold };
    const quiet = watchLag(cluster, bursting.group, { ...options, isInTrouble: () => false });
    const loud = watchLag(cluster, hanging.group, {
      ...options,
      isInTrouble: () => cluster.nowMs >= hangAtMs + 1_000,
    });
    followLag(cluster, bursting.group, metrics.burstOverTime);
    followLag(cluster, hanging.group, metrics.hangOverTime);
    const worst = (group: Group) =>
      Math.max(...partitionsOf(group).map((partition) => lagAt(group, partition)));
    world.kernel.schedule(
      burstAtMs + 500,
      () => metrics.burstLag.set(worst(bursting.group)),
      undefined,
    );
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.falseAlarms.set(quiet.falseAlarms);
        if (loud.detectedAfterMs !== undefined) metrics.detectedMs.set(loud.detectedAfterMs);
        metrics.hangLag.set(worst(hanging.group));
      },
      undefined,
    );
    return { cluster, bursting: bursting.group, hanging: hanging.group };
  },
  invariants: [...protocolInvariants, effectsOnce, keysInOrder, alarmsAreTrue],
  goals: (params) => [
    sometimes<Subject>('burst-is-large', 'the burst is far above the threshold', ({ bursting }) =>
      partitionsOf(bursting).some((partition) => lagAt(bursting, partition) > params.threshold),
    ),
    sometimes<Subject>('burst-is-over', 'and it is worked off', ({ cluster, bursting }) => {
      return (
        cluster.nowMs > burstAtMs + 1_000 &&
        partitionsOf(bursting).every((partition) => lagAt(bursting, partition) < 30)
      );
    }),
  ],
  expect: (params) => [
    {
      id: 'no-false-alarm',
      text: 'no alarm about a lag that is being worked off, however large',
      measured: ({ falseAlarms }) => falseAlarms.value,
      bound: { atMost: 0 },
    },
    {
      id: 'hang-is-seen',
      text: 'and one about commits that stand still, as soon as the window shows nothing else',
      measured: ({ detectedMs }) => detectedMs.value,
      bound: { atLeast: 0, atMost: (window + 1) * params.sampleEveryMs },
    },
    {
      id: 'hang-is-small',
      text: 'though its lag is far below the threshold',
      measured: ({ hangLag }) => hangLag.value,
      bound: { atLeast: 1, atMost: params.threshold },
    },
  ],
  tells: ({ params, metrics }) =>
    `A burst put ${whole(metrics.burstLag.value)} records into a partition, and was worked off without an alarm. A consumer that hung was reported after ` +
    `${inSeconds(metrics.detectedMs.value)}, with a lag of ${whole(metrics.hangLag.value)} records. A threshold of ${params.threshold} would have cried at the first and missed the second.`,
  plots: ({ metrics }) => [
    lagPlot({ burst: metrics.burstOverTime, hanging: metrics.hangOverTime }, [
      { x: burstAtMs, label: 'burst, and hang' },
    ]),
  ],
});

// Left out: a group that is too slow for good without standing still; its lag grows from sample to sample,
// which is Burrow’s WARN.
