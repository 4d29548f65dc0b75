/** What the scenarios of replication share: metrics of several systems in one run. */
import {
  type AnyMetric,
  createMetrics,
  type MetricDefinitions,
  type MetricsOf,
} from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';

/** One way, within a data centre. */
export const linkMs = { min: 0.2, max: 0.3 };
export const inDataCentre = () => ({ latencyMs: uniform(linkMs.min, linkMs.max) });

export type SideBySide<Name extends string, Definitions extends MetricDefinitions> = {
  [M in keyof Definitions & string as `${Name}.${M}`]: Definitions[M];
};

/** The metrics of several systems in one run: `async.lost` and so on. */
export function sideBySide<
  const Name extends string,
  Definitions extends MetricDefinitions,
  const Metric extends keyof Definitions & string,
>(
  names: readonly Name[],
  definitions: Definitions,
  metrics: readonly Metric[],
): SideBySide<Name, Pick<Definitions, Metric>> {
  const entries = names.flatMap((name) =>
    metrics.map((metric) => [`${name}.${metric}`, definitions[metric]]),
  );
  return Object.fromEntries(entries) as SideBySide<Name, Pick<Definitions, Metric>>;
}

/** The metrics of one system; those that the scenario does not report are measured and dropped. */
export function metricsOf<Definitions extends MetricDefinitions>(
  definitions: Definitions,
  metrics: Readonly<Record<string, AnyMetric>>,
  name = '',
): MetricsOf<Definitions> {
  const own = Object.entries(createMetrics(definitions)).map(([metric, unreported]) => [
    metric,
    metrics[name === '' ? metric : `${name}.${metric}`] ?? unreported,
  ]);
  return Object.fromEntries(own) as MetricsOf<Definitions>;
}
