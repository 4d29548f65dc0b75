/** Memory limits against the peaks of what pods use: lognormal, as peaks of memory often are. */
import { lognormal, sampler } from '../../../src/kernel/distribution.ts';
import { exp } from '../../../src/kernel/elementary.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';

/** The 95% quantile of a standard normal variable. */
const z95 = 1.6448536269514722;

export const p95Of = (medianMb: number, sigma: number): number => medianMb * exp(z95 * sigma);

export interface Peaks {
  readonly medianMb: number;
  readonly sigma: number;
  readonly trials: number;
  readonly limitsMb: readonly number[];
}

/** How many peaks are above each limit, and what they add up to. O(trials x limits). */
export function killsAmong({ medianMb, sigma, trials, limitsMb }: Peaks, stream: RandomStream) {
  const peak = sampler(lognormal(medianMb, sigma), stream);
  const kills = limitsMb.map(() => 0);
  let sumMb = 0;
  for (let trial = 0; trial < trials; trial++) {
    const mb = peak();
    sumMb += mb;
    for (const [place, limit] of limitsMb.entries())
      if (mb > limit) kills[place] = (kills[place] ?? 0) + 1;
  }
  return { kills, sumMb };
}
