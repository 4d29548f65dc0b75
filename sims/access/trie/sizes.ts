/** How many nodes a trie of random terms has. */
import { exp, expm1, log1p, pow } from '../../../src/kernel/elementary.ts';

export interface RandomTerms {
  readonly terms: number;
  readonly letters: number;
  /** Letters of each term. */
  readonly length: number;
}

/**
 * Prefixes of `depth` letters that occur among m = a^depth: balls in bins, with the mean m (1 - (1 -
 * 1/m)^n) and the variance of Johnson and Kotz, Urn Models, 1977, §3.2, written so that no digits are
 * lost.
 */
export function nodesAt(depth: number, { terms, letters }: RandomTerms) {
  if (depth === 0) return { mean: 1, variance: 0 };
  const m = pow(letters, depth);
  const logMissed = terms * log1p(-1 / m);
  const [missed, occurs] = [exp(logMissed), -expm1(logMissed)];
  // How much rarer two are missed together than they would be if they did not depend on one another.
  const together = expm1(terms * log1p(-1 / pow(m - 1, 2)));
  return {
    mean: m * occurs,
    variance: Math.max(0, m * missed * (occurs + (m - 1) * missed * together)),
  };
}

/** Nodes from a depth on: those of the subtrees of all prefixes of that length. */
export function nodesFrom(depth: number, of: RandomTerms) {
  let [mean, deviation] = [0, 0];
  for (let at = depth; at <= of.length; at++) {
    const each = nodesAt(at, of);
    mean += each.mean;
    // Depths depend on one another: their deviations add up at most.
    deviation += Math.sqrt(each.variance);
  }
  return { mean, deviation };
}
