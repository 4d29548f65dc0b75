/** A day's arrivals: Poisson around a rate that rises to its peak in a straight line, and falls as it rose. */
import { standardNormal } from '../../../src/kernel/distribution.ts';
import { log1p } from '../../../src/kernel/elementary.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';

/**
 * Rate over mean rate at a share of the day: the peak at noon, and nothing further than 1 / peak days from it. At a
 * peak of 3 all requests come within 16 hours. From 2 up: a triangle cannot be flatter.
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
 * Draws of Poisson variables. Above 100 from a normal one, corrected for skewness (Cornish and Fisher 1938); below by
 * adding up exponential gaps.
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
