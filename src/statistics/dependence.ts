/**
 * What dependent observations are worth. Points of one machine over time resemble their neighbours,
 * requests of one pod or user resemble each other: the mean of n of them varies as the mean of fewer
 * independent ones. The inflation of its variance (the design effect) says how many fewer.
 *
 * Of a series, two estimates are made, and the larger counts: from the correlation of neighbours, as
 * if the series were autoregressive of first order (Bartlett 1946), its bias corrected (Kendall 1954);
 * and from its slowest cosine waves, which see drift and daily swings whatever the process (Lazarus,
 * Lewis, Stock and Watson, HAR Inference: Recommendations for Practice, 2018). Of clusters, the
 * residuals are summed within each (Liang and Zeger 1986). Neither is ever taken to be below 1.
 */
import { cos, pow } from '../kernel/elementary.ts';

export interface Dependence {
  readonly kind: 'series' | 'pairs' | 'clusters';
  /** How many times larger the mean's variance is than that of as many independent observations; 1 or more. */
  readonly inflation: number;
  /** Degrees of freedom of that estimate. */
  readonly freedom: number;
  /** Between neighbours; of clusters, how many there are. */
  readonly autocorrelation?: number;
  readonly clusters?: number;
}

/** How many of the slowest waves count: the fewer, the better what decays slowly is seen. */
const [wavesMin, wavesMax] = [4, 16];
/** How far the power of the last wave may lie below that of an endless one. */
const powerLost = 0.15;

/** Values in order of time. O(n). */
export function dependenceOfSeries(values: Float64Array): Dependence {
  const count = values.length;
  const { residuals, variance } = centred(values);
  if (variance === 0) {
    return { kind: 'series', inflation: 1, freedom: wavesMin, autocorrelation: 0 };
  }
  const observed = productsAt(residuals, 1) / (variance * count);
  const autocorrelation = Math.min(1 - 1 / count, observed + (1 + 3 * observed) / count);
  const byNeighbours = (1 + autocorrelation) / (1 - autocorrelation);
  const waves = wavesFor(persistenceOf(residuals, variance, autocorrelation), count);
  const byWaves = meanPowerOfWaves(residuals, waves) / variance;
  return {
    kind: 'series',
    inflation: Math.max(1, byNeighbours, byWaves),
    freedom: waves,
    autocorrelation,
  };
}

/** The sum of the products of values that lie so far apart. O(n). */
function productsAt(residuals: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < residuals.length; i++) {
    sum += (residuals[i - lag] as number) * (residuals[i] as number);
  }
  return sum;
}

/**
 * The correlation of neighbours in the most lasting autoregressive series that the series may be, or
 * contain: what is still correlated after 16 points by more than chance is not forgotten soon.
 */
function persistenceOf(residuals: Float64Array, variance: number, autocorrelation: number): number {
  const count = residuals.length;
  let persistence = Math.max(0, autocorrelation);
  for (let lag = 2; lag <= count / 8; lag *= 2) {
    const certain = productsAt(residuals, lag) / (variance * count) - 2 / Math.sqrt(count);
    if (certain > 0) persistence = Math.max(persistence, pow(certain, 1 / lag));
  }
  return persistence;
}

/** So many that an autoregressive series of that correlation still looks flat to the last of them. */
function wavesFor(persistence: number, count: number): number {
  const width = (1 - persistence) * Math.sqrt(powerLost / persistence);
  const waves = Math.min(wavesMax, Math.floor(count / 4), Math.floor((count / Math.PI) * width));
  return Math.max(wavesMin, waves);
}

/** The mean square of the projections onto the slowest waves: an estimate of n times the mean's variance. */
function meanPowerOfWaves(residuals: Float64Array, waves: number): number {
  const count = residuals.length;
  let power = 0;
  for (let wave = 1; wave <= waves; wave++) {
    let projection = 0;
    for (let i = 0; i < count; i++) {
      projection += (residuals[i] as number) * cos((Math.PI * wave * (i + 0.5)) / count);
    }
    power += (2 * pow(projection, 2)) / count;
  }
  return power / waves;
}

/**
 * Of pairs measured at the same times, in order of time: what both sides share, such as the load of the
 * day, is in no difference. Their variance is a share of that of two samples which share nothing;
 * `inflation` is that of the differences. O(n).
 */
export function dependenceOfPairs(
  first: Float64Array,
  second: Float64Array,
): { readonly dependence: Dependence; readonly share: number } {
  const differences = first.map((value, place) => value - (second[place] as number));
  const dependence = dependenceOfSeries(differences);
  const apart = centred(first).variance + centred(second).variance;
  const share = apart === 0 ? 1 : centred(differences).variance / apart;
  return { dependence: { ...dependence, kind: 'pairs' }, share };
}

/** `clusters` names the cluster of each value. O(n). */
export function dependenceOfClusters(
  values: Float64Array,
  clusters: readonly string[],
): Dependence {
  const { residuals, variance } = centred(values);
  const sums = new Map<string, number>();
  for (const [i, residual] of residuals.entries()) {
    const cluster = clusters[i] as string;
    sums.set(cluster, (sums.get(cluster) ?? 0) + residual);
  }
  const count = sums.size;
  let squares = 0;
  for (const sum of sums.values()) squares += pow(sum, 2);
  const inflation =
    variance === 0 || count < 2
      ? 1
      : (squares * count) / ((count - 1) * variance * residuals.length);
  return {
    kind: 'clusters',
    inflation: Math.max(1, inflation),
    freedom: count - 1,
    clusters: count,
  };
}

function centred(values: Float64Array): { residuals: Float64Array; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const residuals = values.map((value) => value - mean);
  const squares = residuals.reduce((sum, residual) => sum + pow(residual, 2), 0);
  return { residuals, variance: squares / values.length };
}
