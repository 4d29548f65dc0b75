/** What the three scenarios about the shape of lag share: one group, sampled and judged. */
import * as z from 'zod';
import { judged, sampleLag } from '../../sims/kafka/lag/monitor.ts';
import type { CauseId } from '../../sims/kafka/lag/report.ts';
import type { Sample } from '../../sims/kafka/lag/sample.ts';
import type { KeyId } from '../../sims/kafka/records.ts';
import type { KafkaRule } from '../../sims/kafka/rules.ts';
import { exactly, some, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { type Gauge, gauge } from '../../src/check/metric.ts';
import { exponential } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import type { Setup } from '../../src/lab/scenario.ts';
import { counted, percent } from '../../src/words/numbers.ts';
import { type HasGroup, KafkaBuilder } from './builder.ts';
import { aboutKafka } from './kit.ts';
import { onceInOrder } from './promises.ts';

export const lagParams = z.object({
  partitions: whole(6, 200, 12, 'partitions of the topic'),
  consumers: whole(3, 6, 4, 'consumers in the group'),
  ratePerSecond: real(60, 1_000, 120, 'arrival rate of records'),
  sampleEveryMs: real(1_000, 60_000, 5_000, 'time between samples of the lag'),
});

export type LagParams = z.output<typeof lagParams>;

export interface LagSubject extends HasGroup {
  readonly samples: readonly Sample[];
}

/** How many samples are taken: twice Burrow's window of ten. */
const sampleCount = 20;

export const lagDurationMs = ({ sampleEveryMs }: LagParams) => sampleCount * sampleEveryMs + 1;

/** The claim that all three decide. */
const shapes = 'q7-lag-uniform-vs-skewed';

export const lagMetrics = {
  lag: gauge('records', 'of the group at the end'),
  holders: gauge('partitions', 'that hold four fifths of it'),
  concentrated: gauge('0 or 1', 'whether the lag is concentrated on a few partitions'),
  named: gauge('0 or 1', 'whether the right cause was named'),
};

type LagSetup = Setup<LagParams, KafkaRule, typeof lagMetrics>;

export interface Shape {
  /** Draws the keys of the load. */
  readonly drawKey: (kafka: KafkaBuilder, keys: readonly KeyId[]) => () => KeyId;
  /** Records per second that one consumer can process. */
  readonly consumerPerSecond: (params: LagParams) => number;
  readonly cause: CauseId;
}

export function lagGroup({ world, rules, params, metrics }: LagSetup, shape: Shape): LagSubject {
  const kafka = new KafkaBuilder(world, rules);
  const { cluster } = kafka;
  const topic = kafka.topic('orders', { partitions: params.partitions });
  const group = kafka.group('billing', [topic], {
    count: params.consumers,
    recordMs: 1000 / shape.consumerPerSecond(params),
    config: { 'max.poll.records': 20 },
  });
  const untilMs = lagDurationMs(params);
  kafka.load(topic, {
    everyMs: exponential(1000 / params.ratePerSecond),
    drawKey: shape.drawKey(kafka, kafka.keys(2_000)),
    untilMs,
    tickMs: 250,
    config: { 'linger.ms': 500 },
  });
  const samples = sampleLag(cluster, group, params.sampleEveryMs);
  world.at(untilMs, () => saySo(samples, shape, metrics));
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
  // A rate is visible in a partition that gets a few dozen records between two samples.
  swarm: { partitions: { min: 6, max: 12 }, sampleEveryMs: { min: 5_000, max: 20_000 } },
  durationMs: lagDurationMs,
  metrics: lagMetrics,
  claims: [shapes],
  invariants: onceInOrder,
  goals: () => [
    sometimes<LagSubject>('lags', 'the group lags behind', ({ samples }) => {
      return samples.some(({ committed = 0, logEnd = 0 }) => logEnd - committed > 100);
    }),
  ],
};

export const namesTheCause = some('named', 'names-the-cause').says(
  'cause named rightly (1) or not (0), from the shape of the lag, the rates and the statuses alone',
  shapes,
);

export const isShaped = (concentrated: 0 | 1, text: string) =>
  exactly(
    concentrated,
    'concentrated',
    concentrated === 1 ? 'lag-is-concentrated' : 'lag-is-uniform',
  ).says(`whether the lag is concentrated on a few partitions (1 yes, 0 no): ${text}`, shapes);

export const heldByAtMost = (partitions: number, id: string, text: string) =>
  within('holders', id, { atMost: partitions }).says(
    `partitions that together hold four fifths of the lag: ${text}`,
    shapes,
  );

/** What was seen, told from the samples alone. */
export function tellLag({ samples }: LagSubject): string {
  const report = judged(samples);
  if (report === undefined) return 'Nothing was sampled.';
  const { status, lag, spread, partitions, cause } = report;
  const statuses = partitions.map((partition) => partition.status ?? '?');
  const counts = [...new Set(statuses)].map(
    (one) => `${statuses.filter((s) => s === one).length} ${one}`,
  );
  return (
    `${cause.because} The group’s lag is ${counted(lag, 'record')}, ` +
    `${percent(spread.share, 0)} of it in ${spread.holders.length} of ${counted(partitions.length, 'partition')}, and its status ${status ?? 'unknown'} (${counts.join(', ')}).`
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
