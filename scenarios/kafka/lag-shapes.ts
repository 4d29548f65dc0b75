/** What the three scenarios about the shape of lag have in common: one group, sampled and judged. */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup } from '../../sims/kafka/group/group.ts';
import { effectsOnce, keysInOrder, protocolInvariants } from '../../sims/kafka/invariants.ts';
import { judged, sampleLag } from '../../sims/kafka/lag/monitor.ts';
import type { CauseId } from '../../sims/kafka/lag/report.ts';
import type { Sample } from '../../sims/kafka/lag/sample.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { load } from '../../sims/kafka/producer/load.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import type { KeyId } from '../../sims/kafka/records.ts';
import { addKeys } from '../../sims/kafka/records.ts';
import type { KafkaRule } from '../../sims/kafka/rules.ts';
import { sometimes } from '../../src/check/goal.ts';
import { type Gauge, gauge } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import type { Setup } from '../../src/lab/scenario.ts';
import { aboutKafka, clusterOf, ms, percent, startTeam, whole } from './common.ts';

export const lagParams = z.object({
  partitions: z.int().min(6).max(200).default(12).describe('partitions of the topic'),
  consumers: z.int().min(3).max(6).default(4).describe('consumers in the group'),
  ratePerSecond: z.number().min(60).max(1_000).default(120).describe('records that come in'),
  sampleEveryMs: z
    .number()
    .min(1_000)
    .max(60_000)
    .default(5_000)
    .describe('time between samples of the lag'),
});

export type LagParams = z.output<typeof lagParams>;

export interface LagSubject {
  readonly cluster: Cluster;
  readonly group: Group;
  readonly samples: readonly Sample[];
}

/** How many samples are taken: Burrow’s window of ten, twice. */
const sampleCount = 20;

export const lagDurationMs = ({ sampleEveryMs }: LagParams) => sampleCount * sampleEveryMs + 1;

export const lagMetrics = {
  lag: gauge('records', 'of the group in the end'),
  holders: gauge('partitions', 'that hold four fifths of it'),
  concentrated: gauge('0 or 1', 'whether the lag is concentrated on a few partitions'),
  named: gauge('0 or 1', 'whether the right cause was named'),
};

type LagSetup = Setup<LagParams, KafkaRule, typeof lagMetrics>;

export interface Shape {
  /** Draws the keys of the load. */
  readonly drawKey: (cluster: Cluster, keys: readonly KeyId[]) => () => KeyId;
  /** Records a second that one consumer can process. */
  readonly consumerPerSecond: (params: LagParams) => number;
  readonly cause: CauseId;
}

export function lagGroup({ world, rules, params, metrics }: LagSetup, shape: Shape): LagSubject {
  const cluster = clusterOf({ world, rules });
  const topic = createTopic(cluster, 'orders', { partitions: params.partitions });
  const group = createGroup(cluster, 'billing', [topic]);
  startTeam(cluster, group, {
    count: params.consumers,
    work: { commit: 'batch' },
    recordMs: ms(1000 / shape.consumerPerSecond(params)),
    config: { 'max.poll.records': 20 },
  });
  const producer = newProducer(cluster, topic, 'shop', { 'linger.ms': 500 });
  const drawKey = shape.drawKey(cluster, addKeys(cluster.records, 'order', 2_000));
  const untilMs = lagDurationMs(params);
  world.spawn(
    load(producer, {
      everyMs: exponential(1000 / params.ratePerSecond),
      drawKey,
      untilMs,
      tickMs: 250,
    }),
  );
  const samples = sampleLag(cluster, group, params.sampleEveryMs);
  world.kernel.schedule(untilMs, () => saySo(samples, shape, metrics), undefined);
  return { cluster, group, samples };
}

type LagGauges = { readonly [Name in keyof typeof lagMetrics]: Gauge };

function saySo(samples: readonly Sample[], { cause }: Shape, metrics: LagGauges): void {
  const report = judged(samples);
  if (report === undefined) return;
  metrics.lag.set(report.lag);
  metrics.holders.set(report.spread.holders.length);
  metrics.concentrated.set(report.spread.shape === 'concentrated' ? 1 : 0);
  metrics.named.set(report.cause.id === cause ? 1 : 0);
}

export const aboutLag = {
  ...aboutKafka,
  params: lagParams,
  // A rate shows in a partition that gets a few dozen records between two samples.
  swarm: { partitions: { min: 6, max: 12 }, sampleEveryMs: { min: 5_000, max: 20_000 } },
  durationMs: lagDurationMs,
  metrics: lagMetrics,
  claims: ['q7-lag-uniform-vs-skewed'],
  invariants: [...protocolInvariants, effectsOnce, keysInOrder],
  goals: () => [
    sometimes<LagSubject>('lags', 'the group lags behind', ({ samples }) => {
      return samples.some(({ committed = 0, logEnd = 0 }) => logEnd - committed > 100);
    }),
  ],
};

export const namesTheCause = {
  id: 'names-the-cause',
  text: 'the shape, the rates and the statuses by themselves tell the cause',
  claim: 'q7-lag-uniform-vs-skewed',
  measured: ({ named }: LagGauges) => named.value,
  bound: { atLeast: 1 },
};

export function isShaped(concentrated: 0 | 1, text: string) {
  return {
    id: concentrated === 1 ? 'lag-is-concentrated' : 'lag-is-uniform',
    text,
    claim: 'q7-lag-uniform-vs-skewed',
    measured: (metrics: LagGauges) => metrics.concentrated.value,
    bound: { atLeast: concentrated, atMost: concentrated },
  };
}

/** What was seen, as somebody says it who knows only the samples. */
export function tellLag({ samples }: LagSubject): string {
  const report = judged(samples);
  if (report === undefined) return 'Nothing was sampled.';
  const { status, lag, spread, partitions, cause } = report;
  const statuses = partitions.map((partition) => partition.status ?? '?');
  const counts = [...new Set(statuses)].map(
    (one) => `${statuses.filter((s) => s === one).length} ${one}`,
  );
  return (
    `The group is ${status ?? 'not judged'}, with a lag of ${whole(lag)} records: ${spread.shape}, ` +
    `${spread.holders.length} of ${partitions.length} partitions hold ${percent(spread.share)} of it (${counts.join(', ')}). ${cause.because}`
  );
}

export function partitionLagPlot({ samples, cluster }: LagSubject) {
  const numbers = [...new Set(samples.map(({ partition }) => partition))].slice(0, 12);
  const lagAt = ({ committed = 0, logEnd = 0 }: Sample) => Math.max(0, logEnd - committed);
  return {
    title: `lag of each partition, ${cluster.nowMs / 1000} s`,
    xLabel: 's',
    yLabel: 'records',
    lines: numbers.map((number) => ({
      name: `orders-${number}`,
      points: samples
        .filter(({ partition }) => partition === number)
        .map((sample): [number, number] => [sample.atMs / 1000, lagAt(sample)]),
    })),
  };
}
