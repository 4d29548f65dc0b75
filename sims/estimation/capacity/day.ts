/**
 * A day's arrivals: Poisson with a rate that rises linearly to its peak, and falls in the same way.
 */
import { standardNormal } from '../../../src/kernel/distribution.ts';
import { log1p } from '../../../src/kernel/elementary.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';

/**
 * Rate relative to the mean rate at a fraction of the day: the peak is at noon, and the rate is
 * zero further than 1 / peak days from it. With a peak of 3 all requests come within 16 hours. From
 * 2 up: a triangle cannot be flatter.
 */
export const triangleOfDay = (shareOfDay: number, peakFactor: number): number =>
  peakFactor * Math.max(0, 1 - Math.abs(shareOfDay - 0.5) * peakFactor);

/** Counts of every minute of a day. O(minutes). */
export function arrivalsByMinute(
  perDay: number,
  peakFactor: number,
  stream: RandomStream,
): Float64Array {
  const draw = poissonSampler(stream);
  const minutes = 1_440;
  return Float64Array.from({ length: minutes }, (_, minute) =>
    draw((perDay / minutes) * triangleOfDay((minute + 0.5) / minutes, peakFactor)),
  );
}

/**
 * Draws of Poisson variables: above 100 from a normal one, corrected for skewness (Cornish and
 * Fisher 1938); below that by adding exponential gaps.
 */
export function poissonSampler(stream: RandomStream): (mean: number) => number {
  const normal = standardNormal(stream);
  return (mean) => {
    if (mean > 100) {
      const z = Math.fround(normal());
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * z + (z * z - 1) / 6));
    }
    let [count, gaps] = [-1, 0];
    while (gaps <= mean) {
      count += 1;
      gaps -= Math.fround(log1p(-stream()));
    }
    return count;
  };
}
