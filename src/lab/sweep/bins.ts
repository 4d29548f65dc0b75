/** The bars of a histogram. */

import { ticks } from 'd3-array';
import { log10 } from '../../kernel/elementary.ts';
import { must } from '../../kernel/must.ts';
import { type Distribution, quantileOf, valuesOf } from './distribution.ts';

/** How many values lie in [from, to); in the last bin also at `to`. A bin of one value has from = to. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const barsMax = 12;

/**
 * A bar for each value where there are few; else bars with round ends: of equal width, or, where a
 * few values are far above the others, each so many times as wide as the last. Where values share
 * buckets, a value near the end of a bar may be counted in the bar beside it.
 */
export function binsOf(distribution: Distribution): Bin[] {
  const values = valuesOf(distribution);
  if (values.length <= barsMax) {
    return values.map(({ value, times }) => ({ from: value, to: value, count: times }));
  }
  const ends = isSkewed(distribution) ? growingEnds(distribution) : evenEnds(distribution);
  const counts = ends.slice(1).map(() => 0);
  let bin = 0;
  for (const { value, times } of values) {
    while (bin < counts.length - 1 && value >= must(ends[bin + 1], 'end of the bin')) bin += 1;
    counts[bin] = must(counts[bin], 'count of the bin') + times;
  }
  return counts.map((count, place) => ({
    from: must(ends[place], 'end of the bin'),
    to: must(ends[place + 1], 'end of the bin'),
    count,
  }));
}

function isSkewed(distribution: Distribution): boolean {
  const { min, max } = distribution;
  return min > 0 && max > 20 * (quantileOf(distribution, 0.5) as number);
}

function evenEnds({ min, max }: Distribution): number[] {
  const inner = ticks(min, max, barsMax).filter((tick) => tick > min && tick < max);
  const width = (inner[1] ?? max) - (inner[0] ?? min);
  return [(inner[0] ?? max) - width, ...inner, (inner.at(-1) ?? min) + width];
}

/** 1, 2, 5, 10, 20, 50 and so on; over more than six decades only 1, 10, 100. */
function growingEnds({ min, max }: Distribution): number[] {
  // One decade more on either side, since a logarithm may be rounded to a whole number.
  const first = Math.floor(log10(min)) - 1;
  const last = Math.ceil(log10(max)) + 1;
  const steps = last - first > 8 ? [1] : [1, 2, 5];
  const ends: number[] = [];
  for (let decade = first; decade <= last; decade++) {
    for (const step of steps) ends.push(Number(`${step}e${decade}`));
  }
  const from = ends.findLastIndex((end) => end <= min);
  const to = ends.findIndex((end) => end > max);
  return ends.slice(Math.max(from, 0), to === -1 ? undefined : to + 1);
}
