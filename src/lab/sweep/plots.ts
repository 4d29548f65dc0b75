/** What a sweep looks like: the distribution of each metric, and how it changes with a parameter. */

import type { MetricDefinitions } from '../../check/metric.ts';
import type { Plot, PlotLine } from '../../check/plot.ts';
import { must } from '../../kernel/must.ts';
import { type Distribution, quantileOf } from './distribution.ts';
import { meanOf } from './interval.ts';
import { combinations, type SweepPlan } from './plan.ts';
import type { MetricTally, Tally } from './tally.ts';

/** For each metric the share of values up to each value; where something was varied, a line for each of its values. */
export function plotsOfSweep(
  plan: SweepPlan,
  definitions: MetricDefinitions,
  tallies: readonly Tally[],
): Plot[] {
  const names = [...new Set(tallies.flatMap(({ metrics }) => [...metrics.keys()]))];
  const cells = combinations(plan.vary).map((varied) => varied.join(' '));
  return names.flatMap((name) => {
    const { unit = '', says = '' } = definitions[name] ?? {};
    const metrics = tallies.map((tally) => tally.metrics.get(name));
    const lines = metrics.flatMap((metric, place) => {
      const distribution = sampledBy(metric);
      if (distribution === undefined) return [];
      return [{ name: cells[place] || name, points: cumulative(distribution) }];
    });
    if (lines.length === 0) return [];
    const title = `${name}: ${says}`;
    const shares = { title, xLabel: unit, yLabel: '% of values', lines };
    return [shares, ...againstParameter(plan, name, unit, metrics)];
  });
}

/** All samples where there are samples, else the figures of the runs. */
function sampledBy(metric: MetricTally | undefined): Distribution | undefined {
  const distribution = metric?.pooled?.distribution ?? metric?.perRun.distribution;
  return distribution === undefined || distribution.count === 0 ? undefined : distribution;
}

function cumulative(distribution: Distribution): [number, number][] {
  return Array.from({ length: 101 }, (_, percent) => [
    quantileOf(distribution, percent / 100) ?? 0,
    percent,
  ]);
}

/** Mean and quantiles over the values of a parameter, where one is varied; numbers stand where they belong. */
function againstParameter(
  { vary }: SweepPlan,
  name: string,
  unit: string,
  metrics: readonly (MetricTally | undefined)[],
): Plot[] {
  const [varied] = vary;
  if (varied === undefined || vary.length > 1) return [];
  const { values } = varied;
  const numbers = values.map(Number);
  const isNumeric = values.every((value, place) => value !== '' && Number.isFinite(numbers[place]));
  const places = isNumeric ? numbers : values.map((_, place) => place + 1);
  const lineOf = (label: string, figure: (metric: MetricTally) => number | undefined): PlotLine => {
    const points = metrics.flatMap((metric, place): [number, number][] => {
      const y = metric === undefined ? undefined : figure(metric);
      return y === undefined ? [] : [[must(places[place], 'place of the plot'), y]];
    });
    return { name: label, points: points.sort(([a], [b]) => a - b) };
  };
  const quantile = (q: number) => (metric: MetricTally) => {
    const distribution = sampledBy(metric);
    return distribution === undefined ? undefined : quantileOf(distribution, q);
  };
  const marks = isNumeric ? [] : values.map((label, place) => ({ x: place + 1, label }));
  return [
    {
      title: `${name} against ${varied.name}`,
      xLabel: varied.name,
      yLabel: unit,
      lines: [
        lineOf('mean of the runs', ({ perRun }) =>
          meanOf({ count: perRun.distribution.count, sum: perRun.sum }),
        ),
        lineOf('p50', quantile(0.5)),
        lineOf('p95', quantile(0.95)),
        lineOf('p99', quantile(0.99)),
      ],
      marks,
    },
  ];
}
