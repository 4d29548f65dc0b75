/** The bars of a histogram. */
import { ticks } from 'd3-array';
import { type Distribution, valuesOf } from './distribution.ts';

/** How many values lie in [from, to); in the last bin also at `to`. A bin of one value has from = to. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const barsMax = 12;

/**
 * A bar for each value where there are few; else bars of equal width with round ends. Where values
 * share buckets, a value near the end of a bar may be counted in the bar beside it.
 */
export function binsOf(distribution: Distribution): Bin[] {
  const values = valuesOf(distribution);
  if (values.length <= barsMax) {
    return values.map(({ value, times }) => ({ from: value, to: value, count: times }));
  }
  const { min, max } = distribution;
  const inner = ticks(min, max, barsMax).filter((tick) => tick > min && tick < max);
  const width = (inner[1] ?? max) - (inner[0] ?? min);
  const ends = [(inner[0] ?? max) - width, ...inner, (inner.at(-1) ?? min) + width];
  const counts = ends.slice(1).map(() => 0);
  let bin = 0;
  for (const { value, times } of values) {
    while (bin < counts.length - 1 && value >= (ends[bin + 1] as number)) bin += 1;
    counts[bin] = (counts[bin] as number) + times;
  }
  return counts.map((count, place) => ({
    from: ends[place] as number,
    to: ends[place + 1] as number,
    count,
  }));
}
