/**
 * The regularised incomplete beta function, of which the tails of the binomial (also for counts that
 * are not whole) and of Student's t are special cases.
 *
 * Source: Abramowitz and Stegun 26.5.8 (continued fraction, evaluated by the method of Lentz 1976),
 * with Loader's form of the factor before it (2000). O(square root of the larger parameter).
 */
import { exp } from '../kernel/elementary.ts';
import { logBinomialProbability } from './discrete.ts';
import { crossing } from './root.ts';

/** P(X <= x) for X ~ Beta(a, b), a and b > 0. `y` is 1 - x, given apart so that it keeps its digits. */
export function betaAtMost(x: number, a: number, b: number, y = 1 - x): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x < (a + 1) / (a + b + 2)
    ? byFraction(x, y, { a, b })
    : 1 - byFraction(y, x, { a: b, b: a });
}

/** P(X > x): small ones keep their digits. */
export function betaAbove(x: number, a: number, b: number, y = 1 - x): number {
  return betaAtMost(y, b, a, x);
}

/** The x with P(X <= x) = share. */
export function betaQuantile(share: number, a: number, b: number): number {
  return crossing((x) => betaAtMost(x, a, b) - share, 0, 1);
}

function byFraction(x: number, y: number, { a, b }: { a: number; b: number }): number {
  const factor = (exp(logBinomialProbability(a, a + b, x, y)) * b) / (a + b);
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny);
  let h = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d, tiny);
    c = nonZero(1 + even / c, tiny);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d, tiny);
    c = nonZero(1 + odd / c, tiny);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return factor * h;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
