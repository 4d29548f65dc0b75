/** Lag over time, sampled and drawn. */
import { lagOf } from '../../sims/kafka/group/group.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import type { Plot } from '../../src/check/plot.ts';
import type { Series } from '../../src/check/series.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';

/** Records the lag of a group in every bucket of the series. */
export function followLag(group: Group, series: Series): void {
  follow(group.cluster, series, () => lagOf(group));
}

/** Records any level in every bucket of the series. */
export function follow(cluster: Cluster, series: Series, level: () => number): void {
  cluster.world.spawn(
    (function* (): Process<void> {
      for (;;) {
        series.set(cluster.nowMs, level());
        yield* sleep(series.bucketMs);
      }
    })(),
  );
}

type Marks = Exclude<Plot['marks'], undefined>;

export function lagPlot(lines: Readonly<Record<string, Series>>, marks: Marks = []): Plot {
  return seriesPlot('lag over time', 'records', lines, marks);
}

/** Series by their names, over seconds. */
export function seriesPlot(
  title: string,
  yLabel: string,
  lines: Readonly<Record<string, Series>>,
  marks: Marks = [],
): Plot {
  return {
    title,
    xLabel: 's',
    yLabel,
    lines: Object.entries(lines).map(([name, { points }]) => ({
      name,
      points: points.map(([atMs, value]): [number, number] => [atMs / 1000, value]),
    })),
    marks: marks.map(({ x, label }) => ({ x: x / 1000, label })),
  };
}
