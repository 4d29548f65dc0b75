/** What a metric of one run contributes to a sweep. */
import { type AnyMetric, Histogram } from '../../check/metric.ts';
import { Series } from '../../check/series.ts';
import { ExactSum } from './exact-sum.ts';

export interface Samples {
  /**
   * The run's own figure: the value of a counter or gauge, the mean of a histogram's samples or of
   * the buckets of a series. Undefined where nothing was measured. The figures of different runs
   * are independent, which samples of one run need not be.
   */
  readonly figure: number | undefined;
  /** Where the metric keeps samples, or buckets: all of them. */
  readonly samples: Iterable<number> | undefined;
}

export function samplesOf(metric: AnyMetric): Samples {
  if (metric instanceof Histogram) return { figure: metric.mean, samples: metric.samples };
  if (metric instanceof Series) {
    const { values } = metric;
    const sum = values.reduce((total, value) => total + value, 0);
    return { figure: values.length === 0 ? undefined : sum / values.length, samples: values };
  }
  const { value } = metric;
  return { figure: Number.isNaN(value) ? undefined : value, samples: undefined };
}

/** Running sums over the samples of metrics, by name, until they go into a tally. */
export class PooledSamples {
  readonly #sums = new Map<string, ExactSum>();

  sumFor(name: string): ExactSum {
    let sum = this.#sums.get(name);
    if (sum === undefined) {
      sum = new ExactSum();
      this.#sums.set(name, sum);
    }
    return sum;
  }

  /** Every sum, as a whole multiple of 2^-1074; all begin anew. */
  *take(): Iterable<readonly [name: string, units: bigint]> {
    for (const [name, sum] of this.#sums) yield [name, sum.take()];
  }
}
