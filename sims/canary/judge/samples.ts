/** The measurements of one metric, as their owner supplies them. */
import { must } from '../../../src/kernel/must.ts';

export interface Samples {
  readonly values: readonly number[];
  /** The time of each value, or its place in order, if known: then the values are a series. In any unit. */
  readonly times?: readonly number[] | undefined;
  /** The pod, host or user of each value, if known: then values are dependent within it. */
  readonly clusters?: readonly string[] | undefined;
}

export interface Sides {
  readonly baseline: Samples;
  readonly canary: Samples;
}

/** The values by time; equal times stay in the order given. O(n log n). */
export function inOrderOfTime({ values, times = [] }: Samples): number[] {
  const places = values.map((_, place) => place);
  places.sort(
    (a, b) => must(times[a], 'time of the sample') - must(times[b], 'time of the sample') || a - b,
  );
  return places.map((place) => must(values[place], 'value of the sample'));
}

/**
 * Whether both sides were measured at the same times: once a minute, say, and not once a request. Such
 * points are statistics of many requests already.
 */
export function arePoints({ baseline, canary }: Sides): boolean {
  if (baseline.times === undefined || canary.times === undefined) return false;
  const known = new Set(baseline.times);
  return known.size === new Set(canary.times).size && canary.times.every((time) => known.has(time));
}

/** One value of each side at each time. */
export function arePairs(sides: Sides): boolean {
  const { baseline, canary } = sides;
  const count = new Set(baseline.times).size;
  const isSingle = ({ values, clusters }: Samples) =>
    values.length === count && clusters === undefined;
  return isSingle(baseline) && isSingle(canary) && arePoints(sides);
}
