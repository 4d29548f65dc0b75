/** A plot as uPlot takes it: one ascending list of x, and a list of y for each line. */
import type { Plot } from '../../check/plot.ts';

export type Columns = [xs: number[], ...ys: (number | null)[][]];

/** A line without a point at an x has null there. O(points × log points). */
export function columnsOf({ lines }: Plot): Columns {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(([x]) => x)))].sort(
    (a, b) => a - b,
  );
  const ys = lines.map(({ points }) => {
    const byX = new Map(points);
    return xs.map((x) => byX.get(x) ?? null);
  });
  return [xs, ...ys];
}
