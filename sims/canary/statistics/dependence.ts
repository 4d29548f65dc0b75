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

export interface Dependence {
  readonly kind: 'series' | 'clusters';
  /** How many times larger the mean's variance is than that of as many independent observations; 1 or more. */
  readonly inflation: number;
  /** Degrees of freedom of that estimate. */
  readonly freedom: number;
  /** Between neighbours; of clusters, how many there are. */
  readonly autocorrelation?: number;
  readonly clusters?: number;
}

/** The slowest waves of a series: few, so that what decays slowly still looks flat to them. */
const waves = 4;

/** Values in order of time. O(n). */
export function dependenceOfSeries(values: Float64Array): Dependence {
  const count = values.length;
  const { residuals, variance } = centred(values);
  if (variance === 0) return { kind: 'series', inflation: 1, freedom: waves, autocorrelation: 0 };
  let neighbours = 0;
  for (let i = 1; i < count; i++) {
    neighbours += (residuals[i - 1] as number) * (residuals[i] as number);
  }
  const observed = neighbours / (variance * count);
  const autocorrelation = Math.min(1 - 1 / count, observed + (1 + 3 * observed) / count);
  const byNeighbours = (1 + autocorrelation) / (1 - autocorrelation);
  const byWaves = meanPowerOfWaves(residuals) / variance;
  return {
    kind: 'series',
    inflation: Math.max(1, byNeighbours, byWaves),
    freedom: waves,
    autocorrelation,
  };
}

/** The mean square of the projections onto the slowest waves: an estimate of n times the mean's variance. */
function meanPowerOfWaves(residuals: Float64Array): number {
  const count = residuals.length;
  let power = 0;
  for (let wave = 1; wave <= waves; wave++) {
    let projection = 0;
    for (let i = 0; i < count; i++) {
      projection += (residuals[i] as number) * Math.cos((Math.PI * wave * (i + 0.5)) / count);
    }
    power += (2 * projection ** 2) / count;
  }
  return power / waves;
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
  for (const sum of sums.values()) squares += sum ** 2;
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
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  return { residuals, variance: squares / values.length };
}
