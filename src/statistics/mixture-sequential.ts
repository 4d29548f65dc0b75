/**
 * The mixture sequential probability ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh
 * 2017): a p-value that may be looked at after every pair of observations, as often as one likes.
 *
 * The effect's size is mixed over a normal distribution of variance tau^2. By Ville's inequality the
 * likelihood ratio ever reaches 1 / alpha with probability at most alpha where there is no effect.
 */
import { exp, pow } from '../kernel/elementary.ts';

export interface MixtureTest {
  /** Variance of one observation, the same in both groups. */
  readonly variance: number;
  /** Standard deviation of the effects that are looked for. */
  readonly tau: number;
}

/**
 * The likelihood ratio after `pairs` pairs of observations whose means differ by `difference`. Below
 * 1 there is less for a change than against it.
 */
export function mixtureLikelihoodRatio(
  { variance, tau }: MixtureTest,
  pairs: number,
  difference: number,
): number {
  const v = 2 * variance;
  const spread = v + pairs * pow(tau, 2);
  const exponent = (pow(pairs, 2) * pow(tau, 2) * pow(difference, 2)) / (2 * v * spread);
  return Math.sqrt(v / spread) * exp(exponent);
}

/** The p-value that is valid at any time: it never rises. Start with 1. */
export function alwaysValidPValue(
  before: number,
  test: MixtureTest,
  pairs: number,
  difference: number,
): number {
  return Math.min(before, 1 / mixtureLikelihoodRatio(test, pairs, difference));
}
