/** The bounds that expectations set, beside the distributions of the metrics that they are about. */
import { group } from 'd3-array';
import type { Bound, Expectation } from '../../check/expectation.ts';
import type { AnyMetric, MetricReport } from '../../check/metric.ts';
import { must } from '../../kernel/must.ts';
import { Run, type RunOptions } from '../../lab/run.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import type { Bin } from '../../lab/sweep/bins.ts';

export interface MetricBound {
  readonly metric: string;
  readonly bound: Bound;
}

/**
 * The one metric whose figure the expectation compares with its bound, in a run with these metrics.
 * Undefined if it reads several, or another figure than the one that a sweep has from each run (a
 * quantile instead of the mean).
 */
export function boundOf(
  { measured, bound }: Expectation<Readonly<Record<string, AnyMetric>>>,
  metrics: Readonly<Record<string, AnyMetric>>,
  figureOf: (metric: string) => number | undefined,
): MetricBound | undefined {
  const read = new Set<string>();
  const watched = new Proxy(metrics, {
    get(all, name) {
      if (typeof name === 'string') read.add(name);
      return Reflect.get(all, name);
    },
  });
  const value = measured(watched);
  const [metric] = read;
  if (metric === undefined || read.size > 1 || value === undefined) return undefined;
  return figureOf(metric) === value ? { metric, bound } : undefined;
}

/** The bounds by metric, seen in a run of its own. O(a run). */
export function boundsOf(
  scenario: AnyScenario,
  options: RunOptions,
): ReadonlyMap<string, readonly MetricBound[]> {
  const run = new Run(scenario, options);
  const { metrics } = run.finish();
  const figureOf = (name: string) => figureOfRun(metrics[name]);
  const bounds = scenario
    .expect(run.params)
    .flatMap((expectation) => boundOf(expectation, run.metrics, figureOf) ?? []);
  return group(bounds, ({ metric }) => metric);
}

/** What a sweep has from a run: the figure, or the mean of its samples. */
export function figureOfRun(report: MetricReport | undefined): number | undefined {
  if (report === null || report === undefined) return undefined;
  return typeof report === 'number' ? report : (report.mean ?? undefined);
}

/**
 * Where a value stands among bars of width 1, from 0 to their number. Undefined if it is beyond them.
 */
export function placeAmong(bins: readonly Bin[], value: number): number | undefined {
  const place = bins.findIndex(({ from, to }) => value >= from && value <= to);
  if (place === -1) return undefined;
  const { from, to } = must(bins[place], 'bin');
  return place + (to === from ? 0.5 : (value - from) / (to - from));
}
