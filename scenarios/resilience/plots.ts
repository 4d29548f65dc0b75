/** Plots of series over virtual time. */
import type { Plot } from '../../src/check/plot.ts';
import type { Series } from '../../src/check/series.ts';

/** A line of a plot that continues at zero if its series ends early. */
function toTheEnd(series: Series, endMs: number): readonly (readonly [number, number])[] {
  const { points, bucketMs } = series;
  const lastMs = points.at(-1)?.[0] ?? -bucketMs;
  const after = lastMs + bucketMs;
  return after > endMs ? points : [...points, [after, 0] as const, [endMs, 0] as const];
}

export interface OverTime {
  readonly title: string;
  readonly yLabel: string;
  readonly endMs: number;
  readonly lines: Readonly<Record<string, Series>>;
  /** Moments in ms, by what happens then. */
  readonly marks?: Readonly<Record<string, number>>;
}

export const plotOverTime = ({ title, yLabel, endMs, lines, marks = {} }: OverTime): Plot => ({
  title,
  xLabel: 'ms',
  yLabel,
  lines: Object.entries(lines).map(([name, series]) => ({ name, points: toTheEnd(series, endMs) })),
  marks: Object.entries(marks).map(([label, x]) => ({ x, label })),
});
