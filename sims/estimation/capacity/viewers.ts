/** How many watch at once. */
import type { RandomStream } from '../../../src/kernel/random.ts';

const minutesPerDay = 1_440;

/** Little's law: viewers a day x the share of the day that each watches. */
export const watchingAtOnce = (viewersADay: number, minutesEach: number): number =>
  viewersADay * (minutesEach / minutesPerDay);

/**
 * The share of a day's viewers that watch at the busiest moment, if they begin as in
 * `triangleOfDay` and each watches for as long: those that began in the middle of the triangle,
 * f d (1 - f d / 4) with d as the share of the day and f as the peak factor, if f d <= 2.
 */
export function shareAtPeak(minutesEach: number, peakFactor: number): number {
  const middle = (peakFactor * minutesEach) / minutesPerDay;
  return middle * (1 - middle / 4);
}

/** Draws when a viewer begins, as a share of the day: the sum of two uniform numbers is a triangle. */
export const drawnBeginning = (peakFactor: number, stream: RandomStream): number =>
  0.5 + (stream() + stream() - 1) / peakFactor;

/** Of viewers that begin at these times of the day, how many watch when most do: half a view after noon. */
export function watchingAtPeak(beginnings: readonly number[], minutesEach: number): number {
  const half = minutesEach / minutesPerDay / 2;
  return beginnings.filter((at) => at > 0.5 - half && at <= 0.5 + half).length;
}
