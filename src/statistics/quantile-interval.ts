/**
 * A confidence interval of a quantile, whatever the distribution is: how many of n independent samples do not
 * exceed the quantile is binomial, so two of the samples in order enclose it.
 *
 * Source: David and Nagaraja, Order Statistics, 2003, §7.1.
 */
import type { Interval } from './alternative.ts';
import { binomialQuantiles } from './binomial-quantiles.ts';

/**
 * Missed on either side with a probability of at most `missed`. An end is infinite if there are too few samples
 * to say.
 */
export function quantileInterval(
  ascending: ArrayLike<number>,
  q: number,
  missed = 0.025,
): Interval {
  const { atLeast, atMost } = binomialQuantiles(ascending.length, q, missed);
  return { low: ascending[atLeast - 1] ?? -Infinity, high: ascending[atMost] ?? Infinity };
}
