/**
 * What the scenarios of probabilistically bounded staleness share: stores, sizes, and expected
 * figures.
 */
import * as z from 'zod';
import { isStrict, missesWrite, type QuorumSizes } from '../../sims/replication/pbs/k-staleness.ts';
import {
  type Fit,
  fitNames,
  fits,
  fitTitles,
  type Latencies,
} from '../../sims/replication/pbs/latencies.ts';
import { publishedRow } from '../../sims/replication/pbs/published.ts';
import { type Expectation, exactBound } from '../../src/check/expectation.ts';
import { within } from '../../src/check/expected.ts';
import type { Counter, Histogram } from '../../src/check/metric.ts';
import {
  constant,
  drawnFrom,
  exponential,
  type MeasuredRange,
  meanOf,
} from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { distribution } from '../../src/lab/params.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { quantileInterval } from '../../src/statistics/quantile-interval.ts';
import { inPercent } from '../../src/words/numbers.ts';

const storeNames = [...fitNames, 'exponential', 'own'] as const;

export const storeParams = {
  store: z
    .enum(storeNames)
    .default('lnkd-disk')
    .describe('latencies: a fit from the paper, exponential writes and instant reads, or your own'),
  writeMs: distribution(1, 20).describe(
    'store=own or a file: delay of a write to a replica, in ms; exponential: its mean',
  ),
  otherMs: distribution(0.1, 1).describe(
    'store=own or a file: delay of an ack, a read and a response, in ms each',
  ),
};

interface Store {
  readonly store: (typeof storeNames)[number];
  readonly writeMs: MeasuredRange;
  readonly otherMs: MeasuredRange;
}

/** Latencies from a file are your own, whichever store was named. */
export const storeOf = ({ store, writeMs, otherMs }: Store): Store['store'] =>
  writeMs.values === undefined && otherMs.values === undefined ? store : 'own';

export function latenciesOf(named: Store): Latencies {
  const { writeMs, otherMs } = named;
  const store = storeOf(named);
  if (store !== 'exponential' && store !== 'own') return fits[store];
  const other = store === 'own' ? drawnFrom(otherMs) : constant(0);
  const write = store === 'own' ? drawnFrom(writeMs) : exponential(meanOf(writeMs));
  return { write, ack: other, read: other, response: other, remoteMs: 0 };
}

export function storeTitle(named: Store): string {
  const store = storeOf(named);
  return Object.hasOwn(fitTitles, store)
    ? fitTitles[store as Fit]
    : `a store with ${store} latencies`;
}

export const pbsParams = z.object({
  ...storeParams,
  replicas: whole(1, 20, 3, 'N: replicas of a key'),
  reads: whole(1, 20, 1, 'R: responses that a read waits for'),
  writes: whole(1, 20, 1, 'W: acknowledgements that a write waits for'),
  afterMs: real(0, 1e6, 10, 't: how long after the commit a read begins'),
  share: real(
    0.5,
    0.999,
    0.999,
    'quantile of the latencies, and the share of reads that must be fresh',
  ),
  trials: whole(20_000, 2_000_000, 20_000, 'writes, each followed by one read'),
});

export type PbsParams = z.output<typeof pbsParams>;

export interface PbsMetrics {
  readonly readMs: Histogram;
  readonly writeMs: Histogram;
  readonly freshAfterMs: Histogram;
  readonly freshAtOnce: Counter;
  readonly freshAfter: Counter;
}

/**
 * An interval misses by chance one time in a hundred thousand on either side; then nothing is
 * wrong.
 */
const missed = 1e-5;

/**
 * How far the paper’s figure may be from our interval: its fits and trials are rounded, and the
 * tail of t is heavy.
 */
const latencyTolerance = 0.03;
const freshTolerance = 0.2;

export const expectationsOf = (p: PbsParams): Expectation<PbsMetrics>[] => [
  ...freshness(p),
  ...asPublished(p),
];

function freshness(p: PbsParams): Expectation<PbsMetrics>[] {
  if (isStrict(p)) {
    const stale = ({ freshAtOnce }: PbsMetrics) => p.trials - freshAtOnce.value;
    return [
      within(stale, 'strict-is-fresh', exactBound(0)).says(
        'reads that missed the write; none, as R + W > N',
      ),
    ];
  }
  const misses = missesWrite(p);
  const meets = binomialQuantiles(p.trials, 1 - misses, missed).atLeast;
  const expectations = [
    within(({ freshAtOnce }: PbsMetrics) => freshAtOnce.value, 'quorums-meet', {
      atLeast: meets,
    }).says(
      `reads at the commit of a write, of ${p.trials}, that see it: at least those whose replicas overlap the write’s, 1 - C(N-W,R)/C(N,R) = ${inPercent(1 - misses)}`,
    ),
  ];
  if (storeOf(p) !== 'exponential') return expectations;
  // The replicas read are late with that probability, and each is later than t with e^(-t/mean),
  // because it is memoryless.
  const stale = misses * exp((-p.reads * p.afterMs) / meanOf(p.writeMs));
  return [
    ...expectations,
    within(
      ({ freshAfter }: PbsMetrics) => freshAfter.value,
      'fresh-after-t',
      binomialQuantiles(p.trials, 1 - stale, missed),
    ).says(
      `reads ${p.afterMs} ms after the commit of a write, of ${p.trials}, that see it: 1 - C(N-W,R)/C(N,R) e^(-Rt/mean) = ${inPercent(1 - stale)}`,
    ),
  ];
}

function asPublished(p: PbsParams): Expectation<PbsMetrics>[] {
  const row = p.share === 0.999 ? publishedRow(storeOf(p), p) : undefined;
  if (row === undefined) return [];
  const compared = (
    name: 'readMs' | 'writeMs' | 'freshAfterMs',
    tolerance: number,
    what: string,
  ) => {
    const published = row[name];
    const end = (of: 'low' | 'high') => (metrics: PbsMetrics) =>
      quantileInterval(metrics[name].samples, p.share, missed)[of];
    return [
      within(end('low'), `${name}-not-above`, { atMost: published * (1 + tolerance) }).says(
        `${what}, in ms: lower end of its confidence interval, at most the paper’s ${published} ms and a tolerance`,
      ),
      within(end('high'), `${name}-not-below`, { atLeast: published * (1 - tolerance) }).says(
        `${what}, in ms: upper end of its confidence interval, at least the paper’s ${published} ms less a tolerance`,
      ),
    ];
  };
  return [
    ...compared('readMs', latencyTolerance, 'p99.9 of read latency'),
    ...compared('writeMs', latencyTolerance, 'p99.9 of write latency'),
    ...compared('freshAfterMs', freshTolerance, 'time until 99.9% of reads are fresh'),
  ];
}

/** A figure with the ends of its 95% confidence interval. */
export function withInterval(metric: Histogram, share: number): string {
  const { low, high } = quantileInterval(metric.samples, share);
  const text = (value = 0) => String(Number(value.toPrecision(3)));
  return `${text(metric.quantile(share))} ms (${text(low)} to ${text(high)})`;
}

export const sizesInWords = ({ replicas, reads, writes }: QuorumSizes): string =>
  `N=${replicas}, R=${reads}, W=${writes}`;
