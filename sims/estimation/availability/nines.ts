/** Availabilities in series, in parallel, k of n, and with a common cause of failure. */
import { choose, power } from '../arithmetic.ts';

/** All must be up: the product. */
export const inSeries = (availabilities: readonly number[]): number =>
  availabilities.reduce((product, each) => product * each, 1);

/** At least `needed` of `copies` independent ones are up (Trivedi, Probability and Statistics, 2002, chapter 1). */
export function kOfN(needed: number, copies: number, availability: number): number {
  let up = 0;
  for (let count = needed; count <= copies; count++) {
    up +=
      choose(copies, count) * power(availability, count) * power(1 - availability, copies - count);
  }
  return up;
}

/** One of `copies` is enough: 1 - (1 - a)^n. */
export const inParallel = (copies: number, availability: number): number =>
  1 - power(1 - availability, copies);

/** A = MTBF / (MTBF + MTTR). */
export const availabilityOf = (upMean: number, downMean: number): number =>
  upMean / (upMean + downMean);
