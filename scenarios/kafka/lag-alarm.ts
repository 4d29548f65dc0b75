/**
 * One group gets a burst and drains it; in another a consumer hangs, with little lag. Burrow's
 * rules tell them apart; a threshold does not.
 */

import * as z from 'zod';
import { lagAt, partitionsOf } from '../../sims/kafka/group/group.ts';
import { alarmsAreTrue } from '../../sims/kafka/invariants.ts';
import { watchLag } from '../../sims/kafka/lag/monitor.ts';
import type { Group } from '../../sims/kafka/model.ts';
import { inSeconds, rounded } from '../../src/words/numbers.ts';
import { stall } from '../../src/world/fault.ts';
import { firstAssignmentMs, type HasGroup, KafkaBuilder, send } from './builder.ts';
import { aboutKafka, gauge, real, scenario, series, sometimes, whole } from './kit.ts';
import { followLag, lagPlot } from './lag-plot.ts';
import { none, onceInOrder, within } from './promises.ts';

const params = z.object({
  burst: whole(1_500, 50_000, 3_000, 'size of the burst'),
  threshold: whole(1, 100_000, 300, 'a threshold for comparison, for each partition'),
  sampleEveryMs: real(1_000, 30_000, 2_000, 'time between samples'),
});

type Params = z.output<typeof params>;

const window = 10;
const burstAtMs = firstAssignmentMs + 20_000;
const hangAtMs = firstAssignmentMs + 20_000;
const endMs = ({ burst, sampleEveryMs }: Params) =>
  burstAtMs + Math.max(burst * 5, 14 * sampleEveryMs) + 20_000;

export default scenario({
  ...aboutKafka,
  id: 'kafka/lag-alarm',
  asks: 'When should lag raise an alarm: above a threshold, or by its trend?',
  claims: ['q7-lag-uniform-vs-skewed'],
  code: ['sims/kafka/lag/monitor.ts#raiseAlarms', 'sims/kafka/lag/burrow.ts#evaluate'],
  params,
  durationMs: endMs,
  plan: (params) => [{ atMs: hangAtMs, fault: stall('hanging/c1', endMs(params)) }],
  metrics: {
    falseAlarms: gauge('alarms', 'about the group that drains its burst'),
    detectedMs: gauge('ms', 'from the start of the trouble to the alarm about the other group'),
    burstLag: gauge('records', 'of lag, the largest in any partition of the first group'),
    hangLag: gauge(
      'records',
      'of lag in the partitions of the second group at the end, the largest',
    ),
    burstOverTime: series('records', 'of the group that drains a burst', 1_000),
    hangOverTime: series('records', 'of the group with a consumer that hangs', 1_000),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const build = (name: string, everyMs: number) => {
      const topic = kafka.topic(name, { partitions: 4 });
      const config = { 'max.poll.records': 50 };
      const group = kafka.group(name, [topic], { count: 2, recordMs: 5, config });
      const drawKey = kafka.balanced(topic, name);
      const producer = kafka.load(topic, {
        name: `${name}-producer`,
        everyMs,
        drawKey,
        untilMs: endMs(params),
        tickMs: 100,
        config: { 'linger.ms': 20 },
      });
      const burst = () => {
        for (let count = 0; count < params.burst; count++) send(producer, drawKey());
      };
      return { group, burst };
    };
    const { group: bursting, burst } = build('bursting', 20);
    const { group: hanging } = build('hanging', 500);
    world.at(burstAtMs, burst);
    const options = { everyMs: params.sampleEveryMs, window, threshold: params.threshold };
    const quiet = watchLag(cluster, bursting, { ...options, isInTrouble: () => false });
    const hangs = () => cluster.nowMs >= hangAtMs + 1_000;
    const loud = watchLag(cluster, hanging, { ...options, isInTrouble: hangs });
    followLag(bursting, metrics.burstOverTime);
    followLag(hanging, metrics.hangOverTime);
    const worst = (group: Group) =>
      Math.max(...partitionsOf(group).map((partition) => lagAt(group, partition)));
    world.at(burstAtMs + 500, () => metrics.burstLag.set(worst(bursting)));
    world.at(endMs(params) - 1, () => {
      metrics.falseAlarms.set(quiet.falseAlarms);
      if (loud.detectedAfterMs !== undefined) metrics.detectedMs.set(loud.detectedAfterMs);
      metrics.hangLag.set(worst(hanging));
    });
    return { cluster, group: bursting };
  },
  invariants: [...onceInOrder, alarmsAreTrue],
  goals: (params) => [
    sometimes<HasGroup>('burst-is-large', 'the burst is far above the threshold', ({ group }) =>
      partitionsOf(group).some((partition) => lagAt(group, partition) > params.threshold),
    ),
    sometimes<HasGroup>(
      'burst-is-over',
      'and the group drains it',
      ({ cluster, group }) =>
        cluster.nowMs > burstAtMs + 1_000 &&
        partitionsOf(group).every((partition) => lagAt(group, partition) < 30),
    ),
  ],
  expect: (params) => [
    none('falseAlarms', 'no-false-alarm').says('alarms by the trend about a lag that was draining'),
    within('detectedMs', 'hang-is-seen', {
      atLeast: 0,
      atMost: (window + 1) * params.sampleEveryMs,
    }).says(
      'ms until the alarm by the trend about the consumer that hung: at most the window of samples and one more',
    ),
    within('hangLag', 'hang-is-small', { atLeast: 1, atMost: params.threshold }).says(
      'lag of the consumer that hung, in records, when the alarm came: below the threshold',
    ),
  ],
  tells: ({ params, metrics }) =>
    `By its trend: alarm if over several samples the lag never falls, or commits stand still. A burst of ${rounded(metrics.burstLag.value)} records in one partition drained without an alarm, and a consumer that hung was reported after ` +
    `${inSeconds(metrics.detectedMs.value)}, with a lag of ${rounded(metrics.hangLag.value)} records. A threshold of ${params.threshold} records would have raised an alarm for the first and missed the second.`,
  plots: ({ metrics }) => [
    lagPlot({ burst: metrics.burstOverTime, hanging: metrics.hangOverTime }, [
      { x: burstAtMs, label: 'burst, and hang' },
    ]),
  ],
});

// Left out: a group that is permanently too slow without standing still; its lag grows from sample
// to sample, which is Burrow's WARN.
