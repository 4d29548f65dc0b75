/**
 * The ratio of two small shares, each of its own group: given how many hits there are in all, those
 * of the first group are binomial, with a share that the ratio fixes. Exact for rare hits (Poisson);
 * for shares that are not small the interval is too wide, never too narrow. The p-value and the
 * interval belong together: the one is below alpha if and only if the other excludes 1.
 *
 * Source: Przyborowski and Wilenski 1940; Clopper and Pearson 1934; as R's poisson.test has them (its
 * two-sided p-value apart, which is not the one that belongs to the interval).
 */
import type { Interval } from './alternative.ts';
import { betaAbove, betaAtMost, betaQuantile } from './beta.ts';
import type { Share } from './table.ts';

export interface RateRatio {
  /** Share of hits in the first group over that in the second. */
  readonly ratio: number;
  readonly interval: Interval;
  /** Two-sided: twice the smaller tail. */
  readonly pValue: number;
}

/** The second group must have hits. Counts need not be whole: dependent ones are worth fewer. */
export function compareRates(first: Share, second: Share, confidence: number): RateRatio {
  const [x, y] = [first.hits, second.hits];
  if (!(y > 0)) throw new RangeError('without hits in the second group there is no ratio');
  const exposure = second.trials / first.trials;
  const missed = (1 - confidence) / 2;
  const ratioAt = (share: number) => (share / (1 - share)) * exposure;
  const noChange = first.trials / (first.trials + second.trials);
  const atLeast = x === 0 ? 1 : betaAtMost(noChange, x, y + 1);
  const atMost = betaAbove(noChange, x + 1, y);
  return {
    ratio: (x / y) * exposure,
    interval: {
      low: x === 0 ? 0 : ratioAt(betaQuantile(missed, x, y + 1)),
      high: ratioAt(1 - betaQuantile(missed, y, x + 1)),
    },
    pValue: Math.min(1, 2 * atLeast, 2 * atMost),
  };
}
