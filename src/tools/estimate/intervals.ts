/** Intervals in which a simulation must come out if its formula is right, each missed by four runs in 10,000 at most. */
import { binomialQuantiles } from '../../statistics/binomial-quantiles.ts';

const missedOnEitherSide = 2e-4;
/** As many standard deviations of a mean. */
const deviations = 3.6;

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Of a share of independent trials. */
export function ofShare(trials: number, share: number): Range {
  const { atLeast, atMost } = binomialQuantiles(trials, share, missedOnEitherSide);
  return { low: atLeast / trials, high: atMost / trials };
}

/** Of a mean of so many independent values with that standard deviation. */
export function ofMean(mean: number, deviation: number, values = 1): Range {
  const half = (deviations * deviation) / Math.sqrt(values);
  return { low: mean - half, high: mean + half };
}
