/** Means and standard deviations. */
import { pow } from '../kernel/elementary.ts';

/** Of one draw. */
export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** NaN of no values. O(values). */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of numbers, each as likely. O(values). */
export function momentsOf(values: readonly number[]): Moments {
  const mean = meanOf(values);
  return { mean, deviation: Math.sqrt(meanOf(values.map((value) => pow(value - mean, 2)))) };
}

/** Uniform between these two. */
export const uniformMoments = (least: number, most: number): Moments => ({
  mean: (least + most) / 2,
  deviation: (most - least) / Math.sqrt(12),
});
