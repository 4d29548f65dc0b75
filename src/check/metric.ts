/**
 * Metrics: what a run measures. A scenario declares them, its `build` gets one of each to feed, and
 * its expectations and reports read them.
 */
import { Series } from './series.ts';

/** Counts occurrences. */
export class Counter {
  value = 0;

  add(amount = 1): void {
    this.value += amount;
  }
}

/** Holds the last value that it was set to. */
export class Gauge {
  value: number | undefined = undefined;

  set(value: number): void {
    this.value = value;
  }
}

/**
 * Keeps every sample, so that its quantiles are exact. Recording O(1); quantiles sort once, O(n log
 * n).
 */
export class Histogram {
  #samples = new Float64Array(64);
  #count = 0;
  #sum = 0;
  #sorted = true;

  record(sample: number): void {
    if (Number.isNaN(sample)) throw new RangeError('a histogram cannot hold NaN');
    if (this.#count === this.#samples.length) {
      const larger = new Float64Array(this.#samples.length * 2);
      larger.set(this.#samples);
      this.#samples = larger;
    }
    this.#samples[this.#count++] = sample;
    this.#sum += sample;
    this.#sorted = false;
  }

  get count(): number {
    return this.#count;
  }

  /** Undefined, as are all that follow, where there are no samples. */
  get mean(): number | undefined {
    return this.#count === 0 ? undefined : this.#sum / this.#count;
  }

  get min(): number | undefined {
    return this.quantile(0);
  }

  get max(): number | undefined {
    return this.quantile(1);
  }

  /**
   * The smallest sample that at least the share q of all samples does not exceed (nearest rank). q
   * in [0, 1].
   */
  quantile(q: number): number | undefined {
    if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile is between 0 and 1, not ${q}`);
    if (this.#count === 0) return undefined;
    if (!this.#sorted) this.#samples.subarray(0, this.#count).sort();
    this.#sorted = true;
    return this.#samples[Math.max(0, Math.ceil(q * this.#count) - 1)];
  }

  /** All samples, in ascending order. */
  get samples(): Float64Array {
    this.quantile(0);
    return this.#samples.slice(0, this.#count);
  }
}

export interface MetricDefinition<Metric> {
  readonly unit: string;
  readonly says: string;
  readonly create: () => Metric;
}

export const counter = (unit: string, says: string): MetricDefinition<Counter> => ({
  unit,
  says,
  create: () => new Counter(),
});

export const gauge = (unit: string, says: string): MetricDefinition<Gauge> => ({
  unit,
  says,
  create: () => new Gauge(),
});

export const histogram = (unit: string, says: string): MetricDefinition<Histogram> => ({
  unit,
  says,
  create: () => new Histogram(),
});

export const series = (unit: string, says: string, bucketMs: number): MetricDefinition<Series> => ({
  unit,
  says,
  create: () => new Series(unit, bucketMs),
});

export type AnyMetric = Counter | Gauge | Histogram | Series;
export type MetricDefinitions = Readonly<Record<string, MetricDefinition<AnyMetric>>>;

/** The metrics of one run, by the names of their definitions. */
export type MetricsOf<Definitions extends MetricDefinitions> = {
  readonly [Name in keyof Definitions]: ReturnType<Definitions[Name]['create']>;
};

/** A gauge of the same kind for each of these: `name.of`. */
export function gaugePer<const Name extends string, const Of extends string>(
  names: readonly Name[],
  of: Of,
  unit: string,
  says: (name: Name) => string,
): Record<`${Name}.${Of}`, ReturnType<typeof gauge>> {
  const entries = names.map((name) => [`${name}.${of}`, gauge(unit, says(name))]);
  return Object.fromEntries(entries) as Record<`${Name}.${Of}`, ReturnType<typeof gauge>>;
}

export function createMetrics<Definitions extends MetricDefinitions>(
  definitions: Definitions,
): MetricsOf<Definitions> {
  const entries = Object.entries(definitions).map(([name, { create }]) => [name, create()]);
  return Object.fromEntries(entries) as MetricsOf<Definitions>;
}

/**
 * A metric as plain data: a number, or the summary of a histogram or of the buckets of a series;
 * null where nothing was measured.
 */
export type MetricReport =
  | number
  | null
  | {
      readonly count: number;
      readonly mean: number | null;
      readonly p50: number | null;
      readonly p95: number | null;
      readonly p99: number | null;
      readonly min: number | null;
      readonly max: number | null;
    };

export function reportMetric(metric: AnyMetric): MetricReport {
  if (metric instanceof Histogram) return summaryOf(metric);
  if (metric instanceof Series) return summaryOf(histogramOf(metric.values));
  return metric.value ?? null;
}

function summaryOf(histogram: Histogram): MetricReport {
  return {
    count: histogram.count,
    mean: histogram.mean ?? null,
    p50: histogram.quantile(0.5) ?? null,
    p95: histogram.quantile(0.95) ?? null,
    p99: histogram.quantile(0.99) ?? null,
    min: histogram.min ?? null,
    max: histogram.max ?? null,
  };
}

function histogramOf(samples: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const sample of samples) histogram.record(sample);
  return histogram;
}
